/// The callers that wait for one result. Kept behind a lock by its owner.
package struct Waiters<Success: Sendable, Failure: Error> {
  package typealias Continuation = CheckedContinuation<Result<Success, Failure>, Never>

  private var continuations: [UInt64: Continuation] = [:]
  private var next: UInt64 = 0

  package init() {}

  /// A number for a caller that may have to wait.
  package mutating func makeNumber() -> UInt64 {
    next += 1
    return next
  }

  /// Lets a caller wait.
  package mutating func add(_ number: UInt64, _ continuation: Continuation) {
    continuations[number] = continuation
  }

  /// Takes out a caller that was cancelled; `nil` if it no longer waits.
  package mutating func remove(_ number: UInt64) -> Continuation? {
    continuations.removeValue(forKey: number)
  }

  /// Takes out all callers, to be resumed once the lock is released.
  package mutating func removeAll() -> [Continuation] {
    defer { continuations.removeAll() }
    return Array(continuations.values)
  }
}
