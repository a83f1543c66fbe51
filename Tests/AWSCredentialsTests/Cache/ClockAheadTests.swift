import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A machine whose clock is ahead takes what was just issued for expired; the response's `Date` tells that it is not.
struct ClockAheadTests {
  private func cache(
    clock: ManualClock, date: String?, age: String? = nil, expiration: String, log: RecordedLog = RecordedLog()
  ) -> CredentialCache {
    var fields = HTTPFields()
    fields[.date] = date
    fields[.age] = age
    let head = HTTPResponse(status: .ok, headerFields: fields)
    let transport = ScriptedTransport { _ throws(HTTPTransportError) in
      HTTPTransportResponse(
        head: head, body: AWSHTTPBody(HostileResponse.Members().document(expiration: "\"\(expiration)\"")))
    }
    let logger = log.logger
    let provider = ContainerCredentialProvider(
      context: CredentialProviderContext(
        environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/id"], transport: transport, clock: clock,
        logger: logger))
    return CredentialCache(provider: provider, clock: clock, random: { 0.5 }, logger: logger)
  }

  @Test(arguments: [
    "Wed, 31 Dec 2025 22:00:00 GMT", "Wednesday, 31-Dec-25 22:00:00 GMT", "Wed Dec 31 22:00:00 2025",
  ])
  func twoHoursAhead(_ date: String) async throws {
    let clock = ManualClock()
    let log = RecordedLog()
    let cache = cache(clock: clock, date: date, expiration: "2025-12-31T23:00:00Z", log: log)
    let first = try await cache.snapshot(at: clock.now())
    #expect(first.expiration == clock.now().addingTimeInterval(3600))
    #expect(log.lines.filter { $0.hasPrefix("warning") && $0.contains("7200 s ahead") }.count == 1)
    for _ in 0..<50 { _ = try await cache.snapshot(at: clock.now()) }
    #expect(log.lines.filter { $0.contains("7200 s ahead") }.count == 1)
  }

  @Test func whatHasReallyExpiredIsNotProlonged() async throws {
    let clock = ManualClock()
    for (date, age) in [
      ("Thu, 01 Jan 2026 00:00:00 GMT", nil), (nil, nil), ("yesterday", nil),
      ("Wed, 31 Dec 2025 22:00:00 GMT", "7200"), ("Wed, 31 Dec 2025 23:00:01 GMT", nil),
    ] as [(String?, String?)] {
      let snapshot = try await cache(clock: clock, date: date, age: age, expiration: "2025-12-31T23:00:00Z").snapshot()
      #expect(snapshot.expiration == clock.now().addingTimeInterval(-3600))
    }
  }

  @Test func aDateThatIsFarOffProlongsNothingBeyondAnySession() async throws {
    let clock = ManualClock()
    let cache = cache(clock: clock, date: "Sun, 06 Nov 1994 08:49:37 GMT", expiration: "2025-12-31T23:00:00Z")
    #expect(try await cache.snapshot().expiration == clock.now().addingTimeInterval(36 * 3600))
  }

  @Test func whatIsValidByTheOwnClockIsLeftAlone() async throws {
    let clock = ManualClock()
    for date in ["Wed, 31 Dec 2025 22:00:00 GMT", "Fri, 02 Jan 2026 22:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"] {
      let snapshot = try await cache(clock: clock, date: date, expiration: "2026-01-01T01:00:00Z").snapshot()
      #expect(snapshot.expiration == clock.now().addingTimeInterval(3600))
    }
  }
}
