import AWSCore
import AWSCredentials

/// A gate that lets tasks pass while open and keeps them while closed.
final class Gate: Sendable {
  private struct State {
    var isOpen = true
    var nextID = 0
    var held: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  }

  private let state = Locked(State())

  func close() { state.withLock { state in state.isOpen = false } }

  func open() {
    let held = state.withLock { state in
      state.isOpen = true
      defer { state.held = [] }
      return state.held.map(\.continuation)
    }
    for continuation in held { continuation.resume() }
  }

  /// Suspends while the gate is closed.
  ///
  /// - Throws: `CancellationError` if the task is or gets cancelled.
  func pass() async throws {
    try Task.checkCancellation()
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let isOpen = state.withLock { state in
          if !state.isOpen { state.held.append((id, continuation)) }
          return state.isOpen
        }
        if isOpen { continuation.resume() } else if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func cancel(_ id: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
      guard let index = state.held.firstIndex(where: { $0.id == id }) else { return nil }
      return state.held.remove(at: index).continuation
    }
    continuation?.resume(throwing: CancellationError())
  }
}
