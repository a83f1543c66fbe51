import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

/// `--retry`: when a request is sent again, how often, and after how long. The clock passes by itself.
struct CurlRetryTests {
  private static let url = "https://s3.us-east-1.amazonaws.com/a"

  private func run(
    _ words: [String], _ responses: [ScriptedTransport.Response], clock: PassingClock = PassingClock()
  ) async throws -> (call: CurlCall, count: Int, sleeps: [Duration]) {
    let transport = ScriptedTransport(responses)
    let call = try await CurlCall.run(words + [Self.url], transport: transport, clock: clock)
    return (call, transport.requests.count, clock.sleeps)
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504]) func aStatusThatMayPassIsRetried(_ status: Int) async throws {
    for option in [[], ["-f"], ["--fail-with-body"]] {
      let (call, count, sleeps) = try await run(
        ["-s", "--retry", "3"] + option, [.status(status), .status(status), .text("done")])
      #expect(call.status == 0 && call.output == "done" && count == 3, "\(call)")
      #expect(sleeps == [.seconds(1), .seconds(2)])
    }
  }

  @Test(arguments: [400, 401, 403, 404, 409, 412, 501, 505]) func othersAreNot(_ status: Int) async throws {
    let (call, count, sleeps) = try await run(["-f", "--retry", "3"], [.status(status)])
    #expect(call.status == 22 && count == 1 && sleeps.isEmpty, "\(call)")
  }

  @Test func whatIsLeftAtTheEndCounts() async throws {
    let failing = [ScriptedTransport.Response](repeating: .status(503, body: "busy"), count: 4)
    let plain = try await run(["-s", "--retry", "3"], failing)
    #expect(plain.call.status == 0 && plain.call.output == "busybusybusybusy" && plain.count == 4)
    #expect(plain.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
    let failed = try await run(["-f", "--retry", "2"], failing)
    #expect(failed.call.status == 22 && failed.call.output.isEmpty && failed.count == 3)
    #expect(failed.call.errors.contains("(22) The status is 503."))
    let never = try await run(["-f"], failing)
    #expect(never.call.status == 22 && never.count == 1 && never.sleeps.isEmpty)
  }

  @Test func pausesDoubleUpToTenMinutes() async throws {
    let (_, count, sleeps) = try await run(["-s", "--retry", "13"], .init(repeating: .status(500), count: 14))
    #expect(count == 14)
    #expect(sleeps.map(\.components.seconds) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
  }

  @Test func aDelayThatIsGivenStays() async throws {
    let (_, _, sleeps) = try await run(
      ["-s", "--retry", "3", "--retry-delay", "5"], .init(repeating: .status(500), count: 4))
    #expect(sleeps == [.seconds(5), .seconds(5), .seconds(5)])
  }

  @Test func theServerMayAskForMore() async throws {
    let (call, count, sleeps) = try await run(
      ["-s", "--retry", "4"],
      [
        .status(503, headers: [.retryAfter: "7"]), .status(429, headers: [.retryAfter: "0"]),
        .status(503, headers: [.retryAfter: "soon"]), .status(503), .text("done"),
      ])
    #expect(call.status == 0 && count == 5)
    #expect(sleeps == [.seconds(7), .seconds(2), .seconds(4), .seconds(8)])
  }

  @Test func thereIsATimeUpToWhichRequestsAreSentAgain() async throws {
    let (call, count, sleeps) = try await run(
      ["-f", "--retry", "10", "--retry-max-time", "8"], .init(repeating: .status(503), count: 11))
    // After 1, 2 and 4 s the next pause would end after 15 s.
    #expect(call.status == 22 && count == 4 && sleeps == [.seconds(1), .seconds(2), .seconds(4)])
    let late = try await run(
      ["-f", "--retry", "2", "--retry-max-time", "60"],
      [.status(503, headers: [.retryAfter: "61"]), .text("never")])
    #expect(late.call.status == 22 && late.count == 1 && late.sleeps.isEmpty)
  }

  @Test(arguments: [
    (HTTPTransportError.Code.timeout, 28, true), (.connectTimeout, 28, true), (.connect, 7, false),
    (.connectionClosed, 52, false), (.untrustedCertificate, 60, false), (.invalidRequest, 3, false), (.body, 26, false),
    (.other, 56, false),
  ])
  func aFailureHasItsExitStatus(_ code: HTTPTransportError.Code, _ status: Int32, _ isTransient: Bool) async throws {
    let failure = ScriptedTransport.Response.failure(HTTPTransportError(code, message: "It failed."))
    let (call, count, _) = try await run(["--retry", "1"], [failure, failure])
    #expect(call.status == status && count == (isTransient ? 2 : 1), "\(call)")
    #expect(call.errors.contains("evergreen curl: (\(status)) "), "\(call)")
    let all = try await run(["-s", "--retry", "1", "--retry-all-errors"], [failure, .text("done")])
    #expect(all.call.status == 0 && all.count == 2 && all.call.errors.isEmpty, "\(all.call)")
    let silent = try await run(["-sS"], [failure])
    #expect(silent.call.errors.contains("(\(status)) "))
  }

  @Test func eachTimeIsSignedAnew() async throws {
    let clock = PassingClock()
    let transport = ScriptedTransport([.status(503), .text("done")])
    let words = ["-s", "--retry", "1", "-w", " %{num_retries} %{http_code}", Self.url]
    let call = try await CurlCall.run(words, transport: transport, clock: clock)
    #expect(call.output == "done 1 200")
    let dates = transport.requests.compactMap { request in
      request.head.headerFields.first { $0.name.canonicalName == "x-amz-date" }?.value
    }
    #expect(dates == ["20260101T000000Z", "20260101T000001Z"])
  }

  /// A mistake in the line is none that passes.
  @Test func mistakesAreNotRetried() async throws {
    let clock = PassingClock()
    await #expect(throws: (any Error).self) {
      try await CurlCall.run(
        ["--retry", "3", "--retry-all-errors", "-H", "Host: x", Self.url], transport: ScriptedTransport(), clock: clock)
    }
    #expect(clock.sleeps.isEmpty)
  }

  @Test func aFileHoldsTheLastResponseAlone() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      let (call, count, _) = try await run(
        ["-s", "--retry", "2", "-o", file], [.status(503, body: "a long refusal"), .text("done")])
      #expect(call.status == 0 && count == 2)
      #expect(try content(file) == "done")
    }
  }
}
