import Benchmarking

/// One thing that is measured.
struct RequestCase: Sendable {
  let name: CaseName
  /// Does it once.
  let run: @Sendable () async throws -> Void
  /// Removes what one run left behind; it is not part of what is measured.
  var cleanUp: @Sendable () throws -> Void = {}

  /// Does it so often, one after the other.
  func repeated(_ count: Int) async throws {
    for _ in 0..<count {
      try await run()
      try cleanUp()
    }
  }
}

/// Fails if something else arrived than the case needs.
func require(_ count: Int, is expected: Int) throws {
  guard count == expected else { throw BenchmarkError(description: "\(count) bytes arrived instead of \(expected).") }
}
