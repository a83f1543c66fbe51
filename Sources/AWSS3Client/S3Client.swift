public import AWSRuntime
import AWSSigV4

/// A client for Amazon S3 and services with the same API.
///
/// ```swift
/// let s3 = try await S3Client()   // credentials and region as any AWS SDK finds them
/// try await s3.put("Hello", bucket: "greetings", key: "안녕.txt")
/// let bytes = try await s3.get(bucket: "greetings", key: "안녕.txt")
/// for try await object in s3.objects(in: "greetings", prefix: "2026/") { print(object.key, object.size) }
/// ```
///
/// A client is a small value: copy it, pass it around, keep it for as long as you like. It never becomes outdated,
/// because every attempt of every request is signed with the credentials that are current then. Copies share the
/// connection pool, the retry quota and the measured offset of the service's clock.
///
/// Every operation has an input and an output of its own (``S3/PutObjectInput``, ``S3/PutObjectOutput``, …) and throws
/// ``S3Error``. Shorter forms such as `put`, `get` and `objects(in:)` are built on them.
///
/// Keys are taken as they are: spaces, `+`, `//`, `.`, `..`, `%2F`, a leading slash, any script and control characters
/// arrive in S3 unchanged. An empty key is refused before anything is sent, because its URL would be that of the
/// bucket.
public struct S3Client: Sendable {
  let pipeline: RequestPipeline
  let resolver: S3AddressResolver

  /// Makes a client for Amazon S3.
  ///
  /// Nothing is sent. An invalid region or endpoint is reported by the first call.
  ///
  /// - Parameters:
  ///   - configuration: Credentials, region, transport, retries.
  ///   - endpoint: The service's endpoint; `nil` for the configured one (`AWS_ENDPOINT_URL_S3` and similar settings, if
  ///     the configuration includes them), else Amazon's endpoint of the region, `https://s3.REGION.amazonaws.com`.
  ///   - addressing: Whether a bucket's name is part of the host or of the path.
  public init(configuration: ClientConfiguration, endpoint: Endpoint? = nil, addressing: S3Addressing = .automatic) {
    resolver = S3AddressResolver(
      region: configuration.region, endpoint: endpoint, addressing: addressing, settings: configuration.endpoints)
    pipeline = RequestPipeline(
      service: ServiceDescription(
        name: "s3", signer: SigV4Signer(service: "s3", region: configuration.region),
        classifier: .s3,
        parseError: S3ErrorParser.parse),
      configuration: configuration)
  }

  private init(pipeline: RequestPipeline, resolver: S3AddressResolver) {
    self.pipeline = pipeline
    self.resolver = resolver
  }

  /// This client for calls that differ from those of this one in some ways.
  ///
  /// - Parameter overrides: What is different. In another region Amazon's endpoint is another; an endpoint that the program or
  ///   a setting names stays, and requests are signed for the region.
  /// - Returns: A client that has everything else in common with this one: see `CallOverrides`.
  public func with(_ overrides: CallOverrides) -> S3Client {
    S3Client(pipeline: pipeline.with(overrides), resolver: overrides.region.map(resolver.inRegion) ?? resolver)
  }

  /// The region requests are signed for.
  public var region: String { pipeline.configuration.region }

  /// Credentials, region, transport and retry policy, as given when the client was made.
  public var configuration: ClientConfiguration { pipeline.configuration }
}

extension S3Client: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The client's region, endpoint and addressing style.
  public var description: String { "S3Client(region: \(region), endpoint: \(resolver), \(resolver.addressing))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with region, endpoint and addressing only, because the other members contain credentials.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["region": region, "endpoint": "\(resolver)", "addressing": resolver.addressing],
      displayStyle: .struct)
  }
}
