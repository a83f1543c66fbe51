import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ManualClockTests {
  /// Sleepers come and go at the same time from several threads. Whatever the order in which they do, a wait for all of
  /// them ends.
  @Test func aWaitForSleepersNeverMissesOne() async throws {
    for _ in 0..<5000 {
      let clock = ManualClock()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<3 { group.addTask { try await clock.sleep(for: .seconds(1)) } }
        try await clock.waitForSleepers(3)
        try Task.checkCancellation()
        #expect(clock.sleeperCount == 3)
        clock.advance(by: .seconds(1))
        try await group.waitForAll()
      }
    }
  }

  @Test func aWaitNeverEndsForSleepersThatHaveGone() async throws {
    for _ in 0..<500 {
      let clock = ManualClock()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await clock.sleep(for: .seconds(1)) }
        try await clock.waitForSleepers(1)
        group.cancelAll()
        while try await group.nextResultOrNil() != nil {}
        // Nobody sleeps now, so this wait has somebody to wait for.
        let wait = TestTask { try await clock.waitForSleepers(1) }
        #expect(clock.sleeperCount == 0 && !wait.isFinished)
        wait.cancel()
        await #expect(throws: CancellationError.self) { try await wait.value }
      }
    }
  }

  @Test(arguments: [3600, -3600, 86_400, -86_400])
  func aClockThatIsSetShowsAnotherTimeAndNoneHasPassed(_ seconds: Int) async throws {
    let clock = ManualClock()
    let (wall, monotonic) = (clock.now(), clock.monotonicNow())
    clock.jump(by: .seconds(seconds))
    #expect(clock.now().timeIntervalSince(wall) == Double(seconds))
    #expect(clock.monotonicNow() == monotonic)
    clock.advance(by: .seconds(5))
    #expect(clock.now().timeIntervalSince(wall) == Double(seconds + 5))
    #expect(clock.monotonicNow() - monotonic == .seconds(5))
  }

  @Test func whileTheMachineIsSuspendedTimePassesAndNobodyWakes() async throws {
    let clock = ManualClock()
    let (wall, monotonic) = (clock.now(), clock.monotonicNow())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await clock.sleep(for: .seconds(30)) }
      try await clock.waitForSleepers(1)
      clock.suspend(for: .seconds(3600))
      #expect(clock.now().timeIntervalSince(wall) == 3600)
      #expect(clock.monotonicNow() - monotonic == .seconds(3600))
      clock.advance(by: .seconds(29))
      #expect(clock.sleeperCount == 1)
      clock.advance(by: .seconds(1))
      try await group.waitForAll()
    }
  }

  @Test func theSystemsMonotonicClockDoesNotGoBack() {
    let clock = SystemWallClock()
    var last = clock.monotonicNow()
    for _ in 0..<1000 {
      let next = clock.monotonicNow()
      #expect(next >= last)
      last = next
    }
  }

  @Test func aClockThatDoesNotSayCountsByWhatItShows() {
    struct Fixed: WallClock {
      var time: Double
      func now() -> Date { Date(timeIntervalSinceReferenceDate: time) }
      func sleep(for duration: Duration) async throws {}
    }
    #expect(Fixed(time: 1000).monotonicNow() - Fixed(time: 400).monotonicNow() == .seconds(600))
    for odd in [Double.infinity, -.infinity, .nan, 1e300] { _ = Fixed(time: odd).monotonicNow() }
  }
}

extension ThrowingTaskGroup {
  /// The next result, an error included; `nil` if none is left.
  fileprivate mutating func nextResultOrNil() async throws -> Result<ChildTaskResult, any Error>? {
    await nextResult().map { $0.mapError { $0 as any Error } }
  }
}
