import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime

/// Where the service runs: against AWS as the environment has it, or against the emulator.
struct Surroundings: Sendable {
  let configuration: ClientConfiguration
  let elasticEndpoint: ElasticEndpoint
  let bucket: String

  /// AWS, if `ES_ENDPOINT` names a domain and `S3_BUCKET` a bucket; else `nil`.
  static func fromEnvironment(transport: AsyncHTTPClientTransport) async throws -> Surroundings? {
    let environment = ProcessEnvironment.current
    guard let domain = environment["ES_ENDPOINT"], let bucket = environment["S3_BUCKET"] else { return nil }
    return Surroundings(
      configuration: try await .standard(transport: transport), elasticEndpoint: try ElasticEndpoint(domain),
      bucket: bucket)
  }

  static func emulated(_ emulator: Emulator, transport: AsyncHTTPClientTransport) async throws -> Surroundings {
    Surroundings(
      configuration: try await .standard(environment: emulator.environment, transport: transport),
      elasticEndpoint: try ElasticEndpoint(emulator.elasticEndpoint, service: .es), bucket: "notes")
  }
}
