import AWSCredentials
import AWSRuntime

/// How a credential provider reaches STS, by environment and profile.
struct STSAccess: Sendable, Hashable {
  let endpoint: Endpoint
  /// The region to sign for.
  let region: String
  private let applicationId: String?
  private let provider: String
  private let context: Unhashed<CredentialProviderContext>

  /// Works out where STS is.
  ///
  /// - Parameters:
  ///   - region: The region, if the program knows it.
  ///   - provider: The name of the provider, for messages.
  ///   - context: Environment, profile, files, transport, clock and logger.
  init(
    region: String? = nil, provider: String, context: CredentialProviderContext
  ) throws(CredentialError) {
    let endpoints = try IdentityEndpoints(provider: provider, context: context)
    (endpoint, self.region) = try endpoints.sts(region: region)
    applicationId = endpoints.applicationId
    self.provider = provider
    self.context = Unhashed(value: context)
  }

  /// A client.
  ///
  /// - Parameter credentials: What to sign with; `nil` for calls that need no credentials.
  func client(credentials: CredentialCache?) throws(CredentialError) -> STSClient {
    let context = context.value
    let nobody = CredentialCache(provider: CredentialChain([]), clock: context.clock, random: context.random)
    var configuration = ClientConfiguration(
      credentials: credentials ?? nobody, region: region, transport: try transport(),
      timeouts: HTTPTimeouts(idle: .seconds(10), total: .seconds(15)), clock: context.clock, random: context.random,
      logger: context.logger)
    configuration.plainHTTPTokenHosts = context.plainHTTPTokenHosts
    configuration.applicationId = applicationId
    do throws(ServiceError) {
      return try STSClient(configuration: configuration, endpoint: endpoint)
    } catch {
      throw CredentialError(.invalidConfiguration, provider: provider, message: error.message)
    }
  }

  private func transport() throws(CredentialError) -> any HTTPTransport {
    do throws(CredentialError) {
      return try context.value.serviceTransport()
    } catch {
      throw CredentialError(error.code, provider: provider, message: error.message, cause: error.cause)
    }
  }
}

/// A value that takes no part in comparisons.
struct Unhashed<Value: Sendable>: Sendable, Hashable {
  let value: Value

  static func == (left: Self, right: Self) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}
