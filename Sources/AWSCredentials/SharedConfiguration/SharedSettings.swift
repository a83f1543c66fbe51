import AWSCore

/// The settings that environment variables and the active profile share, each with the rules the AWS SDKs have for it.
///
/// A variable comes before the profile's property, and that before the default; blank counts as not set. A value that
/// cannot be is an error that names where it stands. The names are those of the AWS SDKs and Tools reference guide,
/// "Settings reference".
public struct SharedSettings: Sendable {
  package let lookup: Settings
  private let configuration: SharedConfiguration
  private let provider: String

  /// Reads the shared files for the profile in use.
  ///
  /// - Parameter context: Environment, profile and files.
  /// - Throws: ``CredentialError`` if a file cannot be used, or a profile that the program or the environment names does not
  ///   exist.
  public init(context: CredentialProviderContext) throws(CredentialError) {
    try context.requireProfile()
    self.init(
      profile: context.profile, environment: context.environment, configuration: try context.sharedConfiguration())
  }

  /// Reads the settings of a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile in use.
  ///   - environment: The environment variables.
  ///   - configuration: What the shared files say.
  ///   - provider: Whose errors these are.
  public init(
    profile: ActiveProfile, environment: ProcessEnvironment, configuration: SharedConfiguration,
    provider: String = "settings"
  ) {
    lookup = Settings(environment: environment, profile: configuration.profile(profile.name))
    self.configuration = configuration
    self.provider = provider
  }

  /// How a request that failed is tried again.
  public enum RetryMode: String, Sendable, Hashable, CaseIterable {
    /// As before `standard`; treated like it.
    case legacy
    /// With back-off and a quota.
    case standard
    /// As `standard`, and slower when the service throttles; treated like it.
    case adaptive
  }

  /// Time limits to start from.
  public enum DefaultsMode: String, Sendable, Hashable, CaseIterable {
    /// Those of `standard`.
    case legacy
    /// A connection within 3.1 s.
    case standard
    /// A connection within 1.1 s, for calls within a region.
    case inRegion = "in-region"
    /// A connection within 3.1 s, for calls between regions.
    case crossRegion = "cross-region"
    /// A connection within 30 s.
    case mobile
    /// `in-region` or `cross-region`, whichever fits; `standard` where that is not known.
    case auto

    /// How long a connection may take to be made.
    public var connectTimeout: Duration {
      switch self {
      case .inRegion: .milliseconds(1100)
      case .mobile: .seconds(30)
      case .legacy, .standard, .crossRegion, .auto: .milliseconds(3100)
      }
    }
  }

  /// Whether an account's number becomes part of a host name where a service has such hosts.
  public enum AccountIdEndpointMode: String, Sendable, Hashable, CaseIterable {
    /// Where it is known.
    case preferred
    /// Never.
    case disabled
    /// Always; without a known number the request fails.
    case required
  }

  /// When S3's checksums are computed or compared.
  public enum ChecksumMode: String, Sendable, Hashable, CaseIterable {
    /// Whenever the operation supports them.
    case whenSupported = "when_supported"
    /// Only when the operation requires them.
    case whenRequired = "when_required"
  }

  /// Which endpoint of STS is called.
  public enum STSRegionalEndpoints: String, Sendable, Hashable, CaseIterable {
    /// The region's own.
    case regional
    /// The global one for the regions that were there before regional endpoints.
    case legacy
  }
}

extension SharedSettings {
  /// The region: `AWS_REGION`, `AWS_DEFAULT_REGION`, `region`. `nil` if none is set.
  public var region: String? { regionSetting?.text }

  /// The region and the setting that it comes from.
  package var regionSetting: (text: String, origin: String)? {
    let value =
      lookup.value(variable: "AWS_REGION", key: nil) ?? lookup.value(variable: "AWS_DEFAULT_REGION", key: "region")
    return value.map { ($0.text, $0.origin) }
  }

  /// Which kind of endpoints is used: `AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`, `AWS_USE_DUALSTACK_ENDPOINT`,
  /// `use_dualstack_endpoint`. The default is neither.
  public func endpointVariant() throws(CredentialError) -> EndpointVariant {
    var variant: EndpointVariant = []
    if try flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") { variant.insert(.fips) }
    if try flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") { variant.insert(.dualStack) }
    return variant
  }

  /// The configured address of a service and where it was found: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
  /// `endpoint_url` of the service in the profile's `services` section, `endpoint_url` of the profile. `nil` if there is
  /// none, or `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or `ignore_configured_endpoint_urls` is `true`.
  ///
  /// - Parameter serviceId: The service's id in any case, for example `S3` or `SSO OIDC`.
  /// - Throws: ``CredentialError`` if the profile names a `services` section that is not there.
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

  /// How failed requests are tried again: `AWS_RETRY_MODE`, `retry_mode`. The default is `standard`.
  public func retryMode() throws(CredentialError) -> RetryMode {
    try choice("AWS_RETRY_MODE", "retry_mode") ?? .standard
  }

  /// How often a request is sent at most: `AWS_MAX_ATTEMPTS`, `max_attempts`. `nil` if not set; the SDKs' default is 3.
  public func maxAttempts() throws(CredentialError) -> Int? {
    guard let value = lookup.value(variable: "AWS_MAX_ATTEMPTS", key: "max_attempts") else { return nil }
    guard let count = Int(value.text), (1...1000).contains(count) else {
      throw invalid("\(value.origin) is `\(value.text.oneLine(limit: 80))`; it must be a number from 1 to 1000.")
    }
    return count
  }

  /// The time limits to start from: `AWS_DEFAULTS_MODE`, `defaults_mode`. The default is `standard`.
  public func defaultsMode() throws(CredentialError) -> DefaultsMode {
    try choice("AWS_DEFAULTS_MODE", "defaults_mode") ?? .standard
  }

  /// Account numbers in host names: `AWS_ACCOUNT_ID_ENDPOINT_MODE`, `account_id_endpoint_mode`. The default is
  /// `preferred`.
  public func accountIdEndpointMode() throws(CredentialError) -> AccountIdEndpointMode {
    try choice("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode") ?? .preferred
  }

  /// Checksums of requests: `AWS_REQUEST_CHECKSUM_CALCULATION`, `request_checksum_calculation`. The default is
  /// `when_supported`.
  public func requestChecksumCalculation() throws(CredentialError) -> ChecksumMode {
    try choice("AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation") ?? .whenSupported
  }

  /// Checksums of responses: `AWS_RESPONSE_CHECKSUM_VALIDATION`, `response_checksum_validation`. The default is
  /// `when_supported`.
  public func responseChecksumValidation() throws(CredentialError) -> ChecksumMode {
    try choice("AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation") ?? .whenSupported
  }

  /// The endpoint of STS: `AWS_STS_REGIONAL_ENDPOINTS`, `sts_regional_endpoints`. The default is `regional`.
  public func stsRegionalEndpoints() throws(CredentialError) -> STSRegionalEndpoints {
    try choice("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") ?? .regional
  }

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

/// Which kind of endpoints is used.
public struct EndpointVariant: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: Int

  /// Makes a set of bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Endpoints whose cryptography is validated under FIPS 140.
  public static let fips = EndpointVariant(rawValue: 1)
  /// Endpoints that can be reached over IPv6 as well as IPv4.
  public static let dualStack = EndpointVariant(rawValue: 2)
}
