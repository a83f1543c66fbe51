import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSS3Client

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// S3 and Elasticsearch through a role's credentials that live for seconds, while they rotate.
///
/// Without arguments everything runs in this process: the emulator stands for the instance metadata service, S3 and Elasticsearch, verifies
/// each signature and token, and refuses what has expired.
@main
struct QuickStart {
  /// How long the work goes on.
  private static let runtime = Duration.seconds(20)
  /// How long a set of credentials lives. On EC2 it is six hours; the refresh windows below are scaled alike.
  private static let lifetime = Duration.seconds(6)

  static func main() async {
    do {
      if let arena = try await Arena.fromEnvironment() {
        exit(try await run(in: arena) ? 0 : 1)
      }
      let isSuccess = try await Emulator.withEmulator(EmulatorConfiguration(credentialLifetime: lifetime)) { emulator in
        try await run(in: try await Arena.emulated(emulator))
      }
      exit(isSuccess ? 0 : 1)
    } catch {
      print("\nQuickStart failed: \(error)")
      exit(1)
    }
  }

  private static func run(in arena: Arena) async throws -> Bool {
    let configuration = arena.configuration
    // The clients are kept. A factory is for what is derived from credentials; its pools are used in `withClient` only, so
    // they need no grace time.
    let pools = ServiceClientFactory(credentials: configuration.credentials, graceTime: .zero) { snapshot in
      DatabasePool(region: configuration.region, credentials: snapshot.credentials)
    } retire: { pool in
      pool.close()
    }
    print("\(arena.title)\nS3 and Elasticsearch for \(runtime.components.seconds) seconds.\n")
    let workload = Workload(
      s3: S3Client(configuration: configuration),
      elastic: ElasticClient(configuration: configuration, endpoint: arena.elasticEndpoint), pools: pools,
      bucket: arena.bucket)
    try await workload.prepare(makingBucket: arena.makesBucket)
    let closing = Task { try await pools.run() }
    let progress = Task { await Progress(workload: workload, credentials: configuration.credentials).show() }
    await workload.run(for: runtime)
    progress.cancel()
    await progress.value

    let nanoseconds = try await Summary.costOfCheck(pools)
    let rotations = try await workload.rotations(of: configuration.credentials)
    // Closes the last pool, and every other that is not closed yet.
    closing.cancel()
    try await closing.value
    let summary = Summary(workload: workload, arena: arena, rotations: rotations, checkNanoseconds: nanoseconds)
    print(summary.text)
    try await ClassicMistake(arena: arena).show()
    try await workload.cleanUp()
    return summary.isSuccess
  }
}
