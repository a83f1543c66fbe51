import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Interceptors see each attempt and each response, and no secret.
@Suite struct InterceptorTests {
  struct Trouble: Error {}

  /// What several interceptors saw, in order.
  final class Journal: Sendable {
    private let lines = Locked<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func note(_ line: String) { lines.withLock { $0.append(line) } }
  }

  /// Does what a test says, and records what it saw.
  final class Probe: RequestInterceptor {
    let name: String
    let before: @Sendable (inout InterceptedAttempt) async throws -> Void
    let after: @Sendable (InterceptedResult) async throws -> Void
    private let journal: Journal
    private let kept = Locked<[InterceptedResult]>([])

    init(
      _ name: String = "a", journal: Journal = Journal(),
      before: @escaping @Sendable (inout InterceptedAttempt) async throws -> Void = { _ in },
      after: @escaping @Sendable (InterceptedResult) async throws -> Void = { _ in }
    ) {
      self.name = name
      self.journal = journal
      self.before = before
      self.after = after
    }

    var results: [InterceptedResult] { kept.withLock { $0 } }

    func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {
      journal.note("\(name) before \(attempt.number)")
      try await before(&attempt)
    }

    func readAfterAttempt(_ result: InterceptedResult) async throws {
      journal.note("\(name) after \(result.attempt.number) \(result.statusCode ?? 0)")
      kept.withLock { $0.append(result) }
      try await after(result)
    }
  }

  private static let tenant = HTTPField.Name("x-amz-meta-tenant") ?? .server
  private static let key = HTTPField.Name("x-amz-server-side-encryption-customer-key") ?? .server
  private static let token = HTTPField.Name("x-amz-security-token") ?? .server

  private func bench(
    _ answers: [ScriptedTransport.Response], _ interceptors: any RequestInterceptor...
  ) -> PipelineBench {
    let bench = PipelineBench(answers: answers, interceptors: interceptors)
    bench.enqueueKey(1)
    return bench
  }

  @Test func eachAttemptIsSeenInOrderAndItsResultInReverse() async throws {
    let journal = Journal()
    let lost = ScriptedTransport.Response.failure(HTTPTransportError(.connectionClosed, message: "reset"))
    let (first, second) = (Probe("a", journal: journal), Probe("b", journal: journal))
    let bench = bench([.status(503), lost, .status(200)], first, second)
    #expect(try await bench.pipeline.execute(try bench.request()).attempts == 3)
    #expect(
      journal.all == [
        "a before 1", "b before 1", "b after 1 503", "a after 1 503", "a before 2", "b before 2", "b after 2 0",
        "a after 2 0", "a before 3", "b before 3", "b after 3 200", "a after 3 200",
      ])
    let result = try #require(first.results.last)
    #expect(result.attempt.operation == "test.Try" && result.attempt.method == .get && result.attempt.target == "/a")
    #expect(result.attempt.authority == "example.com" && result.attempt.scheme == "https")
    #expect(throws: HTTPTransportError.self) { try first.results[1].outcome.get() }
  }

  @Test func whatIsAddedIsSignedAndSentAndForgottenByTheNextAttempt() async throws {
    let probe = Probe { attempt in
      #expect(attempt.headerFields[Self.tenant] == nil)
      attempt.headerFields[Self.tenant] = "blue-\(attempt.number)"
      attempt.headerFields[.userAgent] = "mine/1"
      attempt.headerFields[.accept] = nil
    }
    let bench = bench([.status(503), .status(200)], probe)
    var request = try bench.request()
    request.headers[.accept] = "*/*"
    _ = try await bench.pipeline.execute(request)
    let sent = bench.transport.requests.map(\.head.headerFields)
    #expect(sent.map { $0[Self.tenant] } == ["blue-1", "blue-2"])
    #expect(sent.allSatisfy { $0[.authorization]?.contains("x-amz-meta-tenant") == true })
    #expect(sent.allSatisfy { $0[.userAgent] == "mine/1" && $0[.accept] == nil })
  }

  @Test func aRefusedSignatureIsExplainedByWhatWasSigned() async throws {
    let canonical = """
      GET
      /a

      host:example.com
      x-amz-meta-tenant:red

      host;x-amz-meta-tenant
      hash
      """
    let body = "SignatureDoesNotMatch|<CanonicalRequest>\(canonical)</CanonicalRequest>"
    let probe = Probe { $0.headerFields[Self.tenant] = "blue" }
    let bench = bench([.status(403, body: body)], probe)
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    let explanation = try #require(error?.explanation)
    #expect(explanation.contains("x-amz-meta-tenant: signed was 'blue', read was 'red'."), "\(explanation)")
  }

  @Test func noSecretIsSeen() async throws {
    let echo: HTTPFields = [.server: "you sent quiet-1 and KEYkeyKEYkeyKEYkey"]
    let probe = Probe { attempt in
      #expect(attempt.headerFields[.authorization] == nil && attempt.headerFields[Self.token] == nil)
      #expect(attempt.headerFields[Self.key] == "<redacted>")
    }
    let bench = bench([.status(200, headers: echo)], probe)
    var request = try bench.request()
    request.headers[Self.key] = "KEYkeyKEYkeyKEYkey"
    request.secrets = ["SECRETsecret"]
    request.headers[.referer] = "https://x/?SECRETsecret"
    _ = try await bench.pipeline.execute(request)
    let sent = try #require(bench.transport.requests.first).head.headerFields
    #expect(sent[Self.key] == "KEYkeyKEYkeyKEYkey" && sent[.referer] == "https://x/?SECRETsecret")
    let result = try #require(probe.results.first)
    #expect(result.attempt.headerFields[.referer] == "<redacted>")
    let server = try #require(try result.outcome.get().headerFields[.server])
    #expect(server.hasPrefix("you sent (session token, not shown) and ") && !server.contains("KEY"), "\(server)")
    let printed = "\(result) \(result.attempt)".lowercased()
    #expect(!printed.contains("keykey") && !printed.contains("quiet") && printed.contains("referer"), "\(printed)")
  }

  @Test("What is added to a hidden field goes out beside what is hidden, and never the mark")
  func addedToAHiddenField() async throws {
    let cookie = try #require(HTTPField.Name("cookie"))
    let bench = bench(
      [.status(200)],
      Probe { attempt in
        attempt.headerFields[values: Self.key].append("second")
        attempt.headerFields[cookie] = (attempt.headerFields[cookie] ?? "") + "; b=2"
      })
    var request = try bench.request()
    request.headers[Self.key] = "KEYkeyKEYkeyKEYkey"
    request.headers[cookie] = "a=1"
    _ = try await bench.pipeline.execute(request)
    let sent = try #require(bench.transport.requests.first).head.headerFields
    #expect(sent[values: Self.key] == ["KEYkeyKEYkeyKEYkey", "second"])
    #expect(sent[cookie] == "a=1; b=2")
    #expect(!"\(sent)".contains("<redacted>"))
  }

  @Test func aKeyOfTheInterceptorsOwnIsSent() async throws {
    let bench = bench([.status(200)], Probe { $0.headerFields[Self.key] = "mine" })
    var request = try bench.request()
    request.headers[Self.key] = "KEYkeyKEYkeyKEYkey"
    _ = try await bench.pipeline.execute(request)
    #expect(bench.transport.requests.first?.head.headerFields[Self.key] == "mine")
  }

  @Test func theDurationIsThatOfTheConfigurationsClock() async throws {
    let clock = ManualClock()
    let probe = Probe()
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      clock.advance(by: .milliseconds(1500))
      return HTTPTransportResponse(head: HTTPResponse(status: .ok))
    }
    let pipeline = PipelineBench.pipeline(
      credentials: .anonymous, transport: transport, clock: clock, interceptors: [probe])
    _ = try await pipeline.execute(try PipelineBench().request())
    #expect(probe.results.map(\.duration) == [.milliseconds(1500)])
  }

  @Test(arguments: ["authorization", "x-amz-date", "x-amz-security-token", "X-Amz-Content-Sha256", "content-length"])
  func whatTheClientSetsCannotBeChanged(name: String) async throws {
    let field = try #require(HTTPField.Name(name))
    let bench = bench([.status(200)], Probe { $0.headerFields[field] = "mine" })
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(error?.kind == .interceptor && bench.transport.requests.isEmpty)
    #expect(
      error?.message
        == "The interceptor Probe changed the header field '\(name.lowercased())', which the client sets by itself.")
  }

  @Test func whatFollowsFromTheBodyCannotBeChanged() async throws {
    let name = try #require(HTTPField.Name("x-amz-checksum-crc32"))
    for value in [nil, "AAAAAA=="] {
      let bench = bench([.status(200)], Probe { $0.headerFields[name] = value })
      var request = try bench.request(.put, body: AWSHTTPBody("x"))
      request.checksum = .crc32
      let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(request) }
      #expect(error?.message.contains("'x-amz-checksum-crc32'") == true)
    }
  }

  @Test func anUnsignedRequestMayGetAnAuthorization() async throws {
    let bench = bench([.status(200)], Probe { $0.headerFields[.authorization] = "Basic dXNlcjpwYXNz" })
    _ = try await bench.pipeline.with(CallOverrides(credentials: .anonymous)).execute(try bench.request())
    #expect(bench.transport.requests.first?.head.headerFields[.authorization] == "Basic dXNlcjpwYXNz")
  }

  @Test(arguments: [("http://db.internal:9200", false), ("http://localhost:9200", true), ("https://db.internal", true)])
  func anAuthorizationDoesNotGoOverPlainHTTP(endpoint: String, goes: Bool) async throws {
    let bench = bench([.status(200)], Probe { $0.headerFields[.authorization] = "Basic dXNlcjpwYXNz" })
    let request = ServiceRequest(operation: "Try", method: .get, endpoint: try Endpoint(endpoint), path: "/a")
    let open = bench.pipeline.with(CallOverrides(credentials: .anonymous))
    if goes {
      _ = try await open.execute(request)
    } else {
      let error = await #expect(throws: ServiceError.self) { try await open.execute(request) }
      #expect(error?.code == "PlainHTTP" && error?.message.contains("plainHTTPTokenHosts") == true)
    }
    #expect(bench.transport.requests.count == (goes ? 1 : 0))
  }

  @Test func noErrorRepeatsAnAuthorizationOrAKey() async throws {
    let authorization = "Bearer BEARERbearerBEARERbearer"
    let echo: HTTPFields = [.server: "\(authorization) KEYkeyKEYkeyKEYkey"]
    let body = "Nope|you sent \(authorization) and KEYkeyKEYkeyKEYkey"
    let bench = bench(
      [.status(403, headers: echo, body: body)], Probe { $0.headerFields[.authorization] = authorization })
    var request = try bench.request()
    request.headers[Self.key] = "KEYkeyKEYkeyKEYkey"
    let error = await #expect(throws: ServiceError.self) {
      try await bench.pipeline.with(CallOverrides(credentials: .anonymous)).execute(request)
    }
    let shown = "\(try #require(error)) \(error?.response?.headerFields[.server] ?? "")"
    #expect(!shown.contains("BEARER") && !shown.contains("KEYkey") && shown.contains("you sent"), "\(shown)")
  }

  @Test func oneThatFailsBeforeAnAttemptEndsTheCall() async throws {
    let probe = Probe { if $0.number == 2 { throw Trouble() } }
    let bench = bench([.status(503), .status(200)], probe)
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(error?.kind == .interceptor && error?.code == "Interceptor" && error?.attempts == 1)
    #expect(error?.message == "The interceptor Probe failed before attempt 2 was sent." && error?.cause is Trouble)
    // Of the first attempt nobody said what it did.
    #expect(error?.mayHaveTakenEffect == true && bench.transport.requests.count == 1)
    let first = self.bench([.status(200)], Probe { _ in throw Trouble() })
    let early = await #expect(throws: ServiceError.self) { try await first.pipeline.execute(try first.request()) }
    #expect(early?.mayHaveTakenEffect == false && early?.attempts == 0 && first.provider.callCount == 0)
  }

  @Test(arguments: [(200, true), (403, false), (503, true)])
  func oneThatFailsAfterAnAttemptEndsTheCall(status: Int, mayHaveTakenEffect: Bool) async throws {
    let bench = bench([.status(status), .status(200)], Probe(after: { _ in throw Trouble() }))
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request(.put)) }
    #expect(error?.message == "The interceptor Probe failed after attempt 1 was sent." && error?.attempts == 1)
    #expect(error?.mayHaveTakenEffect == mayHaveTakenEffect && bench.transport.requests.count == 1)
  }

  @Test func aCancelledInterceptorIsACancelledCall() async throws {
    let clock = ManualClock()
    let bench = bench([.status(200)], Probe { _ in try await clock.sleep(for: .seconds(1)) })
    let caller = TestTask { try await bench.pipeline.execute(try bench.request()) }
    try await clock.waitForSleepers(1)
    caller.cancel()
    let error = await #expect(throws: ServiceError.self) { try await caller.value }
    #expect(error?.kind.description == "cancelled" && bench.transport.requests.isEmpty)
  }

  @Test func timeThatAnInterceptorTakesMakesNoSignatureOld() async throws {
    let clock = ManualClock()
    let transport = ScriptedTransport([.status(200)])
    let provider = ScriptedCredentialProvider { call in
      Credentials(
        accessKeyId: "ASIA\(call)", secretAccessKey: "hush", sessionToken: "quiet",
        expiration: clock.now().addingTimeInterval(3600))
    }
    let credentials = CredentialCache(provider: provider, clock: clock)
    _ = try await credentials.snapshot()
    let pipeline = PipelineBench.pipeline(
      credentials: credentials, transport: transport, clock: clock,
      interceptors: [Probe { _ in clock.advance(by: .seconds(7200)) }])
    _ = try await pipeline.execute(try PipelineBench().request())
    let sent = try #require(transport.requests.first).head.headerFields
    #expect(sent[.authorization]?.contains("Credential=ASIA2/") == true)
    #expect(HTTPField.Name("x-amz-date").flatMap { sent[$0] } == "20260101T020000Z")
  }
}
