import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Logging
import Testing

/// What `emulator.environment` is for: a context made from it, and from nothing of this machine.
@Suite struct EnvironmentTests {
  private func context(_ emulator: Emulator) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(emulator.environment),
      transport: PatientTransport(AsyncHTTPClientTransport.shared))
  }

  private func with(
    _ services: Set<EmulatorService> = EmulatorService.all, _ body: (Emulator) async throws -> Void
  ) async throws {
    var configuration = EmulatorConfiguration()
    configuration.services = services
    configuration.region = "eu-central-1"
    configuration.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    try await Emulator.withEmulator(configuration, body)
  }

  @Test func `clients work with the environment and nothing else`() async throws {
    try await with { emulator in
      let context = context(emulator)
      let s3 = try await S3Client(in: context)
      #expect(s3.region == "eu-central-1")
      try await s3.createBucket("greetings")
      try await s3.put("Hello", bucket: "greetings", key: "one")
      #expect(try await s3.get(bucket: "greetings", key: "one") == Array("Hello".utf8))
      let endpoint = try #require(emulator.environment["ES_ENDPOINT"])
      let es = try await ElasticClient(endpoint, in: context)
      try await es.index("greetings", id: "1", body: ["text": "Hello"])
      let identity = try await STSClient.standard(in: context).getCallerIdentity()
      #expect(identity.arn.contains("assumed-role/evergreen-role"))
      #expect(emulator.statistics.metadataCredentialFetches > 0 && emulator.statistics.containerCredentialFetches == 0)
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func `without instance metadata, credentials come from the container endpoint`() async throws {
    try await with([.containerCredentials, .s3]) { emulator in
      try await S3Client(in: context(emulator)).createBucket("greetings")
      #expect(emulator.statistics.containerCredentialFetches > 0)
      emulator.containerAuthorizationToken = "another"
      #expect(emulator.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] == "another")
      emulator.containerAuthorizationToken = ""
      #expect(emulator.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] == nil)
      #expect(emulator.environment["AWS_EC2_METADATA_DISABLED"] == "true")
      #expect(emulator.environment["AWS_ENDPOINT_URL_STS"] == nil && emulator.environment["ES_ENDPOINT"] == nil)
    }
  }

  @Test func `the other services are found by their variables`() async throws {
    try await with { emulator in
      let settings = try SharedSettings(context: context(emulator))
      for (service, address) in [
        ("S3", emulator.s3Endpoint), ("STS", emulator.stsEndpoint), ("SSO", emulator.ssoPortalEndpoint),
        ("SSO OIDC", emulator.ssoOIDCEndpoint), ("SIGNIN", emulator.signInEndpoint),
      ] {
        #expect(try settings.endpointURL(of: service)?.url == address)
      }
      #expect(emulator.environment.values.allSatisfy { !$0.isEmpty })
      #expect(emulator.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] == nil)
    }
  }
}
