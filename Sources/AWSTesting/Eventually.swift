/// Waits until a condition holds for which there is no event to wait for, such as a value that another task changes.
///
/// Prefer waiting for an event, as with ``ScriptedTransport/waitForRequests(_:)``, where there is one. The condition
/// is checked again every few milliseconds of real time; the outcome of a test does not depend on how often.
///
/// - Parameters:
///   - what: What is waited for, for the error.
///   - condition: Whether it has happened.
/// - Throws: What the condition throws; `CancellationError` if the task is cancelled; ``TestLimitError`` after
///   ``TestLimit/duration``.
nonisolated(nonsending) public func eventually(
  _ what: String, _ condition: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + TestLimit.duration
  while try await !condition() {
    guard ContinuousClock.now < end else { throw TestLimitError(what: what, limit: TestLimit.duration) }
    try await Task.sleep(for: .milliseconds(2))
  }
}
