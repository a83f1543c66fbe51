import AWSCredentials
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// What differs for some calls differs for those alone, and all else is shared.
@Suite struct CallOverridesTests {
  private static let slow = ScriptedTransport.Response.failure(
    HTTPTransportError(.timeout, message: "No response came."))

  private func limited(_ bench: PipelineBench, _ timeout: Duration) -> RequestPipeline {
    bench.pipeline.with(CallOverrides(timeout: timeout))
  }

  @Test func anAttemptMayTakeWhatIsLeftOfTheTimeout() async throws {
    let bench = PipelineBench(retry: RetryPolicy(baseDelay: .seconds(4)), answers: [Self.slow, .status(200)])
    bench.enqueueKey(1)
    let pipeline = limited(bench, .seconds(5))
    let caller = TestTask { try await pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(2))
    bench.clock.advance(by: .seconds(2))
    #expect(try await caller.value.attempts == 2)
    #expect(bench.transport.requests.map(\.timeouts.total) == [.seconds(5), .seconds(3)])
    bench.transport.enqueue(.status(200))
    _ = try await bench.pipeline.execute(try bench.request())
    #expect(bench.transport.requests.last?.timeouts.total == nil)
  }

  @Test func aPauseThatIsTooLongIsNotBegunAndNotPaid() async throws {
    let quota = RetryPolicy(maxAttempts: 2, baseDelay: .seconds(10), quota: 10)
    let bench = PipelineBench(retry: quota, answers: [Self.slow, Self.slow, .status(200)])
    bench.enqueueKey(1)
    let error = await #expect(throws: ServiceError.self) {
      try await limited(bench, .seconds(5)).execute(try bench.request())
    }
    #expect(error?.attempts == 1 && error?.kind == .transport && error?.isRetryable == true)
    #expect(error?.explanation == "The call's timeout of 5.0 s left no time for another attempt.")
    // What the quota holds suffices for one retry.
    let caller = TestTask { try await bench.pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(5))
    bench.clock.advance(by: .seconds(5))
    #expect(try await caller.value.attempts == 2)
  }

  @Test func aRetryThatIsPaidAndNotMadeIsReturnedToTheQuota() async throws {
    // What the quota holds suffices for one retry.
    let retry = RetryPolicy(maxAttempts: 2, baseDelay: .seconds(10), quota: 10)
    let bench = PipelineBench(retry: retry, answers: [Self.slow, Self.slow, Self.slow, .status(200)])
    bench.enqueueKey(1)
    let cancelled = TestTask { try await bench.pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(5))
    cancelled.cancel()
    let error = await #expect(throws: ServiceError.self) { try await cancelled.value }
    #expect(error?.kind.description == "cancelled")
    let chunks = AsyncStream<[UInt8]> { continuation in
      continuation.yield([1, 2, 3])
      continuation.finish()
    }
    let unrepeatable = await #expect(throws: ServiceError.self) {
      try await bench.pipeline.execute(try bench.request(.put, body: AWSHTTPBody(stream: chunks, length: .known(3))))
    }
    #expect(unrepeatable?.code == "BodyCannotBeReplayed")
    let caller = TestTask { try await bench.pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(5))
    bench.clock.advance(by: .seconds(5))
    #expect(try await caller.value.attempts == 2)
  }

  @Test func rejectedCredentialsAreNotReplacedWhenTheTimeIsOver() async throws {
    let clock = ManualClock()
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      clock.advance(by: .seconds(6))
      return HTTPTransportResponse(head: HTTPResponse(status: .badRequest), body: AWSHTTPBody("ExpiredToken|dead"))
    }
    let provider = ScriptedCredentialProvider { call in
      Credentials(accessKeyId: "ASIA\(call)", secretAccessKey: "hush", sessionToken: "quiet")
    }
    let pipeline = PipelineBench.pipeline(
      credentials: CredentialCache(provider: provider, clock: clock), transport: transport, clock: clock)
    let error = await #expect(throws: ServiceError.self) {
      try await pipeline.with(CallOverrides(timeout: .seconds(5))).execute(try PipelineBench().request())
    }
    #expect(error?.code == "ExpiredToken" && transport.requests.count == 1)
  }

  @Test func waitingForCredentialsEndsWithTheTimeout() async throws {
    let bench = PipelineBench()
    bench.provider.hold()
    let pipeline = limited(bench, .seconds(5))
    let caller = TestTask { try await pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(5))
    bench.clock.advance(by: .seconds(5))
    let error = await #expect(throws: ServiceError.self) { try await caller.value }
    #expect(error?.code == "CallTimeout" && error?.attempts == 0 && error?.mayHaveTakenEffect == false)
    #expect(error?.message.contains("5.0 s ended while it waited for credentials") == true)
    // Others still get what was asked for.
    bench.enqueueKey(1)
    bench.transport.enqueue(.status(200))
    bench.provider.release()
    #expect(try await bench.pipeline.execute(try bench.request()).attempts == 1)
  }

  @Test func presigningWaitsNoLongerThanTheTimeout() async throws {
    let bench = PipelineBench()
    bench.provider.hold()
    let pipeline = limited(bench, .seconds(5))
    let caller = TestTask {
      try await pipeline.presign(
        try bench.request(), expiresIn: .seconds(60), minimumValidity: .seconds(60), payload: .unsigned)
    }
    try await bench.clock.waitForSleep(of: .seconds(5))
    bench.clock.advance(by: .seconds(5))
    let error = await #expect(throws: ServiceError.self) { try await caller.value }
    #expect(error?.code == "CallTimeout")
    bench.provider.release()
  }

  @Test func aCallThatIsCancelledWhileItWaitsIsCancelled() async throws {
    let bench = PipelineBench()
    bench.provider.hold()
    let pipeline = limited(bench, .seconds(5))
    let caller = TestTask { try await pipeline.execute(try bench.request()) }
    try await bench.clock.waitForSleep(of: .seconds(5))
    caller.cancel()
    let error = await #expect(throws: ServiceError.self) { try await caller.value }
    #expect(error?.kind.description == "cancelled")
    bench.provider.release()
  }

  @Test(arguments: [Duration.zero, .seconds(-1)])
  func withoutTimeNothingIsSent(timeout: Duration) async throws {
    let bench = PipelineBench(answers: [.status(200)])
    bench.enqueueKey(1)
    _ = try await bench.credentials.snapshot()
    let error = await #expect(throws: ServiceError.self) {
      try await limited(bench, timeout).execute(try bench.request())
    }
    #expect(error?.code == "CallTimeout" && bench.transport.requests.isEmpty)
  }

  @Test func aTimeoutWithoutEndIsNone() async throws {
    let bench = PipelineBench(answers: [.status(200)])
    bench.enqueueKey(1)
    _ = try await limited(bench, .seconds(Int64.max)).execute(try bench.request())
    #expect(bench.transport.requests.map(\.timeouts.total) == [nil])
  }

  @Test func quotaAndClockOffsetAreShared() async throws {
    let bench = PipelineBench(
      retry: RetryPolicy(maxAttempts: 1, quota: 5),
      answers: [
        .status(500), .status(200), .status(500), .status(500),
        .status(200, headers: [.date: "Thu, 01 Jan 2026 00:05:00 GMT"]),
      ])
    bench.enqueueKey(1)
    let patient = bench.pipeline.with(CallOverrides(retry: RetryPolicy(maxAttempts: 2, baseDelay: .zero)))
    #expect(try await patient.execute(try bench.request()).attempts == 2)
    await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(patient.payForRepeat() != nil && bench.pipeline.payForRepeat() == nil)
    await #expect(throws: ServiceError.self) { try await patient.execute(try bench.request()) }
    #expect(bench.transport.requests.count == 4)
    _ = try await patient.execute(try bench.request())
    let now = bench.clock.now()
    #expect(
      bench.pipeline.signingTime(at: now) == patient.signingTime(at: now) && bench.pipeline.signingTime(at: now) > now)
  }

  @Test func eachSetOfCredentialsKeepsItsSigner() async throws {
    let bench = PipelineBench(answers: Array(repeating: .status(200), count: 6))
    bench.enqueueKey(1)
    let tenant = CredentialCache(
      provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIDTENANT", secretAccessKey: "hush")))
    for _ in 0..<3 {
      let view = bench.pipeline.with(CallOverrides(credentials: tenant, region: "eu-west-1"))
      _ = try await view.execute(try bench.request())
      _ = try await bench.pipeline.with(CallOverrides(timeout: .seconds(9))).execute(try bench.request())
    }
    #expect(bench.signers == ["AKIDTENANT", "ASIA1", "AKIDTENANT", "ASIA1", "AKIDTENANT", "ASIA1"])
    #expect(bench.pipeline.keptSigners == 1)
    #expect(bench.transport.requests[0].head.headerFields[.authorization]?.contains("/eu-west-1/s3/") == true)
    #expect(bench.transport.requests[1].head.headerFields[.authorization]?.contains("/us-east-1/s3/") == true)
  }
}
