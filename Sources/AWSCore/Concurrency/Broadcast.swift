/// Sends values to any number of streams.
package final class Broadcast<Element: Sendable>: Sendable {
  private struct State {
    var continuations: [UInt64: AsyncStream<Element>.Continuation] = [:]
    var next: UInt64 = 0
    var isFinished = false
  }
  private let state = Locked(State())

  package init() {}

  /// A new stream of the values sent from now on. One that is not read keeps the newest values.
  package func subscribe(keeping limit: Int = 64) -> AsyncStream<Element> {
    let (stream, continuation) = AsyncStream<Element>.makeStream(bufferingPolicy: .bufferingNewest(limit))
    let number = state.withLock { state -> UInt64? in
      guard !state.isFinished else { return nil }
      state.next += 1
      state.continuations[state.next] = continuation
      return state.next
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      _ = self?.state.withLock { $0.continuations.removeValue(forKey: number) }
    }
    return stream
  }

  /// Sends a value to all streams.
  package func send(_ element: Element) {
    let continuations = state.withLock { Array($0.continuations.values) }
    for continuation in continuations { continuation.yield(element) }
  }

  /// Ends all streams.
  package func finish() {
    let continuations = state.withLock { state in
      state.isFinished = true
      defer { state.continuations.removeAll() }
      return Array(state.continuations.values)
    }
    for continuation in continuations { continuation.finish() }
  }
}
