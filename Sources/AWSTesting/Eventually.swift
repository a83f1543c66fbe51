/// Waits until a condition holds that nothing announces, such as a value another task changes.
///
/// Prefer a wait for the event itself, such as ``ScriptedTransport/waitForRequests(_:)``, where there is one. The condition
/// is asked again every few milliseconds of real time; how many is of no consequence for a test's outcome.
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
