import AWSRuntime

/// What the run came to.
struct Summary {
  private let requests: Int
  private let rotations: Int
  private let poolsBuilt: Int
  private let poolsClosed: Int
  private let rejected: Int
  private let leastRotations: Int
  private let errors: [String]
  private let checkNanoseconds: Double

  init(workload: Workload, arena: Arena, rotations: Int, checkNanoseconds: Double) {
    requests = workload.requests
    self.rotations = rotations
    poolsBuilt = workload.pools.buildCount
    poolsClosed = workload.pools.retiredCount
    rejected = arena.rejected()
    leastRotations = arena.rotations
    errors = workload.errors
    self.checkNanoseconds = checkNanoseconds
  }

  /// Nothing was refused, nothing failed, a pool was built for each set of credentials and no other, and all were closed.
  var isSuccess: Bool {
    rejected == 0 && errors.isEmpty && rotations >= leastRotations && poolsBuilt == rotations + 1
      && poolsClosed == poolsBuilt
  }

  var text: String {
    var text = """

      requests sent        \(requests)
      rotations            \(rotations)
      pools                \(poolsBuilt) built, \(poolsClosed) closed
      requests rejected    \(rejected)
      refresh check        \((checkNanoseconds * 10).rounded() / 10) ns in this build

      """
    for error in errors.prefix(3) { text += "failed: \(error)\n" }
    return text
  }

  /// What `isCurrent` of a lease takes.
  static func costOfCheck<Client>(_ factory: ServiceClientFactory<Client>) async throws -> Double {
    let lease = try await factory.lease()
    let checks = 1_000_000
    var stale = 0
    let duration = ContinuousClock().measure {
      for _ in 0..<checks where !lease.isCurrent { stale += 1 }
    }
    return duration / .nanoseconds(1) / Double(checks)
  }
}
