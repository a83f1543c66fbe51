import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

struct RegionTests {
  private let files = InMemoryFileSystem()
  private let transport = ScriptedTransport([.text("token"), .text("eu-north-1")])

  private func resolver(_ environment: ProcessEnvironment) -> RegionResolver {
    RegionResolver(
      context: CredentialProviderContext(environment: environment, fileSystem: files, transport: ScriptedTransport()),
      metadata: InstanceMetadataClient(
        context: CredentialProviderContext(
          environment: environment, fileSystem: files, transport: transport, clock: ManualClock())))
  }

  @Test func theFirstThatIsSetCounts() async throws {
    files.write("/home/me/.aws/config", "[default]\nregion = ap-northeast-2\n[profile other]\nregion = sa-east-1\n")
    var variables = [
      "HOME": "/home/me", "AWS_PROFILE": "other", "AWS_REGION": "us-west-2", "AWS_DEFAULT_REGION": "us-east-2",
    ]
    #expect(try await resolver(ProcessEnvironment(variables)).region("eu-west-3") == "eu-west-3")
    #expect(try await resolver(ProcessEnvironment(variables)).region(" ") == "us-west-2")
    variables["AWS_REGION"] = ""
    #expect(try await resolver(ProcessEnvironment(variables)).region() == "us-east-2")
    variables["AWS_DEFAULT_REGION"] = nil
    #expect(try await resolver(ProcessEnvironment(variables)).region() == "sa-east-1")
    variables["AWS_PROFILE"] = nil
    #expect(try await resolver(ProcessEnvironment(variables)).region() == "ap-northeast-2")
    #expect(transport.requests.isEmpty)
  }

  @Test func theInstanceIsAskedLast() async throws {
    #expect(try await resolver(["HOME": "/home/me"]).region() == "eu-north-1")
    #expect(transport.requests.last?.head.path == "/latest/meta-data/placement/region")
  }

  @Test func nowhereToBeFoundIsExplained() async throws {
    let error = await #expect(throws: ServiceError.self) {
      try await resolver(["HOME": "/home/me", "AWS_EC2_METADATA_DISABLED": "true"]).region()
    }
    let text = "\(try #require(error))"
    for place in ["AWS_REGION", "AWS_DEFAULT_REGION", "profile 'default'", "AWS_EC2_METADATA_DISABLED"] {
      #expect(text.contains(place))
    }
  }

  @Test(arguments: ["us-east-1/evil", "a.b", "x@y", "-a", "us east"])
  func whatWouldBecomeAnotherHostIsRefused(_ region: String) async throws {
    let error = await #expect(throws: ServiceError.self) { try await resolver(["AWS_REGION": region]).region() }
    #expect(error?.message.contains("AWS_REGION") == true)
  }
}
