/// Tasks that wait for a count to reach a number: what lets a test wait for an event without sleeping.
final class CountWaiters: Sendable {
  private let observed = Observed(0)
  private let what: String

  /// Makes a counter that starts at zero.
  ///
  /// - Parameter what: What is counted, in the plural, for messages.
  init(_ what: String) { self.what = what }

  var count: Int { observed.value }

  /// Adds one.
  ///
  /// - Returns: The count, including this one.
  @discardableResult
  func increment() -> Int {
    observed.change { count in
      count += 1
      return count
    }
  }

  /// Suspends until the count is at least a number.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  func wait(for count: Int) async throws {
    try await observed.wait(for: "\(count) \(what)") { $0 >= count }
  }
}
