import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

/// Where the services are that hand out credentials and refresh tokens.
struct IdentityEndpoints: Sendable {
  private let settings: SharedSettings
  private let provider: String

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
    settings.region
  }

  /// Where STS is, and the region to sign for.
  ///
  /// Without a region it is us-east-1, as in the AWS CLI. With `sts_regional_endpoints = legacy` the regions that were
  /// there before regional endpoints use the global one (AWS SDKs and Tools reference guide, "AWS STS Regional endpoints").
  func sts(region: String? = nil) throws(CredentialError) -> (endpoint: Endpoint, region: String) {
    let text = region?.nilIfBlank ?? self.region ?? "us-east-1"
    guard let region = HostLabel(text)?.text else { throw noRegion(text) }
    if try settings.stsRegionalEndpoints() == .legacy, Self.legacyRegions.contains(region),
      try settings.endpointURL(of: Service.sts.rawValue) == nil, try settings.endpointVariant().isEmpty,
      let global = try? Endpoint("https://sts.amazonaws.com")
    {
      return (global, "us-east-1")
    }
    return (try endpoint(.sts, region: region), SigningRegion.of(region))
  }

  private static let legacyRegions: Set<String> = [
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1", "eu-central-1",
    "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
    "us-west-2",
  ]

  /// Reads the settings of the profile in use.
  ///
  /// - Parameters:
  ///   - provider: The name of the credential provider, for messages.
  ///   - context: Environment, profile and files.
  init(provider: String, context: CredentialProviderContext) throws(CredentialError) {
    settings = SharedSettings(
      profile: context.profile, environment: context.environment, configuration: try context.sharedConfiguration(),
      provider: provider)
    self.provider = provider
  }

  /// The endpoint of a service.
  ///
  /// A configured one wins: the variable of the service, the variable for all services, the profile's `services`
  /// section, the profile's `endpoint_url` (AWS SDKs and Tools reference guide, "Service-specific endpoints").
  func endpoint(_ service: Service, region: String?) throws(CredentialError) -> Endpoint {
    if let (text, origin) = try settings.endpointURL(of: service.rawValue) {
      do throws(EndpointError) {
        return try Endpoint(text)
      } catch {
        throw CredentialError(.invalidConfiguration, provider: provider, message: "\(origin): \(error)")
      }
    }
    guard let region = region?.nilIfBlank else {
      throw CredentialError(
        .invalidConfiguration, provider: provider,
        message: "no region is set for \(service.rawValue); set `region` in the profile or AWS_REGION")
    }
    guard let label = HostLabel(region),
      let endpoint = try? Endpoint("https://" + service.host(label, try settings.endpointVariant()))
    else {
      throw noRegion(region)
    }
    return endpoint
  }

  private func noRegion(_ text: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: provider,
      message: "'\(text.oneLine())' is not the name of a region such as us-east-1")
  }
}

extension IdentityEndpoints.Service {
  /// The host name in a region, by the endpoint rules that AWS publishes with the models of these services.
  func host(_ label: HostLabel, _ variant: EndpointVariant) -> String {
    // The global endpoint has no region in its name; of the other services, and of its variants, there is none.
    if self == .sts, label.text == "aws-global", variant.isEmpty { return "sts.amazonaws.com" }
    let region = SigningRegion.of(label.text)
    let isFIPS = variant.contains(.fips)
    let isDualStack = variant.contains(.dualStack)
    let isChina = region.hasPrefix("cn-")
    let isGov = region.hasPrefix("us-gov-")
    let suffix = isDualStack ? Partition(region: region).dualStackDomain : Partition(region: region).domain
    if self == .signin, !isFIPS, !isDualStack {
      if isChina { return "\(region).signin.amazonaws.cn" }
      if isGov { return "\(region).signin.amazonaws-us-gov.com" }
      if suffix == "amazonaws.com" { return "\(region).signin.aws.amazon.com" }
    }
    let name =
      switch self {
      case .portal: "portal.sso"
      case .oidc: "oidc"
      case .signin: "signin"
      case .sts: "sts"
      }
    // In GovCloud the ordinary endpoints of Identity Center and STS are FIPS endpoints.
    let isOrdinary = !isFIPS || (isGov && !isDualStack && self != .signin)
    return "\(name)\(isOrdinary ? "" : "-fips").\(region).\(suffix)"
  }
}
