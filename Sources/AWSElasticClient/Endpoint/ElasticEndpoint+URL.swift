public import AWSCredentials
public import Logging

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ElasticEndpoint {
  /// Reads an endpoint from a URL, see ``init(_:service:region:signingHost:)-(String,_,_,_)``.
  ///
  /// - Parameters:
  ///   - url: The URL, such as `https://search-x.eu-west-1.es.amazonaws.com`; without user name, query and fragment.
  ///   - service: The service to sign for; `nil` for the one that follows from the host.
  ///   - region: The region to sign for; `nil` for the one that follows from the host.
  ///   - signingHost: The `host` or `host:port` to sign for if a proxy replaces the `Host` header.
  /// - Throws: ``ElasticError`` with the code ``ElasticError/Code/invalidRequest`` if the URL or the signing host is not
  ///   valid.
  public init(
    _ url: URL, service: ElasticService? = nil, region: String? = nil, signingHost: String? = nil
  ) throws(ElasticError) {
    try self.init(url.absoluteString, service: service, region: region, signingHost: signingHost)
  }
}

extension ElasticClient {
  /// Makes a client for the domain or collection at a URL, with the credentials and the region that any AWS SDK would find
  /// here.
  ///
  /// - Parameters:
  ///   - url: The URL, as ``ElasticEndpoint`` reads it.
  ///   - service: The service to sign for, if it does not follow from the host.
  ///   - region: The region; by default the host's, else that of environment, profile or instance.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from; `nil` for the default chain.
  ///   - coding: How values are turned into JSON and back.
  ///   - responseLimit: The largest response to accept, in bytes.
  ///   - transport: The transport for requests to the service; by default the context's.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: The logger for retries and rejections.
  /// - Throws: ``ElasticError`` if the URL is not valid, there is no region, the profile does not exist or a setting
  ///   cannot be used; `CancellationError` if the task is cancelled.
  public init(
    _ url: URL, service: ElasticService? = nil, region: String? = nil, profile: String? = nil,
    credentials: (any ElasticCredentialSource)? = nil, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      ElasticEndpoint(url, service: service, region: region), profile: profile, credentials: credentials,
      coding: coding, responseLimit: responseLimit, transport: transport, in: context, logger: logger)
  }
}
