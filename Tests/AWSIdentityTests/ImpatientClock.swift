import AWSCredentials
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A clock for providers: it shows the test's time. Pauses between attempts take none, and limits are never reached.
struct ImpatientClock: WallClock {
  let base: ManualClock

  func now() -> Date { base.now() }

  func monotonicNow() -> Duration { base.monotonicNow() }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    if duration >= .seconds(20) { try await Task.sleep(for: .seconds(3600)) }
  }
}
