/// How long to wait before a failed build is retried while the current client works: 1 s, then twice as long each time,
/// up to a minute.
struct BuildPause {
  /// The key whose client could not be built.
  private let generation: UInt64
  private var failures = 0
  private var end = Duration.zero

  /// The pause after a build failed.
  init(after previous: BuildPause?, generation: UInt64, now: Duration) {
    self.generation = generation
    if let previous, previous.generation == generation { failures = previous.failures }
    failures += 1
    end = now + .seconds(min(1 << min(failures - 1, 6), 60))
  }

  /// Whether a build for a key shall not be begun yet. Another key is worth another try.
  func holds(generation: UInt64, now: Duration) -> Bool { generation <= self.generation && now < end }
}
