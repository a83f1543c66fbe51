public import AWSCredentials
import AWSIdentity
import AWSRuntime
public import Logging

extension ElasticClient {
  /// Makes a client for a domain or collection, with the credentials and the region that any AWS SDK would find here.
  ///
  /// ```swift
  /// import AWSElasticClient
  ///
  /// let es = try await ElasticClient("search-books.ap-northeast-2.es.amazonaws.com")
  /// try await es.index("books", id: "1", document: Book(title: "Evergreen"))
  ///
  /// let test = try await ElasticClient("https://search.test.example", service: .es, profile: "test")
  /// ```
  ///
  /// Environment variables and the shared config and credentials files are read at once. The region of one of Amazon's hosts
  /// follows from its name. For other hosts the region is looked up, and the instance metadata service is asked if it stands
  /// nowhere else; nothing else is sent before the first request. Credentials are fetched for the first request: those
  /// of `CredentialChain.standard(in:)` of the library `AWSIdentity`, which documents the order. All clients made without a
  /// profile and a context share one cache of credentials.
  ///
  /// Make one client and keep it: the retry quota and what was learned about the service's clock belong to a client and
  /// its copies, and a client never goes stale.
  ///
  /// - Parameters:
  ///   - endpoint: Host or URL, as ``ElasticEndpoint`` reads it.
  ///   - service: The service to sign for, if it does not follow from the host.
  ///   - region: The region; by default the host's, else `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`, or the
  ///     instance's.
  ///   - profile: The profile whose credentials and settings apply; by default the one the environment chooses
  ///     (`AWS_PROFILE`).
  ///   - coding: How values are turned into JSON and back.
  ///   - responseLimit: The largest response to accept, in bytes.
  ///   - transport: What sends requests to the service; by default the context's.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: Where retries and rejections are reported.
  /// - Throws: ``ElasticError`` if the endpoint is none, there is no region, the profile does not exist or a setting cannot be
  ///   used; `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: String, service: ElasticService? = nil, region: String? = nil, profile: String? = nil,
    coding: ElasticCoding = ElasticCoding(), responseLimit: Int = 128 * 1024 * 1024,
    transport: (any HTTPTransport)? = nil, in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      ElasticEndpoint(endpoint, service: service, region: region), profile: profile, coding: coding,
      responseLimit: responseLimit, transport: transport, in: context, logger: logger)
  }

  /// Makes a client for an endpoint that says more than a host, with the credentials and the region that any AWS SDK would
  /// find here.
  ///
  /// ```swift
  /// let tunnel = try ElasticEndpoint("https://localhost:8443", signingHost: "vpc-books.ap-northeast-2.es.amazonaws.com")
  /// let es = try await ElasticClient(tunnel)
  /// ```
  ///
  /// - Parameters:
  ///   - endpoint: Where the domain or collection is. Its region counts, if it has one.
  ///   - profile: The profile whose credentials and settings apply; by default the one the environment chooses
  ///     (`AWS_PROFILE`).
  ///   - coding: How values are turned into JSON and back.
  ///   - responseLimit: The largest response to accept, in bytes.
  ///   - transport: What sends requests to the service; by default the context's.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: Where retries and rejections are reported.
  /// - Throws: ``ElasticError`` if there is no region, the profile does not exist or a setting cannot be used;
  ///   `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: ElasticEndpoint, profile: String? = nil, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let configuration: ClientConfiguration
    do {
      configuration = try await .standard(
        region: endpoint.region, profile: profile, transport: transport, in: context, logger: logger)
    } catch let error as ServiceError {
      throw ElasticError(error)
    }
    self.init(configuration: configuration, endpoint: endpoint, coding: coding, responseLimit: responseLimit)
  }
}
