import AWSCore

/// The settings for requests to the EC2 instance metadata service: its address, the time limit, and how often a request
/// is sent at most.
public struct InstanceMetadataSettings: Sendable, Hashable {
  /// Whether requests may be sent to the metadata service.
  public enum Availability: Sendable, Hashable {
    /// Requests may be sent, because no setting disables the service.
    case enabled
    /// A setting disables the service, so no request is sent to it. The payload names that setting, for example
    /// `AWS_EC2_METADATA_DISABLED`.
    case disabled(by: String)
  }

  /// The internet protocol with which the service is reached at its default address.
  public enum EndpointMode: Sendable, Hashable {
    /// IPv4: `http://169.254.169.254`.
    case ipv4
    /// IPv6: `http://[fd00:ec2::254]`.
    case ipv6

    var endpoint: String {
      switch self {
      case .ipv4: "http://169.254.169.254"
      case .ipv6: "http://[fd00:ec2::254]"
      }
    }
  }

  /// Whether requests may be sent to the metadata service, or a setting disables it.
  public let availability: Availability
  /// The URL of the metadata service, without a trailing slash, for example `http://169.254.169.254`.
  public let endpoint: String
  /// How long making a connection may take, and how long the service may then send nothing before the request fails. A
  /// whole exchange may take twice as long. The default is 1 s.
  public let timeout: Duration
  /// How many times one request is sent at most, counting the first time. The default is 3.
  public let attempts: Int
  /// The name of the role whose credentials are read; `nil` to ask the service for the name.
  public let instanceProfileName: String?

  let base: MetadataAddress

  /// Determines each setting: the argument, if given; otherwise the environment variable; otherwise the profile's
  /// property; otherwise the default.
  ///
  /// | Environment variable | Profile property |
  /// |---|---|
  /// | `AWS_EC2_METADATA_DISABLED` | `disable_ec2_metadata` |
  /// | `AWS_EC2_METADATA_SERVICE_ENDPOINT` | `ec2_metadata_service_endpoint` |
  /// | `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` | `ec2_metadata_service_endpoint_mode` |
  /// | `AWS_METADATA_SERVICE_TIMEOUT` (seconds) | `metadata_service_timeout` |
  /// | `AWS_METADATA_SERVICE_NUM_ATTEMPTS` | `metadata_service_num_attempts` |
  /// | `AWS_EC2_INSTANCE_PROFILE_NAME` | `ec2_instance_profile_name` |
  ///
  /// If an endpoint is set, in whichever of these ways, the endpoint mode is ignored. `AWS_EC2_METADATA_V1_DISABLED`
  /// and `ec2_metadata_v1_disabled` are not read: version 1 of the service is never used.
  ///
  /// - Parameters:
  ///   - endpoint: The service's address.
  ///   - endpointMode: The protocol over which the service is reached at its default address.
  ///   - environment: The environment variables.
  ///   - profile: The active profile.
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` that names the variable or the property that is wrong.
  public init(
    endpoint: String? = nil,
    endpointMode: EndpointMode? = nil,
    environment: ProcessEnvironment,
    profile: SharedConfiguration.Section? = nil
  ) throws(CredentialError) {
    let settings = Settings(environment: environment, profile: profile)
    let (isDisabled, origin) = try settings.flag(
      variable: "AWS_EC2_METADATA_DISABLED", key: "disable_ec2_metadata", provider: Self.provider)
    availability = isDisabled ? .disabled(by: origin) : .enabled
    base = try Self.base(endpoint, endpointMode, settings)
    let path = base.path == "/" ? "" : base.path
    self.endpoint = "\(base.scheme)://\(base.authority)\(path)"
    timeout = try Self.timeout(settings)
    attempts = try Self.attempts(settings)
    instanceProfileName =
      settings.value(
        variable: "AWS_EC2_INSTANCE_PROFILE_NAME", key: "ec2_instance_profile_name")?.text
  }

  static let provider = "instance metadata"

  /// The address of a path of the service.
  func address(of path: String) -> MetadataAddress { base.appending(path) }

  private static func base(
    _ endpoint: String?, _ mode: EndpointMode?, _ settings: Settings
  ) throws(CredentialError) -> MetadataAddress {
    let value =
      endpoint.map { Settings.Value(text: $0, origin: "The endpoint given by the program") }
      ?? settings.value(
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT", key: "ec2_metadata_service_endpoint")
    let text = if let value { value.text } else { try self.mode(mode, settings).endpoint }
    let origin = value?.origin ?? "The usual endpoint"
    let address: MetadataAddress
    do throws(MetadataAddress.Invalid) {
      address = try MetadataAddress(text)
    } catch {
      throw invalid("\(origin) is not a usable address: \(error.reason).")
    }
    guard !address.path.utf8.contains(UInt8(ascii: "?")) else {
      throw invalid("\(origin) is not a usable address: it has a query.")
    }
    return address
  }

  private static func mode(_ argument: EndpointMode?, _ settings: Settings) throws(CredentialError) -> EndpointMode {
    if let argument { return argument }
    guard
      let value = settings.value(
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", key: "ec2_metadata_service_endpoint_mode")
    else { return .ipv4 }
    switch value.text.lowercased() {
    case "ipv4": return .ipv4
    case "ipv6": return .ipv6
    default:
      throw invalid("`\(value.text.oneLine())` is not a valid endpoint mode (\(value.origin)); use IPv4 or IPv6.")
    }
  }

  private static func timeout(_ settings: Settings) throws(CredentialError) -> Duration {
    guard let value = settings.value(variable: "AWS_METADATA_SERVICE_TIMEOUT", key: "metadata_service_timeout")
    else { return .seconds(1) }
    guard let seconds = Double(value.text), seconds > 0, seconds <= 3600 else {
      throw invalid("\(value.origin) is `\(value.text.oneLine())`; it must be a number of seconds from 0 to 3600.")
    }
    return .clamped(seconds: seconds)
  }

  private static func attempts(_ settings: Settings) throws(CredentialError) -> Int {
    guard
      let value = settings.value(variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS", key: "metadata_service_num_attempts")
    else { return 3 }
    guard let attempts = Int(value.text), (1...100).contains(attempts) else {
      throw invalid("\(value.origin) is `\(value.text.oneLine())`; it must be a number from 1 to 100.")
    }
    return attempts
  }

  private static func invalid(_ message: String, cause: (any Error)? = nil) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: provider, message: message, cause: cause)
  }
}
