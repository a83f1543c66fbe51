#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The times that matter in the life of a set of credentials, in this order.
package struct RefreshSchedule: Sendable, Hashable {
  /// When they were fetched.
  package var fetched: Moment
  /// From now on a refresh is due.
  package var advisory: Date
  /// From now on everyone waits for it.
  package var mandatory: Date
  /// From now on the credentials have expired.
  package var expiration: Date

  /// The time by which a refresh is due: what the wall clock shows, or what it would show if nobody had set it back since
  /// the fetch. After a clock was set back, by an hour or by a day, a refresh still comes before the real end.
  package func time(at now: Moment) -> Date {
    max(now.wall, fetched.wall.addingTimeInterval((now.monotonic - fetched.monotonic).seconds))
  }
}

/// When a refresh becomes due, by both clocks.
package struct RefreshDue: Sendable, Hashable {
  /// `nil` for credentials that never expire and are due because they were rejected.
  let schedule: RefreshSchedule?
  let isInvalidated: Bool
  /// Before this reading of the monotonic clock the provider is not asked.
  let allowedFrom: Duration?
  /// Whether the provider is asked once the credentials have expired though its back-off has not ended.
  let backoffEndsWithExpiration: Bool

  /// How long it takes until a refresh is due, if no clock is set meanwhile; zero or less if it is due now.
  package func remaining(at now: Moment) -> Duration {
    var seconds = 0.0
    if !isInvalidated, let schedule { seconds = schedule.advisory.timeIntervalSince(schedule.time(at: now)) }
    guard let allowedFrom else { return .clamped(seconds: seconds) }
    seconds = max(seconds, (allowedFrom - now.monotonic).seconds)
    if backoffEndsWithExpiration, let schedule {
      seconds = min(seconds, schedule.expiration.timeIntervalSince(now.wall))
    }
    return .clamped(seconds: seconds)
  }
}
