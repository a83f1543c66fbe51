import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

/// The endpoints of the services that issue credentials and refresh tokens.
struct IdentityEndpoints: Sendable {
  private let settings: SharedSettings
  private let provider: String

  /// The services, by the names that their settings go by.
  enum Service: String, Sendable {
    /// The access portal of IAM Identity Center, which issues a role's credentials.
    case portal = "sso"
    /// The token service of IAM Identity Center, which refreshes the tokens for the access portal.
    case oidc = "sso_oidc"
    /// AWS Sign-In, which refreshes console logins.
    case signin
    /// AWS Security Token Service.
    case sts

    /// Whose endpoints they are.
    fileprivate var endpoints: EndpointService {
      switch self {
      case .portal: .sso
      case .oidc: .oidc
      case .signin: .signin
      case .sts: .sts
      }
    }
  }

  /// The application's id for the `User-Agent`.
  var applicationId: String? { settings.applicationId }

  /// Where STS is, and the region to sign for.
  ///
  /// Without a region it is us-east-1, as in the AWS CLI. With `sts_regional_endpoints = legacy` the regions that were
  /// there before regional endpoints use the global one (AWS SDKs and Tools reference guide, "AWS STS Regional endpoints").
  func sts(region: String? = nil) throws(CredentialError) -> (endpoint: Endpoint, region: String) {
    let given = region?.nilIfBlank.map { (text: $0, origin: "The region given by the program") }
    let setting = given ?? settings.regionSetting ?? ("us-east-1", "The default region")
    let region = try self.region(setting.text, from: setting.origin)
    if try settings.stsRegionalEndpoints() == .legacy, ServiceEndpoint.legacySTSRegions.contains(region.name),
      try settings.endpointURL(of: Service.sts.rawValue) == nil, try settings.endpointVariant().isEmpty,
      let global = AWSRegion("aws-global")
    {
      return (try endpoint(.sts, in: global), SigningRegion.of(global.name))
    }
    return (try endpoint(.sts, in: region), SigningRegion.of(region.name))
  }

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
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - region: The region.
  ///   - origin: The setting that the region comes from, for messages.
  func endpoint(
    _ service: Service, region: String?, from origin: String? = nil
  ) throws(CredentialError) -> Endpoint {
    if let configured = try configured(service) { return configured }
    guard let text = region?.nilIfBlank else {
      throw invalid("No region is set for \(service.rawValue); set `region` in the profile or AWS_REGION.")
    }
    return try endpoint(service, in: try self.region(text, from: origin))
  }

  private func endpoint(_ service: Service, in region: AWSRegion) throws(CredentialError) -> Endpoint {
    if let configured = try configured(service) { return configured }
    let variant = try settings.endpointVariant()
    do throws(MissingEndpoint) {
      return try ServiceEndpoint(service.endpoints, in: region, variant: variant).resolved().endpoint
    } catch {
      throw invalid(error.message)
    }
  }

  private func configured(_ service: Service) throws(CredentialError) -> Endpoint? {
    guard let (text, origin) = try settings.endpointURL(of: service.rawValue) else { return nil }
    do throws(EndpointError) {
      return try Endpoint(text)
    } catch {
      throw invalid(["\(origin) cannot be used.", "\(error)"].sentences)
    }
  }

  private func region(_ text: String, from origin: String?) throws(CredentialError) -> AWSRegion {
    guard let region = AWSRegion(text) else { throw invalid(AWSRegion.refusal(of: text, from: origin)) }
    return region
  }

  private func invalid(_ message: String) -> CredentialError {
    CredentialError(.invalidConfiguration, provider: provider, message: message)
  }
}
