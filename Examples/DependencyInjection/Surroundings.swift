import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime

/// Where the service runs: against AWS as the environment has it, or against the emulator.
struct Surroundings: Sendable {
  let configuration: ClientConfiguration
  let s3Endpoint: Endpoint?
  let elasticEndpoint: ElasticEndpoint
  let bucket: String

  /// AWS, if `ES_ENDPOINT` names a domain and `S3_BUCKET` a bucket; else `nil`.
  static func fromEnvironment(transport: AsyncHTTPClientTransport) async throws -> Surroundings? {
    let environment = ProcessEnvironment.current
    guard let domain = environment["ES_ENDPOINT"], let bucket = environment["S3_BUCKET"] else { return nil }
    return Surroundings(
      configuration: try await .standard(transport: transport),
      s3Endpoint: try environment["AWS_ENDPOINT_URL_S3"].map { try Endpoint($0) },
      elasticEndpoint: try ElasticEndpoint(domain), bucket: bucket)
  }

  static func emulated(_ emulator: Emulator, transport: AsyncHTTPClientTransport) throws -> Surroundings {
    let settings = try InstanceMetadataSettings(endpoint: emulator.instanceMetadataEndpoint, environment: [:])
    let provider = InstanceMetadataCredentialProvider(
      client: InstanceMetadataClient(transport: transport, settings: settings))
    return Surroundings(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider), region: emulator.configuration.region, transport: transport),
      s3Endpoint: try Endpoint(emulator.s3Endpoint),
      elasticEndpoint: try ElasticEndpoint(emulator.elasticEndpoint, service: .es), bucket: "notes")
  }
}
