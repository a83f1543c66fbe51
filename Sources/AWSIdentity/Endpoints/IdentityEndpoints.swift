import AWSCredentials
import AWSRuntime

/// Where the services are that hand out credentials and refresh tokens.
struct IdentityEndpoints: Sendable {
  private let settings: Settings
  private let services: SharedConfiguration.Section?
  private let source: String

  /// The services, by the names that their settings go by.
  enum Service: String, Sendable {
    /// The access portal, which hands out the credentials of a role.
    case portal = "sso"
    /// The one that refreshes the tokens of the access portal.
    case oidc = "sso_oidc"
    /// The one that refreshes console logins.
    case signin
    /// Security Token Service.
    case sts
  }

  /// The region that environment or profile set.
  var region: String? {
    (settings.value(variable: "AWS_REGION", key: nil) ?? settings.value(variable: "AWS_DEFAULT_REGION", key: "region"))?
      .text
  }

  /// Where STS is, and the region to sign for.
  ///
  /// Without a region it is us-east-1, as in the AWS CLI. With `sts_regional_endpoints = legacy` the regions that were
  /// there before regional endpoints use the global one (AWS SDKs and Tools reference guide, "AWS STS Regional endpoints").
  func sts(region: String? = nil) throws(CredentialError) -> (endpoint: Endpoint, region: String) {
    let region = (region?.nilIfBlank ?? self.region)?.lowercased() ?? "us-east-1"
    let mode = settings.value(variable: "AWS_STS_REGIONAL_ENDPOINTS", key: "sts_regional_endpoints")
    switch mode?.text.lowercased() {
    case nil, "regional": break
    case "legacy":
      guard Self.legacyRegions.contains(region), try configured(.sts) == nil, try !isFIPS(), try !isDualStack(),
        let global = try? Endpoint("https://sts.amazonaws.com")
      else { break }
      return (global, "us-east-1")
    default:
      throw CredentialError(
        .invalidConfiguration, source: source,
        message: "\(mode?.origin ?? "") is `\((mode?.text ?? "").oneLine())`; it must be `regional` or `legacy`.")
    }
    return (try endpoint(.sts, region: region), region)
  }

  private static let legacyRegions: Set<String> = [
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1", "eu-central-1",
    "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]

  private func isFIPS() throws(CredentialError) -> Bool {
    try settings.flag(variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint", source: source).isOn
  }

  private func isDualStack() throws(CredentialError) -> Bool {
    try settings.flag(variable: "AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint", source: source).isOn
  }

  /// Reads the settings of a profile.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; `nil` for the active one.
  ///   - source: The name of the credential source, for messages.
  ///   - context: Environment and files.
  init(profile: String?, source: String, context: CredentialSourceContext) throws(CredentialError) {
    let active = ActiveProfile(profile, environment: context.environment)
    let configuration = try SharedConfiguration.load(
      environment: context.environment, fileSystem: context.fileSystem)
    let section = configuration.profile(active.name)
    settings = Settings(environment: context.environment, profile: section)
    services = section?["services"].flatMap { configuration.services[$0] }
    self.source = source
  }

  /// The endpoint of a service.
  ///
  /// A configured one wins: the variable of the service, the variable for all services, the profile's `services`
  /// section, the profile's `endpoint_url` (AWS SDKs and Tools reference guide, "Service-specific endpoints").
  func endpoint(_ service: Service, region: String?) throws(CredentialError) -> Endpoint {
    if let (text, origin) = try configured(service) {
      do throws(EndpointError) {
        return try Endpoint(text)
      } catch {
        throw CredentialError(.invalidConfiguration, source: source, message: "\(origin): \(error)")
      }
    }
    guard let region = region?.nilIfBlank else {
      throw CredentialError(
        .invalidConfiguration, source: source,
        message: "no region is set for \(service.rawValue); set `region` in the profile or AWS_REGION")
    }
    let name = region.lowercased()
    let host = try host(service, region: name)
    guard name.isHostLabel, let endpoint = try? Endpoint("https://" + host) else {
      throw CredentialError(
        .invalidConfiguration, source: source, message: "'\(region.oneLine())' is not the name of a region")
    }
    return endpoint
  }

  private func configured(_ service: Service) throws(CredentialError) -> (text: String, origin: String)? {
    let ignores = try settings.flag(
      variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls", source: source)
    guard !ignores.isOn else { return nil }
    for variable in ["AWS_ENDPOINT_URL_\(service.rawValue.uppercased())", "AWS_ENDPOINT_URL"] {
      if let value = settings.value(variable: variable, key: nil) { return (value.text, value.origin) }
    }
    if let services, let property = services.property(service.rawValue),
      let text = property.nested["endpoint_url"]?.nilIfBlank
    {
      return (text, "endpoint_url of \(service.rawValue) in services '\(services.name)' (\(property.file))")
    }
    return settings.value(variable: nil, key: "endpoint_url").map { ($0.text, $0.origin) }
  }

  /// The host name, by the endpoint rules that AWS publishes with the models of these services.
  private func host(_ service: Service, region: String) throws(CredentialError) -> String {
    let isFIPS = try isFIPS()
    let isDualStack = try isDualStack()
    let isChina = region.hasPrefix("cn-")
    let isGov = region.hasPrefix("us-gov-")
    let suffix = isDualStack ? (isChina ? "api.amazonwebservices.com.cn" : "api.aws") : region.partitionDomain
    if service == .signin, !isFIPS, !isDualStack {
      if isChina { return "\(region).signin.amazonaws.cn" }
      if isGov { return "\(region).signin.amazonaws-us-gov.com" }
      if suffix == "amazonaws.com" { return "\(region).signin.aws.amazon.com" }
    }
    let name =
      switch service {
      case .portal: "portal.sso"
      case .oidc: "oidc"
      case .signin: "signin"
      case .sts: "sts"
      }
    // In GovCloud the ordinary endpoints of Identity Center and STS are FIPS endpoints.
    let isOrdinary = !isFIPS || (isGov && !isDualStack && service != .signin)
    return "\(name)\(isOrdinary ? "" : "-fips").\(region).\(suffix)"
  }
}
