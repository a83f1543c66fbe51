import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// One face for the errors of all clients, over what services really say.
@Suite struct AWSServiceErrorTests {
  /// What a caller decides by.
  private struct Face: Equatable, CustomStringConvertible {
    var code: String
    var kind: ServiceError.Kind
    var status: Int?
    var attempts = 1
    var isThrottled = false
    var isRetryable = false
    var retryAfter: Duration?
    var region: String?
    var mayHaveTakenEffect = false

    init(
      _ code: String, _ kind: ServiceError.Kind, _ status: Int?, attempts: Int = 1, isThrottled: Bool = false,
      isRetryable: Bool = false, retryAfter: Duration? = nil, region: String? = nil, mayHaveTakenEffect: Bool = false
    ) {
      (self.code, self.kind, self.status, self.attempts) = (code, kind, status, attempts)
      (self.isThrottled, self.isRetryable, self.retryAfter) = (isThrottled, isRetryable, retryAfter)
      (self.region, self.mayHaveTakenEffect) = (region, mayHaveTakenEffect)
    }

    init(_ error: any AWSServiceError) {
      self.init(
        error.errorCode, error.kind, error.statusCode, attempts: error.attempts, isThrottled: error.isThrottled,
        isRetryable: error.isRetryable, retryAfter: error.retryAfter, region: error.regionHint,
        mayHaveTakenEffect: error.mayHaveTakenEffect)
    }

    var description: String {
      "\(code) \(kind) \(status ?? 0) ×\(attempts) \(isThrottled) \(isRetryable) \(retryAfter as Any) \(region ?? "-") "
        + "\(mayHaveTakenEffect)"
    }
  }

  private static func configuration(_ response: ScriptedTransport.Response) -> ClientConfiguration {
    let credentials = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake", sessionToken: "token")
    return ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: "us-west-2",
      transport: ScriptedTransport(Array(repeating: response, count: 9)),
      // What a service wishes is waited for up to the longest pause, for which nobody advances this clock.
      retry: RetryPolicy(maxDelay: .zero), clock: ManualClock(), random: { 0 })
  }

  private func face(_ call: () async throws -> Void) async throws -> Face {
    do {
      try await call()
    } catch let error as any AWSServiceError {
      #expect(error.message.isEmpty == false && error.operation.contains("."))
      return Face(error)
    }
    throw TestFailure()
  }

  private struct TestFailure: Error {}

  private func s3(_ response: ScriptedTransport.Response) async throws -> Face {
    let client = S3Client(configuration: Self.configuration(response))
    return try await face { _ = try await client.get(bucket: "bucket", key: "k") }
  }

  private func elastic(_ response: ScriptedTransport.Response) async throws -> Face {
    let client = ElasticClient(
      configuration: Self.configuration(response), endpoint: try ElasticEndpoint("search-x.us-west-2.es.amazonaws.com"))
    return try await face { _ = try await client.search("a") }
  }

  private func sts(_ response: ScriptedTransport.Response) async throws -> Face {
    let client = try STSClient(configuration: Self.configuration(response))
    return try await face { _ = try await client.getCallerIdentity() }
  }

  private static func s3Error(
    _ status: Int, _ code: String, _ headers: HTTPFields = [:], more: String = ""
  ) -> ScriptedTransport.Response {
    .status(status, headers: headers, body: "<Error><Code>\(code)</Code><Message>No.</Message>\(more)</Error>")
  }

  private static let lost = ScriptedTransport.Response.failure(
    HTTPTransportError(.connectionClosed, message: "The connection was closed."))

  @Test("Throttled: what the service wishes can be read")
  func throttled() async throws {
    let wish: HTTPFields = [.retryAfter: "7"]
    #expect(
      try await s3(Self.s3Error(503, "SlowDown", wish))
        == Face(
          "SlowDown", .service, 503, attempts: 3, isThrottled: true, isRetryable: true, retryAfter: .seconds(7)))
    #expect(
      try await elastic(
        .status(
          429, headers: wish,
          body: #"{"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large"},"status":429}"#))
        == Face(
          "circuit_breaking_exception", .service, 429, attempts: 3, isThrottled: true, isRetryable: true,
          retryAfter: .seconds(7)))
    let throttling =
      "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"
    let sts = try await sts(.status(400, body: throttling))
    #expect(sts == Face("Throttling", .service, 400, attempts: 3, isThrottled: true, isRetryable: true))
  }

  @Test("A date in Retry-After counts from the response's own Date")
  func date() async throws {
    let fields: HTTPFields = [
      .retryAfter: "Sun, 06 Nov 1994 08:51:07 GMT", .date: "Sun, 06 Nov 1994 08:49:37 GMT",
    ]
    #expect(try await s3(Self.s3Error(503, "SlowDown", fields)).retryAfter == .seconds(90))
    for text in ["soon", "-1", "+1", "0x10", "1e3", "1.5", "inf", "\u{661}", ""] {
      #expect(try await s3(Self.s3Error(503, "SlowDown", [.retryAfter: text])).retryAfter == nil, "\(text)")
    }
  }

  @Test("A passing failure of the service is no throttling")
  func passing() async throws {
    let face = try await s3(Self.s3Error(500, "InternalError"))
    #expect(face.isRetryable && !face.isThrottled && face.attempts == 3 && face.code == "InternalError")
    let gateway = try await elastic(.status(502, body: "<html>Bad gateway</html>"))
    #expect(gateway.isRetryable && !gateway.isThrottled && gateway.code == "unavailable")
  }

  @Test("What will not get better by itself is not worth a repetition")
  func permanent() async throws {
    #expect(try await s3(Self.s3Error(404, "NoSuchKey")) == Face("NoSuchKey", .service, 404))
    #expect(
      try await elastic(
        .status(404, body: #"{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}"#))
        == Face("index_not_found_exception", .service, 404))
    let expired = try await s3(Self.s3Error(400, "ExpiredToken"))
    #expect(expired.kind == .rejectedCredentials && expired.code == "ExpiredToken" && !expired.isRetryable)
    let door = try await elastic(
      .status(403, body: #"{"message":"The security token included in the request is expired"}"#))
    #expect(door.kind == .rejectedCredentials && door.code == "rejectedCredentials" && !door.isRetryable)
  }

  @Test("Of a lost response nothing is known, but the next call may succeed")
  func lost() async throws {
    #expect(
      try await s3(Self.lost)
        == Face("Transport", .transport, nil, attempts: 3, isRetryable: true, mayHaveTakenEffect: true))
    let elastic = try await elastic(Self.lost)
    #expect(elastic.kind == .transport && elastic.isRetryable && elastic.mayHaveTakenEffect && elastic.status == nil)
  }

  @Test("The region that S3 names can be read")
  func region() async throws {
    let name = try #require(HTTPField.Name("x-amz-bucket-region"))
    let face = try await s3(Self.s3Error(301, "PermanentRedirect", [name: "eu-central-1"]))
    #expect(face.region == "eu-central-1" && face.code == "PermanentRedirect" && !face.isRetryable)
  }

  @Test("Without credentials nothing is sent; whether the next call may succeed depends on why there are none")
  func credentials() async throws {
    for (code, isRetryable) in [(CredentialError.Code.unreachable, true), (.notConfigured, false), (.rejected, false)] {
      let provider = ScriptedCredentialProvider { _ throws(CredentialError) in
        throw CredentialError(code, provider: "test", message: "There are none.")
      }
      let client = S3Client(
        configuration: ClientConfiguration(
          credentials: CredentialCache(provider: provider), region: "us-west-2", transport: ScriptedTransport()))
      let face = try await face { _ = try await client.listBuckets() }
      #expect(face.kind == .credentials && face.isRetryable == isRetryable && !face.mayHaveTakenEffect, "\(code)")
    }
  }
}
