import Benchmarking

/// What one case costs with a number of tasks: one sample a round.
struct Measurement: Sendable {
  struct Sample: Sendable {
    /// What passed for each request, all tasks together: the inverse of the throughput.
    let wallMicroseconds: Double
    /// Processor time of this process for each request.
    let processorMicroseconds: Double
  }

  let name: CaseName
  let tasks: Int
  var samples: [Sample] = []

  /// Measures everything the options ask for. In each round all cases take their turns, so that a machine that becomes
  /// slower or faster does so for all.
  static func take(_ options: Options, _ clients: Clients) async throws -> [Measurement] {
    var cases: [RequestCase] = []
    for subject in options.subjects {
      for way in subject.ways where way != .hash {
        cases.append(try await clients.makeCase(CaseName(subject: subject, way: way), options))
      }
    }
    // Connections are opened, caches filled and threads started before anything counts.
    for found in cases {
      if found.name.subject.isLarge {
        try await found.repeated(1)
      } else {
        for tasks in options.tasks { _ = try await sample(found, count: max(tasks, 100), tasks: tasks) }
      }
    }
    var rows = cases.flatMap { found in
      (found.name.subject.isLarge ? [1] : options.tasks).map { Measurement(name: found.name, tasks: $0) }
    }
    for _ in 0..<options.rounds {
      for index in rows.indices {
        guard let found = cases.first(where: { $0.name == rows[index].name }) else { continue }
        let count = found.name.subject.isLarge ? options.transfers : options.requests
        rows[index].samples.append(try await sample(found, count: count, tasks: rows[index].tasks))
      }
    }
    return rows
  }

  private static func sample(_ found: RequestCase, count: Int, tasks: Int) async throws -> Sample {
    let each = max(1, count / tasks)
    if found.name.subject.isLarge {
      // What a run leaves is removed in between, at nobody's expense.
      var wall = 0.0
      var processor = 0.0
      for _ in 0..<each {
        let start = Instants()
        try await found.run()
        let end = Instants()
        try found.cleanUp()
        wall += end.wall - start.wall
        processor += end.processor - start.processor
      }
      return Sample(wallMicroseconds: wall / Double(each), processorMicroseconds: processor / Double(each))
    }
    let start = Instants()
    if tasks == 1 {
      try await found.repeated(each)
    } else {
      try await withThrowingTaskGroup { group in
        for _ in 0..<tasks { group.addTask { try await found.repeated(each) } }
        try await group.waitForAll()
      }
    }
    let end = Instants()
    let total = Double(each * tasks)
    return Sample(
      wallMicroseconds: (end.wall - start.wall) / total,
      processorMicroseconds: (end.processor - start.processor) / total)
  }
}
