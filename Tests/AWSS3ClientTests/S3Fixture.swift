import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Credentials and clients for tests: AWS's published example key and a clock that stands still.
enum S3Fixture {
  static let accessKeyId = "AKIAIOSFODNN7EXAMPLE"
  static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  /// 2026-01-02T03:04:05Z, the time of the oracle files.
  static let date = Date(timeIntervalSince1970: 1_767_323_045)

  static func configuration(
    _ transport: any HTTPTransport, region: String = "us-west-2", token: String? = nil, expiration: Date? = nil,
    retry: RetryPolicy = RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero)
  ) -> ClientConfiguration {
    let clock = ManualClock(start: date)
    let credentials = Credentials(
      accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: token, expiration: expiration)
    return ClientConfiguration(
      credentials: CredentialCache(source: ScriptedSource { _ in credentials }, clock: clock), region: region,
      transport: transport, retry: retry, clock: clock, random: { 0 })
  }

  static func client(
    _ transport: any HTTPTransport, region: String = "us-west-2", endpoint: String? = nil,
    addressing: S3Addressing = .automatic, token: String? = nil, expiration: Date? = nil
  ) throws -> S3Client {
    S3Client(
      configuration: configuration(transport, region: region, token: token, expiration: expiration),
      endpoint: try endpoint.map { try Endpoint($0) }, addressing: addressing)
  }

  /// A file of `../shared/vectors/s3`, or `nil` where there is none.
  static func vectors<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let url = root.appending(path: "../shared/vectors/s3/\(name)")
    guard FileManager.default.fileExists(atPath: url.path) else {
      print("../shared/vectors not present: s3/\(name) not run")
      return nil
    }
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

extension S3Error {
  /// The error a call throws; `nil` if it succeeds.
  static func of<Value>(_ call: () async throws(S3Error) -> Value) async -> S3Error? {
    do throws(S3Error) {
      _ = try await call()
      return nil
    } catch {
      return error
    }
  }
}
