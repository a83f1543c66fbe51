import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import Testing

/// A call of a cancelled task throws `CancellationError`, whatever the cancellation made fail.
struct CancellationTests {
  struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (STSClient) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (STSClient) async throws -> Void) {
      (testDescription, self.run) = (name, run)
    }
  }

  private static let role = "arn:aws:iam::123456789012:role/reader"

  /// Calls that are signed.
  static let signed: [Call] = [
    Call("AssumeRole") { sts in _ = try await sts.assumeRole(.init(roleArn: role, sessionName: "s")) },
    Call("GetCallerIdentity") { sts in _ = try await sts.getCallerIdentity() },
    Call("GetSessionToken") { sts in _ = try await sts.getSessionToken() },
  ]

  static let all: [Call] =
    signed + [
      Call("AssumeRoleWithWebIdentity") { sts in
        let identity = STSClient.WebIdentity(roleArn: role, sessionName: "s", token: "t")
        _ = try await sts.assumeRole(with: identity)
      },
      Call("AssumeRoleWithSAML") { sts in
        let identity = STSClient.SAMLIdentity(
          roleArn: role, principalArn: "arn:aws:iam::123456789012:saml-provider/p", assertion: "a")
        _ = try await sts.assumeRole(with: identity)
      },
    ]

  private func client(_ provider: any CredentialProvider, _ transport: ScriptedTransport) throws -> STSClient {
    try STSClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider), region: "eu-west-1", transport: transport))
  }

  @Test(arguments: all) func whileARequestIsOnItsWay(_ call: Call) async throws {
    let transport = ScriptedTransport([.text("")])
    transport.hold()
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake")
    let sts = try client(StaticCredentialProvider(key), transport)
    let task = TestTask { try await call.run(sts) }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: signed) func whileItWaitsForCredentials(_ call: Call) async throws {
    let provider = ScriptedCredentialProvider()
    provider.hold()
    let sts = try client(provider, ScriptedTransport())
    let task = TestTask { try await call.run(sts) }
    try await provider.waitForCalls(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    provider.release()
  }

  @Test func whileAnInstanceIsAskedForARegion() async throws {
    let calls: [@Sendable (CredentialProviderContext) async throws -> Void] = [
      { _ = try await RegionResolver(context: $0).region() },
      { _ = try await InstanceMetadataClient(context: $0).region() },
      { _ = try await InstanceMetadataClient(context: $0).value(at: "/latest/meta-data/instance-id") },
      { _ = try await ClientConfiguration.standard(in: $0) },
    ]
    for call in calls {
      let transport = ScriptedTransport([.text("token"), .text("eu-north-1")])
      transport.hold()
      let context = CredentialProviderContext(
        environment: [:], fileSystem: InMemoryFileSystem(), transport: transport)
      let task = TestTask { try await call(context) }
      try await transport.waitForRequests(1)
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      transport.release()
    }
  }
}
