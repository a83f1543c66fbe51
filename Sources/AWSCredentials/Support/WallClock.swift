#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A source of time: a wall clock, a monotonic clock, and sleeping. It is a parameter wherever time matters, so that
/// tests can replace it.
///
/// The wall clock and the monotonic clock are not interchangeable. An expiration is a time of day that a service has
/// set, so it is compared with ``now()``. An interval, such as a back-off or how long a failure is remembered, must not
/// change when the wall clock is set, so it is measured with ``monotonicNow()``.
public protocol WallClock: Sendable {
  /// The date and time of day that the wall clock shows. The wall clock may be set forward or back at any time.
  func now() -> Date

  /// The time that has passed since some fixed moment, including the time that the machine was suspended.
  ///
  /// It never goes back, whatever the wall clock is set to. Only the difference between two readings of the same clock
  /// has a meaning. The default implementation uses ``now()``, which is right for a test's clock that is never set
  /// back. A clock that shows the system's time, or forwards to another clock, has to implement this method itself.
  func monotonicNow() -> Duration

  /// Waits until the given duration has passed.
  ///
  /// - Parameter duration: How long to wait; zero or less returns at once.
  /// - Throws: `CancellationError` if the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws
}

extension WallClock {
  /// The monotonic time of a clock that does not implement this method: the seconds from the beginning of 2001 to
  /// ``now()``.
  public func monotonicNow() -> Duration { .clamped(seconds: now().timeIntervalSinceReferenceDate, limit: 1e12) }
}

/// The date and time of day of the operating system's clock, its monotonic clock, and real sleeping.
public struct SystemWallClock: WallClock {
  /// Readings of the monotonic clock are counted from here.
  private static let start = ContinuousClock.now

  /// Makes a value that uses the operating system's clocks.
  public init() {}

  /// The current date and time of the system's clock.
  public func now() -> Date { Date() }

  /// The time since this method was first called in the process. It is measured with `ContinuousClock`, which also
  /// counts while the machine is suspended: on Linux `CLOCK_BOOTTIME`.
  public func monotonicNow() -> Duration { Self.start.duration(to: .now) }

  /// Waits until the given duration has passed; see ``WallClock/sleep(for:)``.
  ///
  /// - Throws: `CancellationError` if the task is cancelled meanwhile.
  public func sleep(for duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration, tolerance: nil, clock: .continuous)
  }
}

/// Both clocks, read one right after the other.
package struct Moment: Sendable, Hashable {
  /// What the wall clock shows.
  package var wall: Date
  /// What the monotonic clock counts.
  package var monotonic: Duration

  package init(wall: Date, monotonic: Duration) {
    self.wall = wall
    self.monotonic = monotonic
  }
}

extension WallClock {
  /// What both clocks show now.
  package func moment() -> Moment { Moment(wall: now(), monotonic: monotonicNow()) }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// A duration from a number of seconds, clamped to what a `Duration` can hold and a timer should wait.
  package static func clamped(seconds: Double, limit: Double = 1e9) -> Duration {
    guard seconds.isFinite else { return seconds == .infinity ? .seconds(limit) : .zero }
    return .seconds(min(max(seconds, -limit), limit))
  }
}
