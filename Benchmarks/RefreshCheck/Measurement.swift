import Benchmarking

/// What one case costs with a number of tasks.
struct Measurement: Sendable {
  private static let batches = 31

  let name: String
  let tasks: Int
  /// Processor time per check in nanoseconds: the median of the batches.
  let medianNs: Double
  /// The best batch.
  let minNs: Double

  static func take(_ benchmark: BenchmarkCase, tasks: Int) async throws -> Measurement {
    // The first batches warm caches and make the runtime start its threads.
    _ = try await batches(of: benchmark, count: 3, tasks: tasks)
    let samples = try await batches(of: benchmark, count: batches, tasks: tasks).sorted()
    guard let best = samples.first else { throw BenchmarkError(description: "There are no batches.") }
    return Measurement(name: benchmark.name, tasks: tasks, medianNs: samples[samples.count / 2], minNs: best)
  }

  // With more tasks than cores a task also waits for its turn. The time of all tasks together is divided by what they
  // did, times the number of cores they can have had, so that the figure is the cost of a check and not of the waiting.
  private static func batches(of benchmark: BenchmarkCase, count: Int, tasks: Int) async throws -> [Double] {
    let clock = ContinuousClock()
    let lanes = min(tasks, Processors.count)
    var samples: [Double] = []
    for _ in 0..<count {
      let start = clock.now
      try await withThrowingTaskGroup { group in
        for _ in 0..<tasks { group.addTask { try await benchmark.run(benchmark.batch) } }
        try await group.waitForAll()
      }
      let (seconds, attoseconds) = (clock.now - start).components
      let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
      samples.append(nanoseconds * Double(lanes) / Double(benchmark.batch * tasks))
    }
    return samples
  }
}
