import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite
struct RequestPipelineTests {
  @Test func aTokenGoesWithEveryRequest() async throws {
    let bench = PipelineBench(answers: [.status(200), .status(200)])
    bench.enqueueKey(1)
    _ = try await bench.pipeline.execute(try bench.request())
    _ = try await bench.pipeline.execute(try bench.request(.put, body: AWSHTTPBody("x")))
    #expect(bench.tokens == ["quiet-1", "quiet-1"])
    #expect(bench.provider.callCount == 1)
  }

  @Test func aPassingFailureIsTriedAgainAndSignedAnew() async throws {
    let bench = PipelineBench(answers: [.status(500, body: "InternalError|oops"), .status(503), .status(200)])
    bench.enqueueKey(1)
    let response = try await bench.pipeline.execute(try bench.request())
    #expect(response.attempts == 3)
    #expect(bench.signers == ["ASIA1", "ASIA1", "ASIA1"])
  }

  @Test func attemptsAreLimited() async throws {
    let bench = PipelineBench(answers: Array(repeating: .status(503, body: "SlowDown|easy"), count: 5))
    bench.enqueueKey(1)
    let caller = TestTask { try await bench.pipeline.execute(try bench.request()) }
    // The pauses after a throttled attempt: half of 1 s, and half of 2 s.
    for pause in [Duration.milliseconds(500), .seconds(1)] {
      try await bench.clock.waitForSleep(of: pause)
      bench.clock.advance(by: pause)
    }
    let error = await #expect(throws: ServiceError.self) { try await caller.value }
    #expect(error?.code == "SlowDown")
    #expect(error?.attempts == 3)
    #expect(bench.transport.requests.count == 3)
  }

  @Test func aRejectedTokenIsReplacedAndTheRequestSentOnceMore() async throws {
    for code in ["ExpiredToken", "ExpiredTokenException", "InvalidToken"] {
      let bench = PipelineBench(answers: [.status(400, body: "\(code)|dead"), .status(200)])
      bench.enqueueKey(1)
      bench.enqueueKey(2)
      let response = try await bench.pipeline.execute(try bench.request())
      #expect(response.attempts == 2)
      #expect(bench.signers == ["ASIA1", "ASIA2"])
    }
  }

  @Test func theElasticsearchTextsHealAsWell() async throws {
    for word in ["invalid", "expired"] {
      let text = "FrontDoor|The security token included in the request is \(word)"
      let bench = PipelineBench(classifier: .elastic, answers: [.status(403, body: text), .status(200)])
      bench.enqueueKey(1)
      bench.enqueueKey(2)
      _ = try await bench.pipeline.execute(try bench.request())
      #expect(bench.signers == ["ASIA1", "ASIA2"])
    }
  }

  @Test func aKeyThatStaysRejectedIsExplainedAfterOneMoreTry() async throws {
    let bench = PipelineBench(answers: Array(repeating: .status(403, body: "InvalidToken|no"), count: 9))
    bench.enqueueKey(1)
    bench.enqueueKey(1)
    let error = await #expect(throws: ServiceError.self) {
      try await bench.pipeline.execute(try bench.request())
    }
    #expect(error?.kind == .rejectedCredentials)
    #expect(bench.transport.requests.count == 2)
    let explanation = try #require(error?.explanation)
    #expect(explanation.contains("ASIA1"))
    #expect(!"\(try #require(error))".contains("quiet"))
  }

  @Test func accessDeniedInvalidatesNothing() async throws {
    let bench = PipelineBench(answers: [.status(403, body: "AccessDenied|policy")])
    bench.enqueueKey(1)
    await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(bench.transport.requests.count == 1)
    _ = try await bench.credentials.snapshot(at: bench.clock.now())
    #expect(bench.provider.callCount == 1)
  }

  @Test func accessDeniedAfterTheKeyExpiredInFlightIsTriedWithTheNextKey() async throws {
    let bench = PipelineBench(answers: [.status(403, body: "AccessDenied|late"), .status(200)])
    bench.enqueueKey(1, lifetime: 100)
    bench.transport.hold()
    let caller = TestTask { try await bench.pipeline.execute(try bench.request()) }
    try await bench.transport.waitForRequests(1)
    bench.clock.advance(by: .seconds(101))
    bench.enqueueKey(2)
    bench.transport.release()
    #expect(try await caller.value.attempts == 2)
    #expect(bench.signers == ["ASIA1", "ASIA2"])
  }

  @Test(arguments: [
    ScriptedTransport.Response.failure(HTTPTransportError(.connectionClosed, message: "reset")), .status(500),
    .status(502),
    .status(503), .status(504), .status(503, body: "ServiceUnavailable|busy"), .status(500, body: "InternalError|oops"),
    .status(429), .status(200, body: "InternalError|late"),
  ])
  func aRequestThatMayHaveTakenEffectIsNotRepeated(first: ScriptedTransport.Response) async throws {
    let bench = PipelineBench(answers: [first, .status(200)])
    bench.enqueueKey(1)
    await #expect(throws: ServiceError.self) {
      try await bench.executeReading(
        try bench.request(.post, retrySafety: .onlyIfNotProcessed, responseBody: .collected(limit: 100)))
    }
    #expect(bench.transport.requests.count == 1)
  }

  @Test(arguments: [
    ScriptedTransport.Response.failure(HTTPTransportError(.connect, message: "refused")),
    .failure(HTTPTransportError(.connectTimeout, message: "slow")), .status(503, body: "SlowDown|easy"),
    .status(400, body: "Throttling|easy"), .status(400, body: "RequestThrottled|easy"),
  ])
  func aRequestThatDidNothingIsRepeated(first: ScriptedTransport.Response) async throws {
    let bench = PipelineBench(
      retry: RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero), answers: [first, .status(200)])
    bench.enqueueKey(1)
    let response = try await bench.pipeline.execute(try bench.request(.post, retrySafety: .onlyIfNotProcessed))
    #expect(response.attempts == 2)
  }

  @Test func whetherACallMayHaveTakenEffect() async throws {
    let lost = ScriptedTransport.Response.failure(HTTPTransportError(.connectionClosed, message: "reset"))
    let refused = ScriptedTransport.Response.failure(HTTPTransportError(.connect, message: "refused"))
    let cases: [([ScriptedTransport.Response], Bool)] = [
      ([lost, lost, lost], true), ([refused, refused, refused], false), ([lost, .status(404, body: "Gone|x")], true),
      ([refused, .status(404, body: "Gone|x")], false), ([.status(503, body: "SlowDown|x"), .status(400)], false),
      ([.status(503), .status(400)], true), ([lost, .status(400, body: "ExpiredToken|x"), refused, refused], true),
      ([.status(501)], false), ([.status(400, body: "InvalidToken|x"), .status(403, body: "AccessDenied|x")], false),
    ]
    for (answers, mayHave) in cases {
      let bench = PipelineBench(
        retry: RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero), answers: answers)
      bench.enqueueKey(1)
      bench.enqueueKey(2)
      let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request(.put)) }
      #expect(error?.mayHaveTakenEffect == mayHave, "\(error.map { "\($0)" } ?? "")")
    }
  }

  @Test func credentialsThatFailBeforeASecondAttemptDoNotHideTheFirst() async throws {
    let bench = PipelineBench(answers: [
      .failure(HTTPTransportError(.timeout, message: "quiet")), .status(400, body: "ExpiredToken|x"),
    ])
    bench.enqueueKey(1)
    bench.provider.enqueue(.failure(CredentialError(.rejected, provider: "role", message: "gone")))
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request(.put)) }
    #expect(error?.kind == .credentials && error?.mayHaveTakenEffect == true)
  }

  @Test func aLostConnectionIsTriedAgainWhenThatIsSafe() async throws {
    let lost = HTTPTransportError(.connectionClosed, message: "reset")
    let bench = PipelineBench(answers: [.failure(lost), .status(200)])
    bench.enqueueKey(1)
    #expect(try await bench.pipeline.execute(try bench.request()).attempts == 2)
  }

  @Test func aBodyThatCanBeReadOnceFailsClearlyInsteadOfBeingSentHalf() async throws {
    let bench = PipelineBench(answers: [.status(500), .status(200)])
    bench.enqueueKey(1)
    let chunks = AsyncStream<[UInt8]> { continuation in
      continuation.yield([1, 2, 3])
      continuation.finish()
    }
    let error = await #expect(throws: ServiceError.self) {
      try await bench.pipeline.execute(try bench.request(.put, body: AWSHTTPBody(stream: chunks, length: .known(3))))
    }
    #expect(error?.code == "BodyCannotBeReplayed")
    #expect(bench.transport.requests.count == 1)
  }

  @Test func aSuccessThatHoldsAnErrorIsAFailure() async throws {
    let bench = PipelineBench(answers: [.status(200, body: "InternalError|late"), .status(200, body: "fine")])
    bench.enqueueKey(1)
    let response = try await bench.executeReading(try bench.request(responseBody: .collected(limit: 100)))
    #expect(response.attempts == 2)
    #expect(try await response.body.collect(upTo: 100) == Array("fine".utf8))
  }

  @Test func noCredentialsIsItsOwnKindOfError() async throws {
    let bench = PipelineBench()
    bench.provider.enqueue(.failure(CredentialError(.exhausted, provider: "chain", message: "nothing is configured")))
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(error?.kind == .credentials)
    #expect(bench.transport.requests.isEmpty)
  }

  /// The service refuses whatever was signed with a dead key, as a real one does.
  @Test func aClientKeptThroughThreeRotationsNeverSeesARefusal() async throws {
    let clock = ManualClock()
    let provider = ScriptedCredentialProvider(staleness: .mayServeStale) { call in
      Credentials(
        accessKeyId: "ASIA\(call)", secretAccessKey: "hush",
        sessionToken: "\(clock.now().timeIntervalSince1970 + 3600)",
        expiration: clock.now().addingTimeInterval(3600))
    }
    let refusals = Number()
    let transport = ScriptedTransport { request in
      let token = HTTPField.Name("x-amz-security-token").flatMap { request.head.headerFields[$0] }
      if (token.flatMap(Double.init) ?? 0) > clock.now().timeIntervalSince1970 {
        return HTTPTransportResponse(head: HTTPResponse(status: .ok))
      }
      refusals.add(1)
      return HTTPTransportResponse(head: HTTPResponse(status: .forbidden), body: AWSHTTPBody("ExpiredToken|dead"))
    }
    let credentials = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
    let pipeline = PipelineBench.pipeline(credentials: credentials, transport: transport, clock: clock)
    let request = try PipelineBench().request()
    for _ in 0..<500 {
      _ = try await pipeline.execute(request)
      clock.advance(by: .seconds(30))
    }
    #expect(refusals.value == 0)
    #expect(credentials.generation >= 4)
  }
}
