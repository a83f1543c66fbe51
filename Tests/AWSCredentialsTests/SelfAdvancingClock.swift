import AWSCore
import AWSCredentials
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A clock on which nobody waits: a sleep moves the time and returns.
final class SelfAdvancingClock: WallClock {
  private let clock = ManualClock()
  private let sleeps = Locked<[Duration]>([])

  var requestedSleeps: [Duration] { sleeps.withLock { sleeps in sleeps } }

  func now() -> Date { clock.now() }

  func monotonicNow() -> Duration { clock.monotonicNow() }

  func advance(by duration: Duration) { clock.advance(by: duration) }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    sleeps.withLock { sleeps in sleeps.append(duration) }
    clock.advance(by: duration)
  }
}
