public import AWSCredentials
import AWSIdentity
import AWSRuntime
public import Logging

extension ElasticClient {
  /// Makes a client for a domain or collection, with the credentials and the region that an AWS SDK would find on this
  /// machine.
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
  /// Environment variables and the shared config and credentials files are read immediately. If the host is one of
  /// Amazon's, its name contains the region. For other hosts the region is looked up, and the instance metadata service
  /// is asked for it if it is set nowhere else. Nothing else is sent before the first request. Credentials are fetched
  /// for the first request. They come from the sources of `CredentialChain.standard(in:)` in the library `AWSIdentity`,
  /// whose documentation lists their order. All clients made without a profile and a context share one cache of
  /// credentials.
  ///
  /// Make one client and keep it: a client and its copies share the retry quota and the measured offset of the
  /// service's clock, and a client never becomes outdated.
  ///
  /// - Parameters:
  ///   - endpoint: The host or URL of the domain or collection, in a form that ``ElasticEndpoint`` accepts.
  ///   - service: The service to sign for; `nil` to derive it from the host.
  ///   - region: The region to sign for. By default the region in the host's name, else the first that is set of
  ///     `AWS_REGION`, `AWS_DEFAULT_REGION` and the profile's `region`, else the region of the EC2 instance.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from: a source such as `.environment`, `.profile("dev")` or
  ///     `.assumeRole("arn:…", using: .instanceMetadata)`, or a `CredentialCache` to share with other clients. `nil`
  ///     for the default chain. The region and other settings do not depend on this parameter.
  ///   - coding: How values are encoded as JSON and decoded.
  ///   - responseLimit: The maximum size of a response in bytes; a larger response is an error.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - transport: What sends the requests to the service, such as an `HTTPClient`; by default the transport of
  ///     `context`.
  ///   - context: Where environment variables, files, the transport and the clock come from; by default those of this
  ///     process.
  ///   - logger: The logger for messages about retries and rejected requests.
  /// - Throws: ``ElasticError`` if the endpoint is not valid, there is no region, the profile does not exist or a
  ///   setting cannot be used; `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: String, service: ElasticService? = nil, region: String? = nil, profile: String? = nil,
    credentials: (any ElasticCredentialSource)? = nil, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024, environment: [String: String]? = nil,
    transport: (any HTTPTransport)? = nil, in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      ElasticEndpoint(endpoint, service: service, region: region), profile: profile, credentials: credentials,
      coding: coding, responseLimit: responseLimit, environment: environment, transport: transport, in: context,
      logger: logger)
  }

  /// Makes a client for an endpoint that is more than a host name, for example one with a signing host, with the
  /// credentials and the region that an AWS SDK would find on this machine.
  ///
  /// ```swift
  /// let tunnel = try ElasticEndpoint("https://localhost:8443", signingHost: "vpc-books.ap-northeast-2.es.amazonaws.com")
  /// let es = try await ElasticClient(tunnel)
  /// ```
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint of the domain or collection. If the endpoint has a region, it is used and no other is
  ///     looked up.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from: a source such as `.environment`, `.profile("dev")` or
  ///     `.assumeRole("arn:…", using: .instanceMetadata)`, or a `CredentialCache` to share with other clients. `nil`
  ///     for the default chain. The region and other settings do not depend on this parameter.
  ///   - coding: How values are encoded as JSON and decoded.
  ///   - responseLimit: The maximum size of a response in bytes; a larger response is an error.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - transport: What sends the requests to the service, such as an `HTTPClient`; by default the transport of
  ///     `context`.
  ///   - context: Where environment variables, files, the transport and the clock come from; by default those of this
  ///     process.
  ///   - logger: The logger for messages about retries and rejected requests.
  /// - Throws: ``ElasticError`` if there is no region, the profile does not exist or a setting cannot be used;
  ///   `CancellationError` if the task is cancelled.
  public init(
    _ endpoint: ElasticEndpoint, profile: String? = nil, credentials: (any ElasticCredentialSource)? = nil,
    coding: ElasticCoding = ElasticCoding(), responseLimit: Int = 128 * 1024 * 1024,
    environment: [String: String]? = nil, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let configuration: ClientConfiguration
    do {
      configuration = try await .standard(
        region: endpoint.region, profile: profile, credentials: credentials?.credentialSource ?? .default,
        environment: environment, transport: transport, in: context, logger: logger)
    } catch let error as ServiceError {
      throw ElasticError(error)
    }
    self.init(configuration: configuration, endpoint: endpoint, coding: coding, responseLimit: responseLimit)
  }
}
