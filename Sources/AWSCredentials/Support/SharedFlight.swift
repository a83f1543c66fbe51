import AWSCore

/// Work that several callers wait for and none of them owns.
///
/// All such work follows one rule. It runs beside its callers, so that one that is cancelled harms no other. It has a limit of
/// its own, and at the limit it is cancelled, its callers get an error, and the next call starts anew. So work that hangs,
/// even one that ignores cancellation, ends. The lock is never held while the work or a caller runs.
package final class SharedFlight<Success: Sendable, Failure: Error>: Sendable {
  private struct State {
    var waiters = Waiters<Success, Failure>()
    /// The number of the work that runs now.
    var current: UInt64?
    var count: UInt64 = 0
  }

  private enum Step {
    case fail
    case start(UInt64)
    case wait
  }

  private let limit: Duration
  private let clock: any WallClock
  private let timedOut: @Sendable (Duration) -> Failure
  private let cancelled: @Sendable () -> Failure
  private let state = Locked(State())

  /// Makes a place for shared work.
  ///
  /// - Parameters:
  ///   - limit: How long the work may take.
  ///   - clock: What the limit is measured with.
  ///   - timedOut: The error of work that reached its limit.
  ///   - cancelled: The error of a caller that was cancelled while it waited.
  package init(
    limit: Duration, clock: any WallClock, timedOut: @escaping @Sendable (Duration) -> Failure,
    cancelled: @escaping @Sendable () -> Failure
  ) {
    self.limit = limit
    self.clock = clock
    self.timedOut = timedOut
    self.cancelled = cancelled
  }

  /// Waits for the work that runs, or starts it.
  ///
  /// - Parameter work: What to do if nothing runs now.
  /// - Returns: The result, and whether this call started the work.
  package func join(
    _ work: @escaping @Sendable () async -> Result<Success, Failure>
  ) async -> (result: Result<Success, Failure>, isOwn: Bool) {
    let waiter = state.withLock { $0.waiters.makeNumber() }
    return await withTaskCancellationHandler {
      var isOwn = false
      let result = await withCheckedContinuation { continuation in
        switch enter(waiter, continuation) {
        case .fail: continuation.resume(returning: .failure(cancelled()))
        case .start(let number):
          isOwn = true
          start(number, work)
        case .wait: break
        }
      }
      return (result, isOwn)
    } onCancel: {
      let continuation = state.withLock { $0.waiters.remove(waiter) }
      continuation?.resume(returning: .failure(cancelled()))
    }
  }

  // Deciding and queueing happen under one lock: the work cannot end in between and leave the caller waiting forever.
  private func enter(_ waiter: UInt64, _ continuation: Waiters<Success, Failure>.Continuation) -> Step {
    state.withLock { state in
      // If the task was already cancelled, the handler above has run before this waiter was added.
      if Task.isCancelled { return .fail }
      state.waiters.add(waiter, continuation)
      if state.current != nil { return .wait }
      state.count += 1
      state.current = state.count
      return .start(state.count)
    }
  }

  // Detached, so that the work belongs to no caller: it inherits neither cancellation nor a trace.
  private func start(_ number: UInt64, _ work: @escaping @Sendable () async -> Result<Success, Failure>) {
    let task = Task.detached { [self] in end(number, await work()) }
    let timer = Task.detached { [self] in
      guard (try? await clock.sleep(for: limit)) != nil else { return }
      // Ended before it is cancelled: the callers learn of the limit, not of a cancellation.
      end(number, .failure(timedOut(limit)))
      task.cancel()
    }
    Task.detached {
      await task.value
      timer.cancel()
    }
  }

  /// Work that was given up may still end; its result is then ignored.
  private func end(_ number: UInt64, _ result: Result<Success, Failure>) {
    let waiters = state.withLock { state -> [Waiters<Success, Failure>.Continuation] in
      guard state.current == number else { return [] }
      state.current = nil
      return state.waiters.removeAll()
    }
    for waiter in waiters { waiter.resume(returning: result) }
  }
}
