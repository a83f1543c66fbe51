/// How long to wait before a client is built again after a failure: 1 s, then twice as long each time, up to a minute.
struct BuildPause {
  private static let longest = Duration.seconds(60)

  /// The key whose client could not be built, or did not last.
  private let generation: UInt64
  private let failures: Int
  private let end: Duration

  private init(generation: UInt64, failures: Int, now: Duration) {
    self.generation = generation
    self.failures = failures
    let pause = failures == 0 ? Duration.zero : min(.seconds(1 << min(failures - 1, 6)), Self.longest)
    end = now + pause
  }

  /// The pause after a build failed.
  init(after previous: BuildPause?, generation: UInt64, now: Duration) {
    let earlier = previous.map { $0.generation == generation ? $0.failures : 0 } ?? 0
    self.init(generation: generation, failures: earlier + 1, now: now)
  }

  /// The pause after the `run` of a client ended: none the first time. A client that lasted as long as the longest pause
  /// ends the series.
  ///
  /// - Parameters:
  ///   - previous: The pause after the `run` of an earlier client ended.
  ///   - lasted: How long the client was in use.
  init(afterEndOfRun previous: BuildPause?, lasted: Duration, generation: UInt64, now: Duration) {
    let isSeries = lasted < Self.longest && previous?.generation == generation
    self.init(generation: generation, failures: isSeries ? (previous?.failures ?? 0) + 1 : 0, now: now)
  }

  /// Whether a build for a key shall not be begun yet. Another key is worth another try.
  func holds(generation: UInt64, now: Duration) -> Bool { generation <= self.generation && now < end }
}
