import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime

/// Where the run takes place: on the emulator, or in AWS as the environment has it.
struct Arena: Sendable {
  let title: String
  let configuration: ClientConfiguration
  let elasticEndpoint: ElasticEndpoint
  let bucket: String
  let makesBucket: Bool
  /// How many rotations there must be.
  let rotations: Int
  /// How many requests the services say they have rejected; AWS does not say.
  let rejected: @Sendable () -> Int

  /// AWS, if `ES_ENDPOINT` names a domain and `S3_BUCKET` a bucket; else `nil`.
  static func fromEnvironment() async throws -> Arena? {
    let environment = ProcessEnvironment.current
    guard let domain = environment["ES_ENDPOINT"], let bucket = environment["S3_BUCKET"] else { return nil }
    return Arena(
      title: "The credentials and the region that an AWS SDK would find here.",
      configuration: try await .standard(),
      elasticEndpoint: try ElasticEndpoint(domain), bucket: bucket, makesBucket: false, rotations: 0, rejected: { 0 })
  }

  /// The emulator, with refresh windows scaled to a lifetime of seconds.
  static func emulated(_ emulator: Emulator) async throws -> Arena {
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(emulator.environment), transport: AsyncHTTPClientTransport.shared)
    let credentials = CredentialCache(
      provider: .instanceMetadata(in: context),
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.seconds(2)), mandatoryWindow: .milliseconds(500),
        failureBackoff: .milliseconds(100) ... .milliseconds(200)))
    let lifetime = emulator.configuration.credentialLifetime.components.seconds
    return Arena(
      title: "A role's credentials, which live \(lifetime) seconds, from the instance metadata service.",
      configuration: try await .standard(credentials: credentials, in: context),
      elasticEndpoint: try ElasticEndpoint(emulator.elasticEndpoint, service: .es),
      bucket: "evergreen-quickstart", makesBucket: true, rotations: 3, rejected: { emulator.statistics.rejected })
  }
}
