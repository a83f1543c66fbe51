import AWSCredentials

/// Tasks that wait for a count to reach a number: what lets a test wait for an event without sleeping.
final class CountWaiters: Sendable {
  private struct Waiter {
    let id: Int
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var count = 0
    var waiters: [Waiter] = []
    var nextID = 0
  }

  private let state = Locked(State())

  var count: Int { state.withLock { state in state.count } }

  /// Sets the count and wakes whoever waited for it.
  func update(to count: Int) {
    change { _ in count }
  }

  /// Adds one.
  ///
  /// - Returns: The count, including this one.
  @discardableResult
  func increment() -> Int {
    change { $0 + 1 }
  }

  /// Suspends until the count is at least a number, or the task is cancelled.
  func wait(for count: Int) async {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let reached = state.withLock { state in
          guard state.count < count else { return true }
          state.waiters.append(Waiter(id: id, count: count, continuation: continuation))
          return false
        }
        if reached { continuation.resume() } else if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  @discardableResult
  private func change(_ next: (Int) -> Int) -> Int {
    let (count, reached) = state.withLock { state in
      let count = next(state.count)
      state.count = count
      let reached = state.waiters.filter { $0.count <= count }
      state.waiters.removeAll { $0.count <= count }
      return (count, reached)
    }
    for waiter in reached { waiter.continuation.resume() }
    return count
  }

  private func cancel(_ id: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiters.remove(at: index)
    }
    waiter?.continuation.resume()
  }
}
