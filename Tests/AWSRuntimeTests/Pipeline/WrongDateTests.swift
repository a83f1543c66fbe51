import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Services whose `Date` is wrong, or whose clock is.
struct WrongDateTests {
  private static let day = 86_400.0
  private static let year = 365.25 * day

  /// A service with a clock of its own for signatures and another for the `Date` of its responses.
  private final class Service: HTTPTransport {
    private struct State {
      /// Seconds ahead of the client's clock; `nil` takes any signing time.
      var clock: Double?
      var date: Double? = 0
      var status = 200
      var code = ""
      var signingTimes: [Double] = []
    }
    let time: ManualClock
    private let state: Locked<State>

    init(_ time: ManualClock, clock: Double? = 0, date: Double? = 0) {
      self.time = time
      state = Locked(State(clock: clock, date: date))
    }

    /// What is answered to a request whose signing time is accepted.
    func answer(_ status: Int, _ code: String = "") {
      state.withLock {
        $0.status = status
        $0.code = code
      }
    }

    func set(clock: Double?, date: Double?) {
      state.withLock {
        $0.clock = clock
        $0.date = date
      }
    }

    /// How far ahead of the client's clock the requests were signed, in seconds.
    var signingTimes: [Double] { state.withLock { $0.signingTimes } }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      let now = time.now()
      let signed = HTTPField.Name("x-amz-date").flatMap { request.head.headerFields[$0] }
        .flatMap { ISO8601.date(fromBasic: $0) }
      let offset = signed?.timeIntervalSince(now).rounded() ?? .nan
      let (date, status, code) = state.withLock { state in
        state.signingTimes.append(offset)
        let isOff = state.clock.map { (offset - $0).magnitude > 900 } ?? false
        return (state.date, isOff ? 403 : state.status, isOff ? "RequestTimeTooSkewed" : state.code)
      }
      var fields = HTTPFields()
      fields[.date] = date.map { WrongDateTests.text(of: now.addingTimeInterval($0)) }
      return HTTPTransportResponse(
        head: HTTPResponse(status: .init(code: status), headerFields: fields),
        body: AWSHTTPBody(code.isEmpty ? "" : "\(code)|\(code) by the service"))
    }
  }

  private static func text(of date: Date) -> String {
    let text = ISO8601.string(from: date)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split { "-T:Z".contains($0) }
    return "Thu, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
  }

  private struct Bench {
    let clock = ManualClock()
    let service: Service
    let provider: ScriptedCredentialProvider
    let credentials: CredentialCache
    let pipeline: RequestPipeline

    init(clock: Double? = 0, date: Double? = 0, maxAttempts: Int = 3) {
      let time = self.clock
      service = Service(time, clock: clock, date: date)
      provider = ScriptedCredentialProvider(staleness: .mayServeStale) { call in
        Credentials(
          accessKeyId: "ASIA\(call)", secretAccessKey: "hush", sessionToken: "quiet-\(call)",
          expiration: time.now().addingTimeInterval(3600), provider: "test")
      }
      credentials = CredentialCache(provider: provider, clock: time, random: { 0.5 })
      pipeline = Self.pipeline(credentials, service, maxAttempts)
    }

    private static func pipeline(
      _ credentials: CredentialCache, _ service: Service, _ maxAttempts: Int
    ) -> RequestPipeline {
      RequestPipeline(
        service: ServiceDescription(
          name: "test", signer: SigV4Signer(service: "s3", region: "us-east-1"),
          parseError: { head, body in
            let parts = String(decoding: body, as: UTF8.self).split(separator: "|", maxSplits: 1)
            return ParsedServiceError(
              code: parts.first.map(String.init) ?? "HTTP\(head.status.code)",
              message: parts.count > 1 ? String(parts[1]) : "")
          }),
        configuration: ClientConfiguration(
          credentials: credentials, region: "us-east-1", transport: service,
          retry: RetryPolicy(maxAttempts: maxAttempts, baseDelay: .zero), clock: service.time, random: { 0.5 }))
    }

    @discardableResult
    func send(_ authentication: ServiceRequest.Authentication = .signed) async throws -> Int {
      try await pipeline.execute(
        ServiceRequest(
          operation: "Try", method: .get, endpoint: try Endpoint("https://example.com"), path: "/a",
          authentication: authentication)
      ).attempts
    }
  }

  // MARK: - Requests without a signature

  @Test(arguments: [ServiceRequest.Authentication.token, .anonymous])
  func theTimeIsNoReasonToRepeatWhatIsNotSigned(_ authentication: ServiceRequest.Authentication) async throws {
    let bench = Bench(date: 3600)
    bench.service.answer(403, "AccessDeniedException")
    let error = await #expect(throws: ServiceError.self) { try await bench.send(authentication) }
    #expect(error?.attempts == 1 && bench.service.signingTimes.count == 1)
    bench.service.answer(200)
    bench.service.set(clock: 0, date: 600)
    _ = try await bench.send(authentication)
    // Nothing was learned that would be signed by.
    _ = try? await bench.send()
    #expect(bench.service.signingTimes.last == 0)
  }

  // MARK: - Responses that show that the signing time was taken

  @Test(arguments: [day, -day, 73 * year, -30 * year, 1000, -1000], [200, 204, 404, 500, 409])
  func aResponseThatTookTheTimeTeachesNoOtherFarOff(_ date: Double, _ status: Int) async throws {
    let bench = Bench(date: date, maxAttempts: 1)
    bench.service.answer(status, status < 300 ? "" : "Odd")
    for _ in 0..<3 { _ = try? await bench.send() }
    #expect(bench.service.signingTimes == [0, 0, 0])
    // A later refusal does not blame this machine's clock.
    bench.service.answer(403, "AccessDenied")
    let error = await #expect(throws: ServiceError.self) { try await bench.send() }
    #expect(error?.explanation?.contains("clock") != true)
  }

  @Test(arguments: [600.0, -600, 120, -120, 899]) func aSmallOffsetIsLearnedFromASuccess(_ date: Double) async throws {
    let bench = Bench(clock: nil, date: date)
    try await bench.send()
    try await bench.send()
    #expect(bench.service.signingTimes == [0, date])
    // And it heals.
    bench.service.set(clock: nil, date: 0)
    try await bench.send()
    try await bench.send()
    #expect(bench.service.signingTimes.last == 0)
  }

  @Test func manySmallStepsDoNotAddUp() async throws {
    // A proxy whose clock runs away; the service's own does not, and refuses what is too far off.
    let bench = Bench(date: 0)
    for step in 1...20 {
      bench.service.set(clock: 0, date: Double(step) * 600)
      try await bench.send()
    }
    #expect(bench.service.signingTimes.count <= 60)
    bench.service.set(clock: 0, date: 0)
    #expect(try await bench.send() <= 2)
    #expect(try await bench.send() == 1)
  }

  // MARK: - Refusals

  @Test(arguments: [day, -day, 3600, -7200, 73 * year])
  func aClockThatIsOffIsCorrectedOnce(_ offset: Double) async throws {
    let bench = Bench(clock: offset, date: offset)
    #expect(try await bench.send() == 2)
    #expect(try await bench.send() == 1)
    #expect(bench.service.signingTimes == [0, offset, offset])
  }

  @Test(arguments: [day, -day, 73 * year], ["SignatureDoesNotMatch", "InvalidSignatureException"])
  func aCorrectionThatIsRefusedAsWellFallsBackToTheOwnClock(_ date: Double, _ code: String) async throws {
    let bench = Bench(clock: 0, date: date)
    bench.service.answer(403, code)
    let error = await #expect(throws: ServiceError.self) { try await bench.send() }
    #expect(bench.service.signingTimes == [0, date])
    // What is wrong is the signature, not the time.
    #expect(error?.code == code)
    #expect(error?.explanation?.contains("synchronise") != true)
    #expect(error?.explanation?.contains("Date of the service's response") == true)
    bench.service.answer(200)
    #expect(try await bench.send() == 1)
    #expect(bench.service.signingTimes.last == 0)
  }

  @Test func anOffsetThatNobodyHasTakenYetIsGivenUpForTheOwnClock() async throws {
    let bench = Bench(clock: 0, date: -Self.day, maxAttempts: 1)
    bench.service.answer(403, "SignatureDoesNotMatch")
    await #expect(throws: ServiceError.self) { try await bench.send() }
    bench.service.answer(200)
    // Signed a day back, refused, and no attempt left; but the next goes by the own clock again.
    await #expect(throws: ServiceError.self) { try await bench.send() }
    #expect(try await bench.send() == 1)
    #expect(bench.service.signingTimes == [0, -Self.day, 0])
  }

  @Test func aCorrectionThatWasTakenSurvivesAWrongSignature() async throws {
    let bench = Bench(clock: 1800, date: 1800)
    try await bench.send()
    bench.service.answer(403, "SignatureDoesNotMatch")
    let error = await #expect(throws: ServiceError.self) { try await bench.send() }
    #expect(error?.code == "SignatureDoesNotMatch" && error?.attempts == 1)
    bench.service.answer(200)
    #expect(try await bench.send() == 1)
    #expect(bench.service.signingTimes == [0, 1800, 1800, 1800])
  }

  @Test func aWrongSignatureByAClockThatIsOffIsToldAsWhatItIs() async throws {
    let bench = Bench(clock: 7200, date: 7200)
    bench.service.answer(403, "SignatureDoesNotMatch")
    let error = await #expect(throws: ServiceError.self) { try await bench.send() }
    #expect(error?.code == "SignatureDoesNotMatch")
    bench.service.answer(200)
    #expect(try await bench.send() == 1)
  }

  @Test func aRefusalWithoutAText() async throws {
    // As to HEAD: 403 and nothing else.
    let clock = ManualClock()
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      let signed = HTTPField.Name("x-amz-date").flatMap { request.head.headerFields[$0] } ?? ""
      var fields = HTTPFields()
      fields[.date] = "Thu, 01 Jan 2026 02:00:00 GMT"
      return HTTPTransportResponse(
        head: HTTPResponse(status: signed.hasPrefix("20260101T02") ? .ok : .forbidden, headerFields: fields))
    }
    let credentials = CredentialCache(
      provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush")),
      clock: clock)
    let pipeline = PipelineBench.pipeline(credentials: credentials, transport: transport, clock: clock)
    let request = ServiceRequest(
      operation: "Try", method: .head, endpoint: try Endpoint("https://example.com"), path: "/a")
    #expect(try await pipeline.execute(request).attempts == 2)
  }

  // MARK: - What others share

  @Test(arguments: [day, 73 * year, -day, 7200]) func aServicesTimeNeverGetsIntoTheCache(_ offset: Double) async throws
  {
    let bench = Bench(clock: offset, date: offset)
    for _ in 0..<20 { try await bench.send() }
    #expect(bench.provider.callCount == 1)
    // A client of another service with the same credentials.
    for turn in 2...4 {
      bench.clock.advance(by: .seconds(3000))
      let snapshot = try await bench.credentials.snapshot(at: bench.clock.now())
      #expect(!snapshot.credentials.isExpired(at: bench.clock.now()))
      for _ in 0..<5 { try await bench.send() }
      #expect(bench.provider.callCount == turn)
    }
  }

  @Test func aTokenThatIsOverByTheServicesClockIsReplacedWhenItIsRefused() async throws {
    // A machine ten minutes behind, and a server that says AccessDenied for an expired token.
    let clock = ManualClock()
    let provider = ScriptedCredentialProvider(staleness: .mayServeStale)
    func key(_ number: Int, _ lifetime: Double) -> Credentials {
      Credentials(
        accessKeyId: "ASIA\(number)", secretAccessKey: "hush", sessionToken: "\(number)",
        expiration: clock.now().addingTimeInterval(lifetime))
    }
    provider.enqueue(.success(key(1, 1200)))
    let isOver = Locked(false)
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      let token = HTTPField.Name("x-amz-security-token").flatMap { request.head.headerFields[$0] }
      let isRefused = isOver.withLock { $0 } && token == "1"
      var fields = HTTPFields()
      fields[.date] = Self.text(of: clock.now().addingTimeInterval(600))
      return HTTPTransportResponse(
        head: HTTPResponse(status: isRefused ? .forbidden : .ok, headerFields: fields),
        body: AWSHTTPBody(isRefused ? "AccessDenied|no" : ""))
    }
    let credentials = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
    let pipeline = PipelineBench.pipeline(credentials: credentials, transport: transport, clock: clock)
    let request = ServiceRequest(
      operation: "Try", method: .get, endpoint: try Endpoint("https://example.com"), path: "/a")
    for _ in 0..<2 { _ = try await pipeline.execute(request) }
    clock.advance(by: .seconds(700))
    isOver.withLock { $0 = true }
    provider.enqueue(.success(key(2, 3600)))
    #expect(try await pipeline.execute(request).attempts == 2)
    #expect(provider.callCount == 2)
  }
}
