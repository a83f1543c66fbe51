public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A clock that shows the same time until a test moves it.
///
/// A task that sleeps on this clock is suspended until ``advance(by:)`` has moved the time far enough. A test of
/// timers, refresh windows and back-off therefore takes no real time and always runs the same way:
///
/// ```swift
/// let clock = ManualClock()
/// let task = TestTask { try await clock.sleep(for: .seconds(30)) }
/// try await clock.waitForSleepers(1)
/// clock.advance(by: .seconds(30))
/// try await task.value
/// ```
///
/// If a task that was woken sleeps again, its new sleep begins at the time that the clock shows then. To test several
/// timers in a row, advance in several steps, and wait for the next sleeping task between them.
///
/// Two more events can be imitated: with ``jump(by:)`` somebody sets the wall clock, and with ``suspend(for:)`` the
/// machine is suspended.
public final class ManualClock: WallClock {
  private struct Sleeper: Sendable {
    let id: Int
    let duration: Duration
    let deadline: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State: Sendable {
    /// The time that has passed while the machine was awake, by which sleepers wake. Counted in `Duration`, which adds up
    /// exactly; a sum of floating-point seconds would miss deadlines by a hair.
    var elapsed: Duration = .zero
    var suspended: Duration = .zero
    var jumped: Duration = .zero
    var sleepers: [Sleeper] = []
    var nextID = 0
    var requested: [Duration] = []
  }

  private let start: Date
  private let state = Observed(State())

  /// Makes a clock that shows the given time until a test moves it.
  ///
  /// - Parameter start: The time that the clock shows at first; by default 2026-01-01T00:00:00Z.
  public init(start: Date = Date(timeIntervalSince1970: 1_767_225_600)) {
    self.start = start
  }

  /// The wall-clock time that the clock shows now.
  public func now() -> Date {
    let state = state.value
    return start.addingTimeInterval((state.elapsed + state.suspended + state.jumped).seconds)
  }

  /// The time that has passed since the clock was made, including suspensions. Setting the wall clock with
  /// ``jump(by:)`` does not change it.
  public func monotonicNow() -> Duration {
    let state = state.value
    return state.elapsed + state.suspended
  }

  /// Suspends the calling task until the clock has been moved by ``advance(by:)`` for the given duration.
  ///
  /// - Parameter duration: How long to wait; zero or less returns at once.
  /// - Throws: `CancellationError` if the task is or gets cancelled.
  public func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    let id = state.change { state in
      state.requested.append(duration)
      state.nextID += 1
      return state.nextID
    }
    guard duration > .zero else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        state.change { state in
          state.sleepers.append(
            Sleeper(id: id, duration: duration, deadline: state.elapsed + duration, continuation: continuation))
        }
        // The handler below may have run before the sleeper was there to be found.
        if Task.isCancelled { cancelSleeper(id) }
      }
    } onCancel: {
      cancelSleeper(id)
    }
  }

  /// Moves the time forward, and wakes every task whose sleep ends by then, in the order in which the sleeps end.
  ///
  /// - Parameter duration: How far the time moves forward.
  public func advance(by duration: Duration) {
    let due = state.change { state in
      state.elapsed += duration
      let elapsed = state.elapsed
      let due = state.sleepers.filter { $0.deadline <= elapsed }.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
      state.sleepers.removeAll { $0.deadline <= elapsed }
      return due
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Sets the wall clock: ``now()`` changes, but no time passes, and no sleeping task is woken.
  ///
  /// - Parameter duration: How far the wall clock is moved; a negative duration sets it back.
  public func jump(by duration: Duration) {
    state.change { state in state.jumped += duration }
  }

  /// Imitates that the machine is suspended: time passes, but no sleeping task is woken, and each task still has to
  /// sleep for as long as before.
  ///
  /// Some systems behave so after a suspension. On others the timers whose time has passed fire at once, which is
  /// easier for a program to handle.
  ///
  /// - Parameter duration: How long the suspension lasts; zero or more.
  public func suspend(for duration: Duration) {
    state.change { state in state.suspended += max(.zero, duration) }
  }

  /// Waits until at least a given number of tasks sleep on this clock at the same time.
  ///
  /// - Parameter count: The number of tasks.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForSleepers(_ count: Int) async throws {
    try await state.wait(for: "\(count) sleepers on the clock") { $0.sleepers.count >= count }
  }

  /// Waits until a task sleeps on this clock that has called ``sleep(for:)`` with exactly the given duration.
  ///
  /// Use this for a time limit or a pause that is known beforehand, while other tasks sleep too:
  ///
  /// ```swift
  /// try await clock.waitForSleep(of: cache.policy.providerTimeout)
  /// clock.advance(by: cache.policy.providerTimeout)
  /// ```
  ///
  /// - Parameter duration: The duration that the task passes to ``sleep(for:)``.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForSleep(of duration: Duration) async throws {
    try await state.wait(for: "a sleep of \(duration.seconds) s") { state in
      state.sleepers.contains { $0.duration == duration }
    }
  }

  /// Waits until ``sleep(for:)`` has been called at least a given number of times, including calls with a duration of
  /// zero or less.
  ///
  /// - Parameter count: The number of calls since the clock was made; see ``requestedSleeps``.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForRequestedSleeps(_ count: Int) async throws {
    try await state.wait(for: "\(count) requests to sleep") { $0.requested.count >= count }
  }

  /// How many tasks sleep on this clock now.
  public var sleeperCount: Int { state.value.sleepers.count }

  /// The durations of all calls of ``sleep(for:)``, in order, including those of zero or less.
  public var requestedSleeps: [Duration] { state.value.requested }

  private func cancelSleeper(_ id: Int) {
    let sleeper = state.change { state -> Sleeper? in
      guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
      return state.sleepers.remove(at: index)
    }
    sleeper?.continuation.resume(throwing: CancellationError())
  }
}
