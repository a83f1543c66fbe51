import AWSCredentials
import AWSRuntime
import AWSS3Client

/// An S3 server that nobody of this project wrote, and that `LiveCheck`s are made on.
enum LiveServer: String, Sendable {
  case ceph = "EVERGREEN_RGW"
  case openStackSwift = "EVERGREEN_SWIFT"

  /// The name in the test's report.
  var title: String {
    switch self {
    case .ceph: "RGW"
    case .openStackSwift: "Swift"
    }
  }

  /// What the server supports.
  var options: S3ServerOptions {
    switch self {
    case .ceph: .ceph
    case .openStackSwift: .openStackSwift
    }
  }

  /// The region that requests are signed for.
  static let region = "us-east-1"

  /// Failed attempts are repeated, but without pauses worth mentioning.
  private static let retry = RetryPolicy(baseDelay: .milliseconds(5), throttlingBaseDelay: .milliseconds(5))

  var endpoint: Endpoint {
    get throws { try Endpoint(RealServer.value(rawValue + "_ENDPOINT")) }
  }

  /// The permanent keys of the server's user.
  var key: Credentials {
    get throws {
      Credentials(
        accessKeyId: try RealServer.value(rawValue + "_ACCESS_KEY_ID"),
        secretAccessKey: try RealServer.value(rawValue + "_SECRET_ACCESS_KEY"))
    }
  }

  /// The permanent keys as a client takes them.
  var cache: CredentialCache {
    get throws { CredentialCache(provider: StaticCredentialProvider(try key)) }
  }

  func client(_ key: Credentials, region: String = region, clock: any WallClock = SystemWallClock()) throws -> S3Client
  {
    try client(CredentialCache(provider: StaticCredentialProvider(key), clock: clock), region: region, clock: clock)
  }

  func client(
    _ credentials: CredentialCache, region: String = region, clock: any WallClock = SystemWallClock(),
    retry: RetryPolicy = retry, options: S3ServerOptions? = nil
  ) throws -> S3Client {
    S3Client(
      configuration: ClientConfiguration(credentials: credentials, region: region, retry: retry, clock: clock),
      endpoint: try endpoint, addressing: .pathStyle, server: options ?? self.options)
  }
}
