import AWSCredentials
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
/// A client is a small value that can be copied and kept for as long as the program runs. It never becomes outdated,
/// because every attempt of every request is signed with the credentials that are current then. Copies share the
/// connection pool, the retry quota and the measured offset of the service's clock.
///
/// Every operation has an input and an output of its own (``S3/PutObjectInput``, ``S3/PutObjectOutput``, …) and throws
/// ``S3Error``. Shorter forms such as `put`, `get` and `objects(in:)` are built on them.
///
/// Keys are sent unchanged: spaces, `+`, `//`, `.`, `..`, `%2F`, a leading slash, letters of any language and control
/// characters arrive in S3 as they are in the key. An empty key is refused before anything is sent, because its URL
/// would be that of the bucket.
public struct S3Client: Sendable {
  let pipeline: RequestPipeline
  let resolver: S3AddressResolver
  /// What the server supports; why not all settings can be used, if that is so.
  let server: Result<S3ServerRules, S3Problem>
  /// The sessions of directory buckets; `nil` for the client that makes them.
  let sessions: S3ExpressSessions?
  /// What is sent with each operation that can take it; `nil` for nothing.
  var defaults: S3ClientDefaults?

  /// Makes a client for Amazon S3.
  ///
  /// No request is sent yet. If the region, the endpoint or a setting is invalid, the first operation throws.
  ///
  /// - Parameters:
  ///   - configuration: The credentials, the region, the transport and the retry policy.
  ///   - endpoint: The service's endpoint; `nil` for the endpoint that the configuration specifies
  ///     (`AWS_ENDPOINT_URL_S3` and similar settings, if the configuration includes them), else Amazon's endpoint of
  ///     the region, `https://s3.REGION.amazonaws.com`.
  ///   - addressing: Whether the name of a bucket is in the host or in the path of the URL.
  ///   - endpointOptions: Which kind of Amazon's endpoints to use, and what to do with access points and directory
  ///     buckets.
  ///   - server: What the server supports, for a server that is not Amazon's, and which checksums the client computes
  ///     and validates.
  public init(
    configuration: ClientConfiguration, endpoint: Endpoint? = nil, addressing: S3Addressing = .automatic,
    endpointOptions: S3EndpointOptions = S3EndpointOptions(), server: S3ServerOptions = .aws
  ) {
    resolver = S3AddressResolver(
      region: configuration.region, endpoint: endpoint,
      addressing: addressing == .automatic ? server.addressing ?? .automatic : addressing, options: endpointOptions,
      settings: configuration.endpoints)
    let rules = Result { () throws(S3Problem) in
      try S3ServerRules(server, settings: configuration.endpoints.configured)
    }
    self.server = rules
    pipeline = RequestPipeline(
      service: ServiceDescription(
        name: "s3", signer: SigV4Signer(service: "s3", region: configuration.region, options: Self.signing),
        classifier: .s3,
        parseError: S3ErrorParser.parse),
      configuration: configuration)
    sessions = S3ExpressSessions(
      client: S3Client(pipeline: pipeline, resolver: resolver, server: rules, sessions: nil))
  }

  private static let signing: SigV4Options = {
    var options = SigV4Options.standard(for: "s3")
    options.headers = .stableAndStored
    return options
  }()

  private init(
    pipeline: RequestPipeline, resolver: S3AddressResolver, server: Result<S3ServerRules, S3Problem>,
    sessions: S3ExpressSessions?
  ) {
    self.pipeline = pipeline
    self.resolver = resolver
    self.server = server
    self.sessions = sessions
  }

  /// Returns a copy of this client whose calls use some other settings.
  ///
  /// - Parameter overrides: The settings that replace those of this client. With another region, requests are signed
  ///   for that region. They are sent to Amazon's endpoint of that region, unless the program or a setting specifies an
  ///   endpoint.
  /// - Returns: The copy, which has all other settings of this client; see `CallOverrides`. This client stays as it is.
  public func with(_ overrides: CallOverrides) -> S3Client {
    var copy = S3Client(
      pipeline: pipeline.with(overrides), resolver: overrides.region.map(resolver.inRegion) ?? resolver, server: server,
      sessions: sessions)
    copy.defaults = defaults
    return copy
  }

  /// How many sessions of directory buckets are kept.
  package var keptSessions: Int { sessions?.count ?? 0 }

  /// A copy that sends its requests another way.
  func with(transport: any HTTPTransport) -> S3Client {
    var copy = S3Client(
      pipeline: pipeline.with(transport: transport), resolver: resolver, server: server, sessions: sessions)
    copy.defaults = defaults
    return copy
  }

  /// The region that requests are signed for.
  public var region: String { pipeline.configuration.region }

  /// The configuration of this client: credentials, region, transport and retry policy.
  public var configuration: ClientConfiguration { pipeline.configuration }
}

extension S3Client: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the client's region, its endpoint and its addressing style.
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
