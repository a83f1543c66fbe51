import AWSCore
import AWSCredentials
import AWSTesting
import Dispatch
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ManualClockTests {
  /// Runs tasks where they are started and where they are resumed: no pool, no queue, nothing to wait for.
  private final class Inline: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  /// Sleepers come at the same time from several threads. In whatever order they do, a wait for all of them that begins
  /// afterwards is over at once.
  @Test func aWaitForSleepersNeverMissesOne() {
    let inline = Inline()
    for round in 0..<10_000 {
      let clock = ManualClock()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        _ = Task(executorPreference: inline) { try? await clock.sleep(for: .seconds(1)) }
      }
      let isOver = Locked(false)
      let wait = Task(executorPreference: inline) {
        try? await clock.waitForSleepers(4)
        isOver.withLock { $0 = true }
      }
      #expect(clock.sleeperCount == 4 && isOver.withLock { $0 }, "round \(round)")
      wait.cancel()
      clock.advance(by: .seconds(1))
      #expect(clock.sleeperCount == 0)
    }
  }

  /// Nor is a wait over for sleepers that have gone, however they came and went.
  @Test func aWaitIsNotOverForSleepersThatHaveGone() {
    let inline = Inline()
    for round in 0..<2000 {
      let clock = ManualClock()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let sleeper = Task(executorPreference: inline) { try? await clock.sleep(for: .seconds(1)) }
        sleeper.cancel()
      }
      let isOver = Locked(false)
      let wait = Task(executorPreference: inline) {
        try? await clock.waitForSleepers(1)
        isOver.withLock { $0 = true }
      }
      #expect(clock.sleeperCount == 0 && !isOver.withLock { $0 }, "round \(round)")
      wait.cancel()
      #expect(isOver.withLock { $0 }, "a wait that is cancelled ends")
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
