import AWSCore
import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work that a signal ends in an orderly way.
enum Interruption {
  /// Does some work. The first SIGINT, SIGTERM or SIGHUP cancels it, and when it has removed what it leaves unfinished, the process
  /// ends by that signal; a second one ends it at once.
  static func watching<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await work() }
    let arrived = Arrival()
    let signals = TerminationSignals(unlessIgnored: true) { number in
      if arrived.isFirst(number) { task.cancel() } else { TerminationSignals.endProcess(by: number) }
    }
    let result = await task.result
    // What has been done is not undone by a signal that comes too late.
    if case .failure = result, let number = arrived.number {
      try? StandardError.send("Cancelled by the signal \(number); what was unfinished has been removed.\n")
      TerminationSignals.endProcess(by: number)
    }
    signals.cancel()
    return try result.get()
  }

  private final class Arrival: Sendable {
    private let first = Locked<CInt?>(nil)

    var number: CInt? { first.withLock { $0 } }

    func isFirst(_ number: CInt) -> Bool {
      first.withLock { first in
        guard first == nil else { return false }
        first = number
        return true
      }
    }
  }
}

/// A call of the system that may wait for long: it blocks a thread of its own, and whoever waits for it can be cancelled.
enum BlockingCall {
  /// Makes a call.
  ///
  /// - Throws: What the call throws; `CancellationError` if the task is cancelled. The call may go on then.
  static func run<Value: Sendable>(_ call: @escaping @Sendable () throws -> Value) async throws -> Value {
    let end = End<Value>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard end.wait(continuation) else { return continuation.resume(throwing: CancellationError()) }
        queue.async { end.come(with: Result { try call() }) }
      }
    } onCancel: {
      end.come(with: .failure(CancellationError()))
    }
  }

  private static let queue = DispatchQueue(label: "evergreen.blocking", attributes: .concurrent)

  private final class End<Value: Sendable>: Sendable {
    private struct State {
      var hasCome = false
      var continuation: CheckedContinuation<Value, any Error>?
    }

    private let state = Locked(State())

    /// - Returns: Whether there is something to wait for.
    func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
      state.withLock { state in
        guard !state.hasCome else { return false }
        state.continuation = continuation
        return true
      }
    }

    func come(with result: Result<Value, any Error>) {
      let continuation = state.withLock { state in
        let waiting = state.continuation
        state = State(hasCome: true, continuation: nil)
        return waiting
      }
      continuation?.resume(with: result)
    }
  }
}
