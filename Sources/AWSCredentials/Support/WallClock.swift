#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A source of wall-clock time and of waiting, injected wherever time matters.
///
/// Expirations are wall-clock times set by a server, so a monotonic clock, which stands still while a machine is
/// suspended, will not do.
public protocol WallClock: Sendable {
  /// The current time.
  func now() -> Date

  /// Waits for a time to pass.
  ///
  /// - Parameter duration: How long to wait; zero or less returns at once.
  /// - Throws: `CancellationError` if the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws
}

/// The system's clock.
public struct SystemWallClock: WallClock {
  /// Makes a clock.
  public init() {}

  /// The current time.
  public func now() -> Date { Date() }

  /// Waits for a time to pass; see ``WallClock/sleep(for:)``.
  public func sleep(for duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration, tolerance: nil, clock: .continuous)
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// A duration from a number of seconds, clamped to what a `Duration` can hold and a timer should wait.
  package static func clamped(seconds: Double) -> Duration {
    guard seconds.isFinite else { return seconds == .infinity ? .seconds(1e9) : .zero }
    return .seconds(min(max(seconds, -1e9), 1e9))
  }
}
