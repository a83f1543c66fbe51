import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import AsyncHTTPClient
import NIOCore
import NIOSSL

/// The clients that are compared. Each has a connection pool of its own.
struct Clients: Sendable {
  // The published example key of AWS, and a token of the usual length.
  static let credentials = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    sessionToken: String(repeating: "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM", count: 12))
  static let region = "ap-northeast-2"
  private static let connections = 64

  let server: String
  let s3: S3Client
  let elastic: ElasticClient
  let transport: AsyncHTTPClientTransport
  /// With the redirect policy, the timers and the pool settings that our transport gives its own.
  let same: HTTPClient
  /// As it comes, but for the number of connections, so that 32 tasks do not wait for 8.
  let plain: HTTPClient

  init(_ options: Options) throws {
    server = options.server
    transport = AsyncHTTPClientTransport(
      maximumConnectionsPerHost: Self.connections, maximumReceiveBuffer: options.receiveBuffer,
      maximumReceiveMemory: options.receiveMemory, route: .direct,
      trustRoots: try options.certificate.map { try TrustRoots(file: $0) })
    let configuration = Self.configuration(transport)
    s3 = S3Client(configuration: configuration, endpoint: try Endpoint(server), addressing: .pathStyle)
    elastic = ElasticClient(configuration: configuration, endpoint: try ElasticEndpoint(server))

    var tls: TLSConfiguration?
    if let certificate = options.certificate {
      tls = .makeClientConfiguration()
      tls?.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificate))
    }
    var plain = HTTPClient.Configuration(tlsConfiguration: tls)
    plain.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connections
    var same = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    let limits = HTTPTimeouts()
    same.timeout = .init(connect: .init(limits.connect), read: .init(limits.idle), write: .init(limits.idle))
    same.connectionPool.idleTimeout = .seconds(20)
    same.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connections
    same.connectionPool.retryConnectionEstablishment = false
    same.httpVersion = .http1Only
    self.plain = HTTPClient(eventLoopGroupProvider: .singleton, configuration: plain)
    self.same = HTTPClient(eventLoopGroupProvider: .singleton, configuration: same)
  }

  static func configuration(_ transport: any HTTPTransport) -> ClientConfiguration {
    ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: region,
      transport: transport)
  }

  func shutdown() async {
    await transport.shutdown()
    try? await same.shutdown()
    try? await plain.shutdown()
  }
}
