import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

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
      credentials: CredentialCache(provider: ScriptedCredentialProvider { _ in credentials }, clock: clock),
      region: region,
      transport: transport, retry: retry, clock: clock, random: { 0 })
  }

  static func client(
    _ transport: any HTTPTransport, region: String = "us-west-2", endpoint: String? = nil,
    addressing: S3Addressing = .automatic, server: S3ServerOptions = .aws, token: String? = nil, expiration: Date? = nil
  ) throws -> S3Client {
    S3Client(
      configuration: configuration(transport, region: region, token: token, expiration: expiration),
      endpoint: try endpoint.map { try Endpoint($0) }, addressing: addressing, server: server)
  }

  /// A transport without a response.
  static let nothing: any HTTPTransport = ScriptedTransport()

  /// A transport whose responses are sessions of directory buckets, and an empty list of buckets for everything else.
  static var sessions: ScriptedTransport {
    ScriptedTransport { request throws(HTTPTransportError) in
      let isSession = request.head.path?.hasSuffix("?session") == true
      let session = """
        <CreateSessionResult><Credentials><SessionToken>token</SessionToken><SecretAccessKey>\(secretAccessKey)\
        </SecretAccessKey><AccessKeyId>ASIASESSION</AccessKeyId><Expiration>2026-01-02T03:09:05Z</Expiration></Credentials>\
        </CreateSessionResult>
        """
      return HTTPTransportResponse(
        head: HTTPResponse(status: .ok), body: AWSHTTPBody(isSession ? session : "<ListAllMyBucketsResult/>"))
    }
  }

  /// A transport whose responses are a text.
  static func text(_ text: String, times: Int) -> any HTTPTransport {
    ScriptedTransport(Array(repeating: .text(text), count: times))
  }

  /// A file of `../shared/vectors/s3`. Tests that read it are skipped where there is none.
  static func vectors<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: try #require(SharedVectors.data("s3/" + name)))
  }
}

extension S3Error {
  /// The error a call throws; `nil` if it succeeds. An error of another type is an issue of the test.
  static func of<Value>(_ call: () async throws -> Value) async -> S3Error? {
    do {
      _ = try await call()
    } catch let error as S3Error {
      return error
    } catch {
      Issue.record("\(type(of: error)) instead of an S3Error: \(error)")
    }
    return nil
  }
}
