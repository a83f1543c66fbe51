public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ElasticEndpoint {
  /// Makes an endpoint from a Foundation `URL`, by the same rules as
  /// ``init(_:service:region:signingHost:)-(String,_,_,_)``.
  ///
  /// - Parameters:
  ///   - url: The URL, such as `https://search-x.eu-west-1.es.amazonaws.com`; it must not have a user name, a query or
  ///     a fragment.
  ///   - service: The service to sign for; `nil` to derive it from the host.
  ///   - region: The region to sign for; `nil` to derive it from the host.
  ///   - signingHost: The `host` or `host:port` to sign for if a proxy replaces the `Host` header.
  /// - Throws: ``ElasticError`` with the code ``ElasticError/Code/invalidRequest`` if the URL or the signing host is
  ///   not valid.
  public init(
    _ url: URL, service: ElasticService? = nil, region: String? = nil, signingHost: String? = nil
  ) throws(ElasticError) {
    try self.init(url.absoluteString, service: service, region: region, signingHost: signingHost)
  }
}

extension ElasticClient {
  /// Makes a client for the domain or collection at a URL, with the credentials and the region that an AWS SDK would
  /// find on this machine.
  ///
  /// - Parameters:
  ///   - url: The URL of the domain or collection, in a form that ``ElasticEndpoint`` accepts.
  ///   - service: The service to sign for; `nil` to derive it from the host.
  ///   - region: The region to sign for. By default the region in the host's name, else that of the environment, of the
  ///     profile or of the EC2 instance.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from; `nil` for the default chain.
  ///   - coding: How values are encoded as JSON and decoded.
  ///   - responseLimit: The maximum size of a response in bytes; a larger response is an error.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - transport: What sends the requests to the service, such as an `HTTPClient`; by default the transport of
  ///     `context`.
  ///   - context: Where environment variables, files, the transport and the clock come from; by default those of this
  ///     process.
  ///   - logger: The logger for messages about retries and rejected requests.
  /// - Throws: ``ElasticError`` if the URL is not valid, there is no region, the profile does not exist or a setting
  ///   cannot be used; `CancellationError` if the task is cancelled.
  public init(
    _ url: URL, service: ElasticService? = nil, region: String? = nil, profile: String? = nil,
    credentials: (any ElasticCredentialSource)? = nil, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024, environment: [String: String]? = nil,
    transport: (any HTTPTransport)? = nil, in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      ElasticEndpoint(url, service: service, region: region), profile: profile, credentials: credentials,
      coding: coding, responseLimit: responseLimit, environment: environment, transport: transport, in: context,
      logger: logger)
  }
}
