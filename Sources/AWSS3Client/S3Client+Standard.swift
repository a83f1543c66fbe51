public import AWSCredentials
import AWSIdentity
public import AWSRuntime
public import Logging

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
  ///   - transport: What sends the requests to S3; by default the transport of `context`.
  ///   - context: Where environment variables, files, the transport and the clock come from; by default those of this
  ///     process.
  ///   - logger: The logger for messages about retries and rejected requests.
  /// - Throws: ``S3Error`` if there is no region, the profile does not exist or a setting cannot be used (the error
  ///   names the places that were searched); `CancellationError` if the task is cancelled.
  public init(
    region: String? = nil, profile: String? = nil, credentials: (any S3CredentialSource)? = nil,
    endpoint: Endpoint? = nil, addressing: S3Addressing = .automatic, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws {
    let configuration: ClientConfiguration
    do {
      configuration = try await .standard(
        region: region, profile: profile, credentials: credentials?.credentialSource ?? .default, transport: transport,
        in: context, logger: logger)
    } catch let error as ServiceError {
      throw S3Error(error, target: .service, region: region ?? "")
    }
    self.init(configuration: configuration, endpoint: endpoint, addressing: addressing)
  }
}
