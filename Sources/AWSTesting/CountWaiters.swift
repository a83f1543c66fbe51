import AWSCredentials

/// Tasks that wait for a count to reach a number. A value without a lock: it belongs into the state whose count it
/// follows, so that both change under one lock. A count that is published after its lock was released can be overtaken by
/// an older one, and then who waits for it waits for ever.
struct CountWaiterList {
  struct Waiter {
    let id: Int
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private var waiters: [Waiter] = []
  private var nextID = 0

  /// A number for a task that may have to wait.
  mutating func makeID() -> Int {
    nextID += 1
    return nextID
  }

  /// Lets a task wait.
  mutating func add(_ waiter: Waiter) { waiters.append(waiter) }

  /// Takes out a task that was cancelled; `nil` if it no longer waits.
  mutating func remove(_ id: Int) -> Waiter? {
    waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
  }

  /// Takes out whoever waits for no more than a count, to be resumed once the lock is released.
  mutating func removeReached(by count: Int) -> [Waiter] {
    let reached = waiters.filter { $0.count <= count }
    if !reached.isEmpty { waiters.removeAll { $0.count <= count } }
    return reached
  }
}

extension [CountWaiterList.Waiter] {
  /// Wakes them. Not to be called with a lock held: a task may go on in an executor of its own.
  func resume() { for waiter in self { waiter.continuation.resume() } }
}

/// A count that only grows, and the tasks that wait for it: what lets a test wait for an event without sleeping.
final class CountWaiters: Sendable {
  private struct State {
    var count = 0
    var waiters = CountWaiterList()
  }

  private let state = Locked(State())

  var count: Int { state.withLock { state in state.count } }

  /// Adds one, and wakes whoever waited for it.
  ///
  /// - Returns: The count, including this one.
  @discardableResult
  func increment() -> Int {
    let (count, reached) = state.withLock { state in
      state.count += 1
      return (state.count, state.waiters.removeReached(by: state.count))
    }
    reached.resume()
    return count
  }

  /// Suspends until the count is at least a number, or the task is cancelled.
  func wait(for count: Int) async {
    let id = state.withLock { state in state.waiters.makeID() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let isReached = state.withLock { state in
          guard state.count < count else { return true }
          state.waiters.add(.init(id: id, count: count, continuation: continuation))
          return false
        }
        if isReached { continuation.resume() } else if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func cancel(_ id: Int) {
    state.withLock { state in state.waiters.remove(id) }?.continuation.resume()
  }
}
