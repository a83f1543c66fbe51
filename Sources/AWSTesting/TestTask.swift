import AWSCredentials

/// A task that runs at the same time as a test's own steps and ends when the test ends.
///
/// ```swift
/// let caller = TestTask { try await cache.snapshot() }
/// try await provider.waitForCalls(1)
/// provider.release()
/// #expect(try await caller.value.credentials == first)
/// ```
///
/// When a test is cancelled, a plain `Task` that it awaits continues, and the test may wait for it forever. A
/// `TestTask` is cancelled together with any task that waits for its ``value``, when such a wait reaches its limit, and
/// when the last reference to it is released.
public final class TestTask<Success: Sendable>: Sendable {
  private let outcome: Observed<Result<Success, any Error>?>
  private let task: Task<Void, Never>

  /// Starts a task that does the given work.
  ///
  /// - Parameter work: What the task does. It should end when it is cancelled. If it does not, a wait for ``value``
  ///   still ends when the waiting task is cancelled or ``TestLimit/duration`` has passed.
  public init(_ work: @escaping @Sendable () async throws -> Success) {
    let outcome = Observed(Result<Success, any Error>?.none)
    self.outcome = outcome
    task = Task {
      do {
        let value = try await work()
        outcome.change { $0 = .success(value) }
      } catch {
        outcome.change { $0 = .failure(error) }
      }
    }
  }

  deinit { task.cancel() }

  /// Cancels the work of the task, without waiting until it has ended.
  public func cancel() { task.cancel() }

  /// Whether the work has ended, with a result or with an error.
  public var isFinished: Bool { outcome.value != nil }

  /// The result of the work. Reading it waits until the work has ended.
  ///
  /// - Throws: The work's error; `CancellationError` if the waiting task is cancelled; ``TestLimitError`` after
  ///   ``TestLimit/duration``. In the latter two cases the work is cancelled too.
  public var value: Success {
    get async throws {
      do {
        try await outcome.wait(for: "the end of a test's task") { $0 != nil }
      } catch {
        task.cancel()
        throw error
      }
      guard let outcome = outcome.value else { throw CancellationError() }
      return try outcome.get()
    }
  }
}
