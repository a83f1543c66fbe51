import AWSCredentials
import AWSRuntime
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The clients that are measured: they differ in which checksums they compute and validate, and share their connections.
struct Clients: Sendable {
  private static let connections = 64

  /// Computes checksums of requests, as it does by default, and validates none.
  let s3: S3Client
  /// Computes no checksum that is not required.
  let plain: S3Client
  /// Validates the checksums of responses, as a client does by default.
  let validating: S3Client
  private let transport: AsyncHTTPClientTransport

  init(_ options: Options) throws {
    let transport = AsyncHTTPClientTransport(maximumConnectionsPerHost: Self.connections, route: .direct)
    self.transport = transport
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(Self.credentials)), region: options.region,
      transport: transport)
    let endpoint = try Endpoint(options.server)
    func client(
      _ calculation: S3ServerOptions.ChecksumMode, _ validation: S3ServerOptions.ChecksumMode
    ) -> S3Client {
      S3Client(
        configuration: configuration, endpoint: endpoint,
        server: S3ServerOptions(
          addressing: .pathStyle, requestChecksumCalculation: calculation, responseChecksumValidation: validation))
    }
    s3 = client(.whenSupported, .whenRequired)
    plain = client(.whenRequired, .whenRequired)
    validating = client(.whenSupported, .whenSupported)
  }

  /// Those of the environment; without them AWS's published example and a token of the usual length.
  private static var credentials: Credentials {
    let environment = ProcessInfo.processInfo.environment
    if let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] {
      let token = environment["AWS_SESSION_TOKEN"]
      return Credentials(
        accessKeyId: id, secretAccessKey: secret, sessionToken: token?.isEmpty == true ? nil : token)
    }
    return Credentials(
      accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      sessionToken: String(repeating: "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM", count: 12))
  }

  func shutdown() async { await transport.shutdown() }
}
