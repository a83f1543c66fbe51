import AWSCore

// Settings of Amazon S3. Some SDKs read them in the nested section `s3` of a profile, others as properties of the profile itself.
extension SharedSettings {
  /// Which endpoint of Amazon S3 requests in the region us-east-1 go to.
  public enum S3USEast1RegionalEndpoint: String, Sendable, Hashable, CaseIterable {
    /// The endpoint of the region, `s3.us-east-1.amazonaws.com`.
    case regional
    /// The global endpoint, `s3.amazonaws.com`.
    case legacy
  }

  /// Whether the name of a bucket is in the host or in the path of a URL.
  public enum S3AddressingStyle: String, Sendable, Hashable, CaseIterable {
    /// In the host where that is possible.
    case auto
    /// In the path.
    case path
    /// In the host.
    case virtual
  }

  /// Whether requests for an access point in another region go to that region, from `AWS_S3_USE_ARN_REGION`, the
  /// profile's `s3_use_arn_region`, or `use_arn_region` in the profile's section `s3`. `nil` if none is set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `true` nor `false`.
  public func s3UseARNRegion() throws(CredentialError) -> Bool? {
    try s3Flag("AWS_S3_USE_ARN_REGION", "s3_use_arn_region", nested: "use_arn_region")
  }

  /// Whether Multi-Region Access Points are refused, from `AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS` or the profile's
  /// `s3_disable_multiregion_access_points`. `nil` if neither is set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `true` nor `false`.
  public func s3DisableMultiRegionAccessPoints() throws(CredentialError) -> Bool? {
    try s3Flag("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "s3_disable_multiregion_access_points", nested: nil)
  }

  /// Whether requests to directory buckets are signed with the client's credentials instead of those of a session, from
  /// `AWS_S3_DISABLE_EXPRESS_SESSION_AUTH` or the profile's `s3_disable_express_session_auth`. `nil` if neither is set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `true` nor `false`.
  public func s3DisableExpressSessionAuth() throws(CredentialError) -> Bool? {
    try s3Flag("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "s3_disable_express_session_auth", nested: nil)
  }

  /// Whether requests go through S3 Transfer Acceleration, from `use_accelerate_endpoint` in the profile's section
  /// `s3`. `nil` if it is not set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `true` nor `false`.
  public func s3UseAccelerateEndpoint() throws(CredentialError) -> Bool? {
    try s3Flag(nil, nil, nested: "use_accelerate_endpoint")
  }

  /// Whether requests to Amazon S3 go to dual-stack endpoints, from `AWS_USE_DUALSTACK_ENDPOINT`, the profile's
  /// `use_dualstack_endpoint`, or `use_dualstack_endpoint` in the profile's section `s3`. `nil` if none is set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `true` nor `false`.
  public func s3UseDualStackEndpoint() throws(CredentialError) -> Bool? {
    try s3Flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", nested: "use_dualstack_endpoint")
  }

  /// Which endpoint requests in the region us-east-1 go to, from `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT`, the profile's
  /// `s3_us_east_1_regional_endpoint`, or `us_east_1_regional_endpoint` in the profile's section `s3`. `nil` if none is
  /// set.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `regional` nor `legacy`.
  public func s3USEast1RegionalEndpoint() throws(CredentialError) -> S3USEast1RegionalEndpoint? {
    try s3Choice(
      s3Value(
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "s3_us_east_1_regional_endpoint", nested: "us_east_1_regional_endpoint"))
  }

  /// Whether the name of a bucket is in the host or in the path, from `addressing_style` in the profile's section `s3`.
  /// `nil` if it is not set.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the styles.
  public func s3AddressingStyle() throws(CredentialError) -> S3AddressingStyle? {
    try s3Choice(s3Value(nil, nil, nested: "addressing_style"))
  }

  /// A variable, a property of the profile, or one of its section `s3`: the first that is set.
  private func s3Value(_ variable: String?, _ key: String?, nested: String?) -> Settings.Value? {
    if let value = lookup.value(variable: variable, key: key) { return value }
    guard let nested, let profile = lookup.profile, let section = profile.property("s3"),
      let text = section.nested[nested]?.nilIfBlank
    else { return nil }
    return Settings.Value(
      text: text, origin: "\(nested) of s3 in the profile '\(profile.name)' (\(section.file), line \(section.line))")
  }

  private func s3Flag(_ variable: String?, _ key: String?, nested: String?) throws(CredentialError) -> Bool? {
    guard let value = s3Value(variable, key, nested: nested) else { return nil }
    switch value.text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw invalid(value, "it must be `true` or `false`")
    }
  }

  private func s3Choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: Settings.Value?
  ) throws(CredentialError) -> Choice? {
    guard let value else { return nil }
    if let choice = Choice(rawValue: value.text.lowercased()) { return choice }
    throw invalid(value, "it must be one of \(Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
  }

  private func invalid(_ value: Settings.Value, _ rule: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: "settings",
      message: "\(value.origin) is `\(value.text.oneLine(limit: 80))`; \(rule).")
  }
}
