import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

/// A provider in one line: as a member of `CredentialProvider`, as a `CredentialSource`, and as what a client is given.
struct CredentialSourceTests {
  private static let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake")
  private let files = InMemoryFileSystem()

  private func context(_ variables: [String: String], transport: any HTTPTransport = ScriptedTransport())
    -> CredentialProviderContext
  {
    CredentialProviderContext(
      environment: ProcessEnvironment(variables.merging(["HOME": "/h"]) { $1 }), fileSystem: files, transport: transport
    )
  }

  private func emulated(_ emulator: Emulator, _ more: [String: String] = [:]) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(emulator.environment.merging(more) { $1 }), fileSystem: files,
      transport: PatientTransport(AsyncHTTPClientTransport.shared))
  }

  @Test func aCacheTakesEveryProviderByName() {
    let role = "arn:aws:iam::123456789012:role/reader"
    let names = [
      CredentialCache(provider: .default), CredentialCache(provider: .environment),
      CredentialCache(provider: .static(Self.key)),
      CredentialCache(provider: .static(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "fake")),
      CredentialCache(provider: .anonymous), CredentialCache(provider: .profile("dev")),
      CredentialCache(provider: .instanceMetadata), CredentialCache(provider: .container),
      CredentialCache(provider: .webIdentity),
      CredentialCache(provider: .webIdentity(roleArn: role, tokenFile: "/token")),
      CredentialCache(
        provider: .sso(startURL: "https://x", region: "eu-west-1", accountId: "123456789012", roleName: "reader")),
      CredentialCache(provider: .assumeRole(role, using: .environment)),
      CredentialCache(provider: .process("/bin/helper")),
    ].map(\.providerName)
    #expect(
      names == [
        CredentialChain([]).name, "environment", "static", "static", "anonymous", "profile 'dev'",
        InstanceMetadataCredentialProvider().name, "container", "web identity", "web identity",
        "SSO, account 123456789012, role reader", "assume role \(role)", "process",
      ])
  }

  @Test func theClientsContextAppliesToItsSource() async throws {
    files.write(
      "/h/.aws/config", "[profile dev]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = fake\n")
    let variables = [
      "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "fake",
    ]
    let context = context(variables)
    func keyId(_ source: any S3CredentialSource) async throws -> String {
      let s3 = try await S3Client(credentials: source, in: context)
      return try await s3.configuration.credentials.snapshot().credentials.accessKeyId
    }
    #expect(try await keyId(.environment) == "AKIAIOSFODNN7EXAMPLE")
    #expect(try await keyId(.profile("dev")) == "AKIDEXAMPLE")
    #expect(try await keyId(.default) == "AKIAIOSFODNN7EXAMPLE")
    #expect(try await keyId(.provider(.static(Self.key))) == "AKIAIOSFODNN7EXAMPLE")
    let cache = CredentialCache(provider: .static(Self.key))
    let s3 = try await S3Client(credentials: cache, in: context)
    let es = try await ElasticClient("localhost", credentials: cache, in: context)
    #expect(s3.configuration.credentials === cache && es.endpoint.endpoint.host == "localhost")
    let standard = try await ClientConfiguration.standard(credentials: .profile("dev"), in: context)
    #expect(try await standard.credentials.snapshot().credentials.accessKeyId == "AKIDEXAMPLE")
    let plain = ClientConfiguration(credentials: .environment, region: "eu-west-1", in: context)
    #expect(try await plain.credentials.snapshot().credentials.accessKeyId == "AKIAIOSFODNN7EXAMPLE")
  }

  @Test func theProcessesOwnCredentialsAreShared() {
    #expect(CredentialSource.default.cache() === CredentialCache.shared)
    #expect(CredentialSource.anonymous.cache() === CredentialCache.anonymous)
    #expect(CredentialSource.environment.cache() !== CredentialSource.environment.cache())
    #expect("\(CredentialSource.profile("dev"))" == "profile 'dev'")
  }

  @Test func aRoleIsAssumedWithAnotherSource() async throws {
    try await Emulator.withEmulator { emulator in
      let role = "arn:aws:iam::123456789012:role/reader"
      let s3 = try await S3Client(
        credentials: .assumeRole(role, sessionName: "job", using: .instanceMetadata), in: emulated(emulator))
      try await s3.createBucket("greetings")
      let sts = try STSClient.standard(credentials: s3.configuration.credentials, in: emulated(emulator))
      #expect(try await sts.getCallerIdentity().arn == "arn:aws:sts::123456789012:assumed-role/reader/job")
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func aSettingOfSTSThatIsWrongIsAnErrorOfTheFetch() async {
    let cache = CredentialSource.assumeRole("arn:aws:iam::123456789012:role/reader", using: .environment)
      .cache(in: context(["AWS_USE_FIPS_ENDPOINT": "perhaps"]))
    let error = await #expect(throws: CredentialError.self) { try await cache.snapshot() }
    #expect(error?.code == .invalidConfiguration && error?.message.contains("AWS_USE_FIPS_ENDPOINT") == true)
  }

  @Test func aProgramThatNoProfileNamesIsNotSaidToBeAProfiles() async {
    var context = context([:])
    context.processRunner = ScriptedProcessRunner([.failure(ProcessError(.notFound, message: "There is none."))])
    let cache = CredentialSource.process("/no/such/program").cache(in: context)
    let error = await #expect(throws: CredentialError.self) { try await cache.snapshot() }
    #expect(error?.message.hasPrefix("The credential process failed.") == true, "\(error as Any)")
    #expect(error?.message.contains("profile") == false)
  }
}
