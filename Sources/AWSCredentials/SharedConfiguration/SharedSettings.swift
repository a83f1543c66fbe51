import AWSCore

/// The settings that can come from an environment variable or from the active profile, each with the rules that the AWS
/// SDKs have for it.
///
/// A variable takes precedence over the profile's property, and the property over the default; a blank value counts as
/// not set. An invalid value is an error that names the variable, or the file and line, that holds it. The names are
/// those of the AWS SDKs and Tools reference guide, "Settings reference".
public struct SharedSettings: Sendable {
  package let lookup: Settings
  private let configuration: SharedConfiguration
  private let provider: String

  /// Reads the settings of the profile in use from the environment and the shared files.
  ///
  /// - Parameter context: The environment, profile and files to use.
  /// - Throws: ``CredentialError`` if a file cannot be used, or a profile that the program or the environment names
  ///   does not exist.
  public init(context: CredentialProviderContext) throws(CredentialError) {
    try context.requireProfile()
    self.init(
      profile: context.profile, environment: context.environment, configuration: try context.sharedConfiguration())
  }

  /// Makes the settings of a profile from content that was already read.
  ///
  /// - Parameters:
  ///   - profile: The profile in use.
  ///   - environment: The environment variables.
  ///   - configuration: The merged content of the shared files.
  ///   - provider: The name that is set as ``CredentialError/provider`` of errors.
  public init(
    profile: ActiveProfile, environment: ProcessEnvironment, configuration: SharedConfiguration,
    provider: String = "settings"
  ) {
    lookup = Settings(environment: environment, profile: configuration.profile(profile.name))
    self.configuration = configuration
    self.provider = provider
  }

  /// How failed requests are retried.
  public enum RetryMode: String, Sendable, Hashable, CaseIterable {
    /// In the AWS SDKs, the way of retrying from before `standard` existed; treated as ``standard`` here.
    case legacy
    /// Retries with increasing pauses, and a quota that limits the number of retries.
    case standard
    /// In the AWS SDKs, `standard` with fewer requests while the service throttles; treated as ``standard`` here.
    case adaptive
  }

  /// A set of default time limits; only ``connectTimeout`` differs between the sets.
  public enum DefaultsMode: String, Sendable, Hashable, CaseIterable {
    /// The same limits as ``standard``.
    case legacy
    /// A connection has to be made within 3.1 s.
    case standard
    /// A connection has to be made within 1.1 s, for calls within a region.
    case inRegion = "in-region"
    /// A connection has to be made within 3.1 s, for calls between regions.
    case crossRegion = "cross-region"
    /// A connection has to be made within 30 s.
    case mobile
    /// In the AWS SDKs, `in-region` or `cross-region`, whichever fits; treated as ``standard`` here.
    case auto

    /// How long making a connection may take in this mode.
    public var connectTimeout: Duration {
      switch self {
      case .inRegion: .milliseconds(1100)
      case .mobile: .seconds(30)
      case .legacy, .standard, .crossRegion, .auto: .milliseconds(3100)
      }
    }
  }

  /// Whether the account id becomes part of the host name of requests. It applies to services that have endpoints with
  /// an account id.
  public enum AccountIdEndpointMode: String, Sendable, Hashable, CaseIterable {
    /// The account id becomes part of the host name if it is known.
    case preferred
    /// The account id never becomes part of the host name.
    case disabled
    /// The account id always becomes part of the host name; if it is not known, the request fails.
    case required
  }

  /// When checksums of S3 requests are computed and checksums of S3 responses are checked.
  public enum ChecksumMode: String, Sendable, Hashable, CaseIterable {
    /// Checksums are computed or checked whenever the operation supports a checksum.
    case whenSupported = "when_supported"
    /// Checksums are computed or checked only when the operation requires a checksum.
    case whenRequired = "when_required"
  }

  /// Which endpoint of AWS STS is called.
  public enum STSRegionalEndpoints: String, Sendable, Hashable, CaseIterable {
    /// The STS endpoint of the region in use, such as `sts.eu-west-1.amazonaws.com`.
    case regional
    /// The global endpoint, `sts.amazonaws.com`, for the regions that existed before STS had regional endpoints; for
    /// other regions the endpoint of the region.
    case legacy
  }
}

extension SharedSettings {
  /// The AWS region: the first of `AWS_REGION`, `AWS_DEFAULT_REGION` and the profile's `region` that is set; `nil` if
  /// none of them is.
  public var region: String? { regionSetting?.text }

  /// The region and the setting that it comes from.
  package var regionSetting: (text: String, origin: String)? {
    let value =
      lookup.value(variable: "AWS_REGION", key: nil) ?? lookup.value(variable: "AWS_DEFAULT_REGION", key: "region")
    return value.map { ($0.text, $0.origin) }
  }

  /// Whether requests go to FIPS endpoints (`AWS_USE_FIPS_ENDPOINT` or the profile's `use_fips_endpoint`) and to
  /// dual-stack endpoints (`AWS_USE_DUALSTACK_ENDPOINT` or `use_dualstack_endpoint`). The default is neither.
  ///
  /// - Throws: ``CredentialError`` if a value is neither `true` nor `false`.
  public func endpointVariant() throws(CredentialError) -> EndpointVariant {
    var variant: EndpointVariant = []
    if try flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") { variant.insert(.fips) }
    if try flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") { variant.insert(.dualStack) }
    return variant
  }

  /// The URL that is configured for a service, and the setting it comes from: the first that is set of
  /// `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the service's `endpoint_url` in the profile's `services`
  /// section, and the profile's own `endpoint_url`. `nil` if none is set, or if `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`
  /// or `ignore_configured_endpoint_urls` is `true`.
  ///
  /// - Parameter serviceId: The service's id in any case, for example `S3` or `SSO OIDC`.
  /// - Throws: ``CredentialError`` if the profile names a `services` section that does not exist.
  public func endpointURL(of serviceId: String) throws(CredentialError) -> (url: String, origin: String)? {
    if try flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
    let key = serviceId.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
    for variable in ["AWS_ENDPOINT_URL_\(key.uppercased())", "AWS_ENDPOINT_URL"] {
      if let value = lookup.value(variable: variable, key: nil) { return (value.text, value.origin) }
    }
    if let property = lookup.profile?.property("services") {
      let name = property.value.trimmingASCIIWhitespace()
      guard let section = SharedConfiguration.section(name, in: configuration.services) else {
        throw invalid(
          "The profile '\(lookup.profile?.name ?? "")' names the services section '\(name.oneLine())' "
            + "(\(property.file), line \(property.line)), which is not there; add [services \(name.oneLine())] to the config "
            + "file." + configuration.ignoredSectionsHint(for: name))
      }
      if let service = section.property(key), let url = service.nested["endpoint_url"]?.nilIfBlank {
        return (url, "endpoint_url of \(key) in [services \(name)] (\(service.file), line \(service.line))")
      }
    }
    return lookup.value(variable: nil, key: "endpoint_url").map { ($0.text, $0.origin) }
  }

  /// How failed requests are retried, from `AWS_RETRY_MODE` or the profile's `retry_mode`. The default is `standard`.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the modes.
  public func retryMode() throws(CredentialError) -> RetryMode {
    try choice("AWS_RETRY_MODE", "retry_mode") ?? .standard
  }

  /// How many times a request is sent at most, counting the first time, from `AWS_MAX_ATTEMPTS` or the profile's
  /// `max_attempts`. `nil` if neither is set; the default of the AWS SDKs is 3.
  ///
  /// - Throws: ``CredentialError`` if the value is not a number from 1 to 1000.
  public func maxAttempts() throws(CredentialError) -> Int? {
    guard let value = lookup.value(variable: "AWS_MAX_ATTEMPTS", key: "max_attempts") else { return nil }
    guard let count = Int(value.text), (1...1000).contains(count) else {
      throw invalid("\(value.origin) is `\(value.text.oneLine(limit: 80))`; it must be a number from 1 to 1000.")
    }
    return count
  }

  /// The set of default time limits, from `AWS_DEFAULTS_MODE` or the profile's `defaults_mode`. The default is
  /// `standard`.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the modes.
  public func defaultsMode() throws(CredentialError) -> DefaultsMode {
    try choice("AWS_DEFAULTS_MODE", "defaults_mode") ?? .standard
  }

  /// Whether the account id becomes part of host names, from `AWS_ACCOUNT_ID_ENDPOINT_MODE` or the profile's
  /// `account_id_endpoint_mode`. The default is `preferred`.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the modes.
  public func accountIdEndpointMode() throws(CredentialError) -> AccountIdEndpointMode {
    try choice("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode") ?? .preferred
  }

  /// When checksums of requests are computed, from `AWS_REQUEST_CHECKSUM_CALCULATION` or the profile's
  /// `request_checksum_calculation`. The default is `when_supported`.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the modes.
  public func requestChecksumCalculation() throws(CredentialError) -> ChecksumMode {
    try choice("AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation") ?? .whenSupported
  }

  /// When checksums of responses are checked, from `AWS_RESPONSE_CHECKSUM_VALIDATION` or the profile's
  /// `response_checksum_validation`. The default is `when_supported`.
  ///
  /// - Throws: ``CredentialError`` if the value is not one of the modes.
  public func responseChecksumValidation() throws(CredentialError) -> ChecksumMode {
    try choice("AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation") ?? .whenSupported
  }

  /// Which endpoint of AWS STS is called, from `AWS_STS_REGIONAL_ENDPOINTS` or the profile's `sts_regional_endpoints`.
  /// The default is `regional`.
  ///
  /// - Throws: ``CredentialError`` if the value is neither `regional` nor `legacy`.
  public func stsRegionalEndpoints() throws(CredentialError) -> STSRegionalEndpoints {
    try choice("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") ?? .regional
  }

  /// The id of the application that is added to the `User-Agent` of requests, from `AWS_SDK_UA_APP_ID` or the profile's
  /// `sdk_ua_app_id`. `nil` if neither is set. AWS asks for at most 50 characters, but the value is not checked.
  public var applicationId: String? { lookup.value(variable: "AWS_SDK_UA_APP_ID", key: "sdk_ua_app_id")?.text }

  /// What the program runs in, which AWS's runtimes set in `AWS_EXECUTION_ENV`.
  package var executionEnvironment: String? { lookup.value(variable: "AWS_EXECUTION_ENV", key: nil)?.text }

  private func flag(_ variable: String, _ key: String) throws(CredentialError) -> Bool {
    try lookup.flag(variable: variable, key: key, provider: provider).isOn
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ variable: String, _ key: String
  ) throws(CredentialError) -> Choice? {
    guard let value = lookup.value(variable: variable, key: key) else { return nil }
    if let choice = Choice(rawValue: value.text.lowercased()) { return choice }
    let allowed = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw invalid("\(value.origin) is `\(value.text.oneLine(limit: 80))`; it must be one of \(allowed).")
  }

  private func invalid(_ message: String) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: provider, message: message)
  }
}

/// Which variant of a service's endpoints is used: FIPS, dual-stack, both or neither.
public struct EndpointVariant: OptionSet, Sendable, Hashable {
  /// The bits of the set: 1 for ``fips``, 2 for ``dualStack``.
  public let rawValue: Int

  /// Makes a set of variants from its bits: 1 for ``fips``, 2 for ``dualStack``.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Endpoints whose cryptography is validated under FIPS 140.
  public static let fips = EndpointVariant(rawValue: 1)
  /// Endpoints that can be reached over IPv6 as well as IPv4.
  public static let dualStack = EndpointVariant(rawValue: 2)
}
