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
  /// Environment variables and the shared config and credentials files are read immediately. The region of one of
  /// Amazon's hosts follows from its name. For other hosts the region is looked up, and the instance metadata service
  /// is asked if it is set nowhere else; nothing else is sent before the first request. Credentials are fetched for the
  /// first request: those of `CredentialChain.standard(in:)` of the library `AWSIdentity`, which documents the order.
  /// All clients made without a profile and a context share one cache of credentials.
  ///
  /// Make one client and keep it: a client and its copies share the retry quota and the measured offset of the
  /// service's clock, and a client never becomes outdated.
  ///
  /// - Parameters:
  ///   - endpoint: Host or URL, as ``ElasticEndpoint`` reads it.
  ///   - service: The service to sign for, if it does not follow from the host.
  ///   - region: The region; by default the host's, else `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`, or the
  ///     instance's.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from: a source such as `.environment`, `.profile("dev")` or
  ///     `.assumeRole("arn:…", using: .instanceMetadata)`, or a `CredentialCache` to share with other clients. `nil` for the
  ///     default chain. Region and other settings do not depend on it.
  ///   - coding: How values are turned into JSON and back.
  ///   - responseLimit: The largest response to accept, in bytes.
  ///   - transport: The transport for requests to the service; by default the context's.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: The logger for retries and rejections.
  /// - Throws: ``ElasticError`` if the endpoint is not valid, there is no region, the profile does not exist or a
  ///   setting cannot be used; `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: String, service: ElasticService? = nil, region: String? = nil, profile: String? = nil,
    credentials: (any ElasticCredentialSource)? = nil, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024,
    transport: (any HTTPTransport)? = nil, in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      ElasticEndpoint(endpoint, service: service, region: region), profile: profile, credentials: credentials,
      coding: coding,
      responseLimit: responseLimit, transport: transport, in: context, logger: logger)
  }

  /// Makes a client for an endpoint with more settings than a host, with the credentials and the region that any AWS
  /// SDK would find here.
  ///
  /// ```swift
  /// let tunnel = try ElasticEndpoint("https://localhost:8443", signingHost: "vpc-books.ap-northeast-2.es.amazonaws.com")
  /// let es = try await ElasticClient(tunnel)
  /// ```
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint of the domain or collection. Its region takes precedence, if it has one.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from: a source such as `.environment`, `.profile("dev")` or
  ///     `.assumeRole("arn:…", using: .instanceMetadata)`, or a `CredentialCache` to share with other clients. `nil` for the
  ///     default chain. Region and other settings do not depend on it.
  ///   - coding: How values are turned into JSON and back.
  ///   - responseLimit: The largest response to accept, in bytes.
  ///   - transport: The transport for requests to the service; by default the context's.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: The logger for retries and rejections.
  /// - Throws: ``ElasticError`` if there is no region, the profile does not exist or a setting cannot be used;
  ///   `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: ElasticEndpoint, profile: String? = nil, credentials: (any ElasticCredentialSource)? = nil,
    coding: ElasticCoding = ElasticCoding(), responseLimit: Int = 128 * 1024 * 1024,
    transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let configuration: ClientConfiguration
    do {
      configuration = try await .standard(
        region: endpoint.region, profile: profile, credentials: credentials?.credentialSource ?? .default,
        transport: transport, in: context, logger: logger)
    } catch let error as ServiceError {
      throw ElasticError(error)
    }
    self.init(configuration: configuration, endpoint: endpoint, coding: coding, responseLimit: responseLimit)
  }
}
