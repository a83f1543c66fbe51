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
/// Everything runs in this process: the emulator stands for the instance metadata service, S3 and Elasticsearch, verifies
/// each signature and token, and refuses what has expired.
@main
struct QuickStart {
  /// How long the work goes on.
  private static let runtime = Duration.seconds(20)
  /// How long a set of credentials lives. On EC2 it is six hours; the refresh windows below are scaled alike.
  private static let lifetime = Duration.seconds(6)

  static func main() async throws {
    let emulator = try await Emulator.start(EmulatorConfiguration(credentialLifetime: lifetime))
    do {
      let isSuccess = try await run(against: emulator)
      await emulator.stop()
      exit(isSuccess ? 0 : 1)
    } catch {
      print("\nQuickStart failed: \(error)")
      await emulator.stop()
      exit(1)
    }
  }

  private static func run(against emulator: Emulator) async throws -> Bool {
    let credentials = CredentialCache(
      source: try roleCredentials(of: emulator),
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.seconds(2)), mandatoryWindow: .milliseconds(500),
        failureBackoff: .milliseconds(100) ... .milliseconds(200)))
    let configuration = ClientConfiguration(credentials: credentials, region: emulator.configuration.region)
    let s3Endpoint = try Endpoint(emulator.s3Endpoint)
    let elasticEndpoint = try ElasticEndpoint(emulator.elasticEndpoint, service: .es)

    let s3 = ServiceClientFactory(credentials: credentials) { _ in
      S3Client(configuration: configuration, endpoint: s3Endpoint, addressing: .pathStyle)
    }
    let elastic = ServiceClientFactory(credentials: credentials) { _ in
      ElasticClient(configuration: configuration, endpoint: elasticEndpoint)
    }

    print("Role credentials that live \(lifetime), for S3 and Elasticsearch, for \(runtime).\n")
    let workload = Workload(s3: s3, elastic: elastic)
    try await workload.prepare()
    let progress = Task { await Progress(workload: workload, credentials: credentials).show() }
    await workload.run(for: runtime)
    progress.cancel()
    await progress.value

    let summary = try await Summary.make(workload: workload, credentials: credentials, emulator: emulator)
    print(summary.text)
    try await ClassicMistake(emulator: emulator, credentials: credentials, configuration: configuration).show()
    return summary.isSuccess
  }

  /// What `CredentialCache.shared` would find on an EC2 instance, with the emulator's address.
  private static func roleCredentials(of emulator: Emulator) throws -> InstanceMetadataSource {
    let settings = try InstanceMetadataSettings(endpoint: emulator.instanceMetadataEndpoint, environment: [:])
    return InstanceMetadataSource(
      client: InstanceMetadataClient(transport: AsyncHTTPClientTransport.shared, settings: settings))
  }
}
