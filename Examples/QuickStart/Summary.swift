import AWSCredentials
import AWSRuntime

/// What the run came to.
struct Summary {
  private let requests: Int
  private let rotations: Int
  private let s3Rebuilds: Int
  private let elasticRebuilds: Int
  private let rejected: Int
  private let leastRotations: Int
  private let errors: [String]
  private let checkNanoseconds: Double

  static func make(workload: Workload, arena: Arena) async throws -> Summary {
    let credentials = arena.configuration.credentials
    // Both factories are asked once more, so that a rotation of the last moment counts for both.
    var generation: UInt64
    repeat {
      generation = credentials.generation
      _ = try await workload.s3.client()
      _ = try await workload.elastic.client()
    } while generation != credentials.generation
    return Summary(
      requests: workload.requests, rotations: Int(generation) - 1, s3Rebuilds: workload.s3.buildCount - 1,
      elasticRebuilds: workload.elastic.buildCount - 1, rejected: arena.rejected(), leastRotations: arena.rotations,
      errors: workload.errors, checkNanoseconds: try await costOfCheck(workload.s3))
  }

  /// Nothing was refused, nothing failed, and clients were rebuilt exactly when the credentials rotated.
  var isSuccess: Bool {
    rejected == 0 && errors.isEmpty && rotations >= leastRotations && s3Rebuilds == rotations
      && elasticRebuilds == rotations
  }

  var text: String {
    var text = """

      requests sent        \(requests)
      rotations            \(rotations)
      client rebuilds      S3 \(s3Rebuilds), Elasticsearch \(elasticRebuilds)
      requests rejected    \(rejected)
      refresh check        \((checkNanoseconds * 10).rounded() / 10) ns in this build

      """
    for error in errors.prefix(3) { text += "failed: \(error)\n" }
    return text
  }

  private static func costOfCheck<Client>(_ factory: ServiceClientFactory<Client>) async throws -> Double {
    let lease = try await factory.lease()
    let checks = 1_000_000
    var stale = 0
    let duration = ContinuousClock().measure {
      for _ in 0..<checks where !lease.isCurrent { stale += 1 }
    }
    return duration / .nanoseconds(1) / Double(checks)
  }
}
