import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import Testing

struct StandardChainTests {
  private static let container: [String: String] = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/x"]
  private static let variables = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "hush"]
  private let files = InMemoryFileSystem()

  private func chain(_ variables: [String: String], profile: String? = nil, transport: ScriptedTransport)
    -> CredentialChain
  {
    var variables = variables
    variables["HOME"] = "/home/me"
    return .standard(
      in: CredentialProviderContext(
        profile: profile, environment: ProcessEnvironment(variables), fileSystem: files, transport: transport,
        clock: ManualClock()))
  }

  private func writeProfile() {
    files.write(
      "/home/me/.aws/credentials", "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = hush\n")
  }

  private static let json =
    #"{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"hush","Token":"quiet","Expiration":"2100-01-01T00:00:00Z"}"#

  @Test func theOrderIsThatOfTheSDKs() async throws {
    writeProfile()
    let all = Self.variables.merging(Self.container) { $1 }
    let transport = ScriptedTransport([.text(Self.json)])
    #expect(try await chain(all, transport: transport).credentials().accessKeyId == "AKIAENV")
    #expect(try await chain(Self.container, transport: transport).credentials().accessKeyId == "AKIAFILE")
    #expect(transport.requests.isEmpty)
    files.remove("/home/me/.aws/credentials")
    #expect(try await chain(Self.container, transport: transport).credentials().accessKeyId == "ASIACONTAINER")
  }

  @Test func aProfileNamedByTheProgramComesFirst() async throws {
    writeProfile()
    let chain = chain(Self.variables, profile: "default", transport: ScriptedTransport())
    #expect(try await chain.credentials().accessKeyId == "AKIAFILE")
  }

  @Test func aBrokenProviderStopsTheChain() async throws {
    writeProfile()
    let error = await #expect(throws: CredentialError.self) {
      try await chain(["AWS_ACCESS_KEY_ID": "AKIAENV"], transport: ScriptedTransport()).credentials()
    }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains("AWS_SECRET_ACCESS_KEY") == true)
  }

  @Test func anExhaustedChainSaysWhatEveryProviderSaid() async throws {
    let error = await #expect(throws: CredentialError.self) {
      try await chain(["AWS_EC2_METADATA_DISABLED": "true"], transport: ScriptedTransport()).credentials()
    }
    #expect(error?.code == .exhausted)
    #expect(
      error?.attempts.map(\.provider)
        == ["environment", "profile 'default'", "web identity", "container", "instance metadata"])
  }

  @Test func clientsWithoutAProviderShareOneCache() async throws {
    let first = try await ClientConfiguration.standard(region: "us-east-1")
    let second = try await ClientConfiguration.standard(region: "eu-west-1")
    #expect(first.credentials === second.credentials)
    #expect(first.credentials === CredentialCache.shared)
  }
}
