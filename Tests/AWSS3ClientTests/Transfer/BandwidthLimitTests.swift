import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How fast transfers send and receive, by a clock that a test moves.
@Suite struct BandwidthLimitTests {
  @Test("After the burst, bytes are let through at the rate, for all callers together")
  func rate() async throws {
    let clock = ManualClock()
    let limit = S3.BandwidthLimit(bytesPerSecond: 1000, burst: 500, clock: clock)
    try await limit.take(500)
    #expect(clock.requestedSleeps.isEmpty)
    let first = TestTask { try await limit.take(1000) }
    try await clock.waitForSleep(of: .seconds(1))
    let second = TestTask { try await limit.take(500) }
    try await clock.waitForSleep(of: .milliseconds(1500))
    clock.advance(by: .seconds(1))
    try await first.value
    #expect(!second.isFinished)
    clock.advance(by: .milliseconds(500))
    try await second.value
  }

  @Test("What was not used is there for a burst, and no more than that")
  func burst() async throws {
    let clock = ManualClock()
    let limit = S3.BandwidthLimit(bytesPerSecond: 1000, burst: 500, clock: clock)
    clock.advance(by: .seconds(100))
    try await limit.take(500)
    #expect(clock.requestedSleeps.isEmpty)
    let next = TestTask { try await limit.take(100) }
    try await clock.waitForSleep(of: .milliseconds(100))
    clock.advance(by: .milliseconds(100))
    try await next.value
  }

  @Test("A cancelled caller stops waiting")
  func cancelled() async throws {
    let clock = ManualClock()
    let limit = S3.BandwidthLimit(bytesPerSecond: 1, burst: 1, clock: clock)
    let task = TestTask { try await limit.take(1000) }
    try await clock.waitForSleepers(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("An upload and a download by clients with one limit wait for it")
  func transfers() async throws {
    let clock = SkippingClock()
    let limit = S3.BandwidthLimit(bytesPerSecond: 100_000, burst: 100_000, clock: clock)
    let store = PartStore()
    let client = try S3Fixture.client(store.transport)
    let content = TestContent.bytes(250_000)
    _ = try await client.with(bandwidth: limit).put(content, bucket: "b", key: "k")
    store.expect(content)
    // All but the burst has to wait; the framing of the body counts, too.
    #expect((.milliseconds(1500)...(.milliseconds(1510))).contains(clock.monotonicNow()))
    let isSame = try await client.with(bandwidth: limit).get(bucket: "b", key: "k") == content
    #expect(isSame)
    #expect((.seconds(4)...(.milliseconds(4010))).contains(clock.monotonicNow()))
  }

  @Test("A limit is at least a byte a second")
  func nothing() {
    #expect(S3.BandwidthLimit(bytesPerSecond: 0).bytesPerSecond == 1)
    #expect(S3.BandwidthLimit(bytesPerSecond: .max).burst == .max / 4)
  }
}

/// A clock on which a sleep takes no time but moves the clock.
private final class SkippingClock: WallClock {
  private let elapsed = Observed(Duration.zero)

  func now() -> Date { S3Fixture.date }
  func monotonicNow() -> Duration { elapsed.value }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    elapsed.change { $0 += duration }
  }
}
