import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import Testing

@Suite
struct AssumeRoleTests {
  private func sts(_ emulator: Emulator, _ credentials: any CredentialProvider) throws -> STSClient {
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: credentials), region: emulator.configuration.region)
    return try STSClient(configuration: configuration, endpoint: Endpoint(emulator.stsEndpoint))
  }

  private static let role = STSClient.AssumeRoleInput(
    roleArn: "arn:aws:iam::123456789012:role/a role+more", sessionName: "me@example.com", duration: .seconds(900),
    externalId: "x/y z")

  @Test func aRoleIsTakenOnAndItsCredentialsWork() async throws {
    try await Emulator.withEmulator { emulator in
      let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "emulated")
      emulator.registerPermanentKey(accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey)
      let provider = AssumeRoleCredentialProvider(
        role: Self.role, client: try sts(emulator, StaticCredentialProvider(key)))
      let session = try await provider.credentials()
      #expect(session.sessionToken != nil)
      #expect(session.expiration != nil)
      #expect(session.provider.contains("arn:aws:iam::123456789012:role/a role+more"))
      let identity = try await sts(emulator, StaticCredentialProvider(session)).getCallerIdentity()
      #expect(identity.account == emulator.configuration.accountId)
      #expect(identity.arn.contains("assumed-role"))
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func anUnknownKeyIsRefusedAndExplained() async throws {
    try await Emulator.withEmulator { emulator in
      let key = Credentials(accessKeyId: "AKIANOBODY", secretAccessKey: "unknown")
      let client = try sts(emulator, StaticCredentialProvider(key))
      let error = await #expect(throws: ServiceError.self) { try await client.getCallerIdentity() }
      #expect(error?.code == "InvalidClientTokenId")
      #expect(error?.explanation?.contains("AKIANOBODY") == true)
    }
  }

  @Test func aRefusalForGoodIsNotRecoverable() async throws {
    let transport = ScriptedTransport([
      .status(
        403,
        body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>")
    ])
    let error = await #expect(throws: CredentialError.self) { try await scripted(transport).credentials() }
    #expect(error?.code == .rejected)
    #expect(error?.message.contains("not you") == true)
  }

  @Test(arguments: ["", "<AssumeRoleResponse/>", "no XML", "<a><b></a>"])
  func anAnswerWithoutCredentialsIsAnError(_ body: String) async throws {
    let error = await #expect(throws: CredentialError.self) {
      try await scripted(ScriptedTransport([.text(body)])).credentials()
    }
    #expect(error?.code == .invalidResponse)
  }

  @Test func missingBaseCredentialsDoNotLetAChainGoOn() async throws {
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: EnvironmentCredentialProvider(environment: [:])), region: "us-east-1",
      transport: ScriptedTransport())
    let provider = AssumeRoleCredentialProvider(role: Self.role, client: try STSClient(configuration: configuration))
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.code == .invalidConfiguration)
  }

  private func scripted(_ transport: ScriptedTransport) throws -> AssumeRoleCredentialProvider {
    let configuration = ClientConfiguration(
      credentials: CredentialCache(
        provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush"))),
      region: "us-east-1", transport: transport)
    return AssumeRoleCredentialProvider(role: Self.role, client: try STSClient(configuration: configuration))
  }
}
