import AWSCore
public import AWSCredentials
import AWSIdentity
public import AWSRuntime
public import Logging

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3Client {
  /// Makes a client with the credentials and the region that an AWS SDK would find on this machine.
  ///
  /// ```swift
  /// import AWSS3Client
  ///
  /// let s3 = try await S3Client()
  /// try await s3.put("Hello", bucket: "greetings", key: "안녕.txt")
  ///
  /// let archive = try await S3Client(region: "eu-central-1", profile: "archive")
  /// let keys = try await S3Client(credentials: .environment)
  /// ```
  ///
  /// Environment variables and the shared config and credentials files are read immediately. If none of them contains a
  /// region, the instance metadata service is asked for it; nothing else is sent before the first request. Credentials
  /// are fetched for the first request. They come from the sources of `CredentialChain.standard(in:)` in the library
  /// `AWSIdentity`, whose documentation lists their order. All clients made without a profile and a context share one
  /// cache of credentials.
  ///
  /// Make one client and keep it: a client and its copies share the retry quota and the measured offset of the
  /// service's clock, and a client never becomes outdated.
  ///
  /// - Parameters:
  ///   - region: The region to sign for. By default the first that is set of `AWS_REGION`, `AWS_DEFAULT_REGION` and the
  ///     profile's `region`, else the region of the EC2 instance.
  ///   - profile: The profile whose credentials and settings apply; by default the one named by the environment
  ///     (`AWS_PROFILE`).
  ///   - credentials: Where the credentials come from: a source such as `.environment`, `.profile("dev")` or
  ///     `.assumeRole("arn:…", using: .instanceMetadata)`, or a `CredentialCache` to share with other clients. `nil`
  ///     for the default chain. The region, the endpoint and the other settings do not depend on this parameter.
  ///   - endpoint: The endpoint to send requests to. By default the endpoint that a setting specifies
  ///     (`AWS_ENDPOINT_URL_S3`, or `endpoint_url` of the profile), else Amazon's endpoint of the region.
  ///   - addressing: Whether the name of a bucket is in the host or in the path of the URL.
  ///   - endpointOptions: Which kind of Amazon's endpoints to use, and what to do with access points and directory
  ///     buckets. By default the settings of environment and profile apply.
  ///   - server: What the server supports, for a server that is not Amazon's (such as `.ceph`), and which checksums the
  ///     client computes and validates. By default the settings of environment and profile apply.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - transport: What sends the requests to S3, such as an `HTTPClient`; by default the transport of `context`.
  ///   - context: Where environment variables, files, the transport and the clock come from; by default those of this
  ///     process.
  ///   - logger: The logger for messages about retries and rejected requests.
  /// - Throws: ``S3Error`` if there is no region, the profile does not exist or a setting cannot be used (the error
  ///   names the places that were searched); `CancellationError` if the task is cancelled.
  public init(
    region: String? = nil, profile: String? = nil, credentials: (any S3CredentialSource)? = nil,
    endpoint: Endpoint? = nil, addressing: S3Addressing = .automatic,
    endpointOptions: S3EndpointOptions = S3EndpointOptions(), server: S3ServerOptions = .aws,
    environment: [String: String]? = nil, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let configuration: ClientConfiguration
    do {
      configuration = try await .standard(
        region: region, profile: profile, credentials: credentials?.credentialSource ?? .default,
        environment: environment, transport: transport, in: context, logger: logger)
    } catch let error as ServiceError {
      throw S3Error(error, target: .service, region: region ?? "")
    }
    self.init(
      configuration: configuration, endpoint: endpoint, addressing: addressing, endpointOptions: endpointOptions,
      server: server)
  }

  /// Makes a client for another endpoint than Amazon's, such as that of a server with the same API, with the credentials
  /// and the region that an AWS SDK would find on this machine.
  ///
  /// ```swift
  /// let local = try await S3Client(
  ///   region: "us-east-1", credentials: .profile("minio"), endpoint: "http://localhost:9000", server: .minio)
  /// ```
  ///
  /// The other parameters are those of
  /// ``init(region:profile:credentials:endpoint:addressing:endpointOptions:server:environment:transport:in:logger:)-(_,_,_,Endpoint?,_,_,_,_,_,_,_)``.
  ///
  /// - Parameter endpoint: The endpoint: a URL, or a host with an optional port and path. The default scheme is `https`.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/invalidEndpoint`` if the endpoint is not valid;
  ///   `CancellationError` if the task is cancelled.
  public init(
    region: String? = nil, profile: String? = nil, credentials: (any S3CredentialSource)? = nil, endpoint: String,
    addressing: S3Addressing = .automatic, endpointOptions: S3EndpointOptions = S3EndpointOptions(),
    server: S3ServerOptions = .aws, environment: [String: String]? = nil, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let parsed: Endpoint
    do throws(EndpointError) {
      parsed = try Endpoint(endpoint)
    } catch {
      throw S3Error(
        S3Problem(code: .invalidEndpoint, message: "\(error)".sentence, cause: error), operation: "configuration",
        target: .service)
    }
    try await self.init(
      region: region, profile: profile, credentials: credentials, endpoint: parsed, addressing: addressing,
      endpointOptions: endpointOptions, server: server, environment: environment, transport: transport, in: context,
      logger: logger)
  }

  /// Makes a client for the endpoint at a URL, as
  /// ``init(region:profile:credentials:endpoint:addressing:endpointOptions:server:environment:transport:in:logger:)-(_,_,_,String,_,_,_,_,_,_,_)``
  /// does.
  ///
  /// - Parameter endpoint: The URL of the endpoint.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/invalidEndpoint`` if the endpoint is not valid;
  ///   `CancellationError` if the task is cancelled.
  public init(
    region: String? = nil, profile: String? = nil, credentials: (any S3CredentialSource)? = nil, endpoint: URL,
    addressing: S3Addressing = .automatic, endpointOptions: S3EndpointOptions = S3EndpointOptions(),
    server: S3ServerOptions = .aws, environment: [String: String]? = nil, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    try await self.init(
      region: region, profile: profile, credentials: credentials, endpoint: endpoint.absoluteString,
      addressing: addressing, endpointOptions: endpointOptions, server: server, environment: environment,
      transport: transport, in: context, logger: logger)
  }
}
