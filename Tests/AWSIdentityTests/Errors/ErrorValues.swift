import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values of every public type of error, most of them from real failures, with texts that others wrote carelessly.
enum ErrorValues {
  static func make() async throws -> [any Error] {
    var errors = try await SecretValues.make().values.compactMap { $0 as? any Error }
    errors += written
    errors += await ofProviders()
    errors += await ofPrograms()
    errors += try await ofS3()
    errors += try await ofElasticsearch()
    errors += try await ofServices()
    errors += await refused()
    return errors
  }

  /// Messages as other libraries and users write them.
  static let fragments = [
    "no full stop", "A sentence.", "Which?", "A list:", "one thing; ", "cut…", "(in brackets)", "",
  ]

  private struct Foreign: Error, CustomStringConvertible { let description = "broken pipe" }

  private static var written: [any Error] {
    fragments.flatMap { text -> [any Error] in
      [
        CredentialError(.failed, provider: "mine", message: text, cause: Foreign()),
        CredentialError(
          .failed, provider: "a chain", message: text,
          attempts: [
            CredentialError(.notConfigured, provider: "x", message: text),
            CredentialError(.failed, provider: "y", message: text),
          ]),
        HTTPTransportError(.other, message: text), ProcessError(.timedOut, message: text),
        SigV4Error(.invalidRequest, message: text, cause: SigV4Error(.invalidHeader, message: text)),
        FileSystemError(.failed, path: "/x", reason: text.isEmpty ? nil : text),
      ]
    } + [
      AWSHTTPBodyError.alreadyRead, AWSHTTPBodyError.tooLarge(limit: 3),
      AWSHTTPBodyError.lengthMismatch(expected: 1, actual: 2), AWSHTTPBodyError.notConvertible(to: "String"),
      FileSystemError(.notFound, path: "/x"), FileSystemError(.tooLarge, path: "/x"),
      ClientBuildError(.timedOut, timeout: .seconds(3), client: "S3Client"),
      ClientBuildError(.shutDown, timeout: .seconds(3), client: "S3Client"),
      ClientBuildError(.runEnded, timeout: .seconds(3), client: "S3Client"),
      TestLimitError(what: "an event", limit: .seconds(1)),
    ]
  }

  static func failure(_ work: () async throws -> some Any) async -> [any Error] {
    do {
      _ = try await work()
      return []
    } catch {
      return [error]
    }
  }

  static func configuration(_ responses: [ScriptedTransport.Response]) -> ClientConfiguration {
    let clock = ManualClock(start: SecretValues.date)
    let credentials = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x")
    return ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials), clock: clock), region: "us-west-2",
      transport: ScriptedTransport(responses),
      retry: RetryPolicy(maxAttempts: 2, baseDelay: .zero, throttlingBaseDelay: .zero),
      clock: clock, random: { 0 })
  }

  private static func ofS3() async throws -> [any Error] {
    func error(_ code: String, _ message: String, _ more: String = "") -> String {
      "<Error><Code>\(code)</Code><Message>\(message)</Message>\(more)</Error>"
    }
    let wrongRegion = "The authorization header is malformed; the region 'us-west-2' is wrong; expecting 'us-east-1'"
    let bodies =
      fragments.map { error("NoSuchKey", $0) } + [
        "", "<html><body>Bad gateway</body></html>", "no XML:", "<Error><Code>X</Code>", error("SlowDown", "Reduce"),
        error("AuthorizationHeaderMalformed", wrongRegion, "<Region>us-east-1</Region>"), error("InvalidToken", "No:"),
      ]
    var errors: [any Error] = []
    for body in bodies {
      for status in [400, 403, 404, 503] {
        let client = S3Client(configuration: configuration([.status(status, body: body), .status(status, body: body)]))
        errors += await failure { try await client.getObject(S3.GetObjectInput(bucket: "bucket", key: "a b\n.")) }
      }
    }
    let client = S3Client(configuration: configuration([.text("<x/>"), .text("not XML")]))
    errors += await failure { try await client.listBuckets(S3.ListBucketsInput()) }
    errors += await failure { try await client.listBuckets(S3.ListBucketsInput()) }
    errors += await failure { try await client.getObject(S3.GetObjectInput(bucket: "Not A Bucket", key: "k")) }
    errors += await failure { try await client.getObject(S3.GetObjectInput(bucket: "bucket", key: "")) }
    errors += await failure {
      try await client.presign(S3.GetObjectInput(bucket: "bucket", key: "k"), expiresIn: .zero)
    }
    let unreachable = S3Client(
      configuration: configuration(
        Array(repeating: .failure(HTTPTransportError(.connect, message: "refused")), count: 2)))
    errors += await failure { try await unreachable.listBuckets(S3.ListBucketsInput()) }
    return errors
  }

  private static func ofElasticsearch() async throws -> [any Error] {
    let endpoint = try ElasticEndpoint("https://search-x.us-west-2.es.amazonaws.com")
    let bodies =
      fragments.map {
        """
        {"error":{"type":"some_exception","reason":"\($0)","root_cause":[{"type":"root","reason":"too \($0)"}],\
        "caused_by":{"type":"deep","reason":"\($0)"}},"status":400}
        """
      } + ["", "<html>Bad gateway</html>", #"{"message":"Forbidden"}"#, #"{"error":"no handler found"}"#, "{"]
    var errors: [any Error] = []
    for body in bodies {
      for status in [200, 400, 403, 404, 429, 500] {
        let client = ElasticClient(
          configuration: configuration([.status(status, body: body), .status(status, body: body)]), endpoint: endpoint)
        errors += await failure { try await client.info() }
      }
    }
    let client = ElasticClient(configuration: configuration([]), endpoint: endpoint)
    errors += await failure { try await client.info() }
    errors += await failure { try await client.perform(.get, [".."], body: .none) }
    errors += await failure { try await client.bulk([.delete(id: "")]) }
    errors += await failure { try await client.index("x", id: "1", document: 7) }
    errors += await failure { try ElasticEndpoint("ftp://x") }
    errors += await failure { try ElasticEndpoint("https://example.com") }
    return errors
  }
}
