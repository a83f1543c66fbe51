import AWSCore
import AWSCredentials

/// A value behind a lock that tasks can wait on.
///
/// A change and the look at who waits for it happen under one lock, so no wake-up is lost or overtaken by an older one.
package final class Observed<Value: Sendable>: Sendable {
  private struct Watcher {
    let id: Int
    let condition: @Sendable (Value) -> Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var value: Value
    var watchers: [Watcher] = []
    var nextID = 0
  }

  private let state: Locked<State>

  package init(_ value: Value) { state = Locked(State(value: value)) }

  package var value: Value { state.withLock { state in state.value } }

  /// Changes the value and wakes everybody whose condition now holds.
  @discardableResult
  package func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    let (result, met) = state.withLock { state -> (Result, [Watcher]) in
      let result = body(&state.value)
      let value = state.value
      let met = state.watchers.filter { $0.condition(value) }
      if !met.isEmpty { state.watchers.removeAll { $0.condition(value) } }
      return (result, met)
    }
    for watcher in met { watcher.continuation.resume() }
    return result
  }

  /// Suspends until a condition holds.
  ///
  /// - Parameters:
  ///   - what: What is waited for, for the error.
  ///   - condition: A pure function of the value; it is asked under the lock.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  package func wait(for what: String, until condition: @escaping @Sendable (Value) -> Bool) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let limit = TestLimit.duration
    let isMet = state.withLock { state in condition(state.value) }
    if isMet { return }
    let timer = Task.detached { [self] in
      guard (try? await Task.sleep(for: limit)) != nil else { return }
      end(id, with: TestLimitError(what: what, limit: limit))
    }
    defer { timer.cancel() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let isMet = state.withLock { state in
          if condition(state.value) { return true }
          state.watchers.append(Watcher(id: id, condition: condition, continuation: continuation))
          return false
        }
        // The handler below may have run before the watcher was there to be found.
        if isMet { continuation.resume() } else if Task.isCancelled { end(id, with: CancellationError()) }
      }
    } onCancel: {
      end(id, with: CancellationError())
    }
  }

  private func end(_ id: Int, with error: any Error) {
    let watcher = state.withLock { state -> Watcher? in
      guard let index = state.watchers.firstIndex(where: { $0.id == id }) else { return nil }
      return state.watchers.remove(at: index)
    }
    watcher?.continuation.resume(throwing: error)
  }
}
