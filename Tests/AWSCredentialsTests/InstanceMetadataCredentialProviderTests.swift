import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

struct InstanceMetadataCredentialProviderTests {
  private let clock = SelfAdvancingClock()
  private let rolePath = "/latest/meta-data/iam/security-credentials/"

  private func client(_ transport: ScriptedTransport, _ variables: [String: String] = [:]) -> InstanceMetadataClient {
    InstanceMetadataClient(
      context: CredentialProviderContext(
        environment: ProcessEnvironment(variables), fileSystem: InMemoryFileSystem(), transport: transport, clock: clock
      ))
  }

  private func provider(_ transport: ScriptedTransport, _ variables: [String: String] = [:])
    -> InstanceMetadataCredentialProvider
  {
    InstanceMetadataCredentialProvider(client: client(transport, variables))
  }

  private func failure(_ answers: [ScriptedTransport.Response]) async -> CredentialError? {
    await #expect(throws: CredentialError.self) { try await provider(ScriptedTransport(answers)).credentials() }
  }

  private func document(_ key: String = "ASIAEXAMPLE") -> ScriptedTransport.Response {
    .text(
      """
      {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"\(key)","SecretAccessKey":"hush","Token":"hush-token",
       "Expiration":"2026-01-31T12:00:00Z"}
      """)
  }

  @Test func readsTokenOnceAndRoleEachTime() async throws {
    let transport = ScriptedTransport([
      .text("hush-1"), .text("role-a\n"), document("A"), .text("role-b"), document("B"),
    ])
    let provider = provider(transport)
    #expect(try await provider.credentials().accessKeyId == "A")
    let second = try await provider.credentials()
    #expect(second.accessKeyId == "B" && second.sessionToken == "hush-token" && second.provider == "instance metadata")
    #expect(
      transport.requests.map(\.head.path) == [
        "/latest/api/token", rolePath, rolePath + "role-a", rolePath, rolePath + "role-b",
      ])
    #expect(transport.requests[0].head.method == .put)
    #expect(transport.requests[0]["X-aws-ec2-metadata-token-ttl-seconds"] == "21600")
    #expect(transport.requests.dropFirst().allSatisfy { $0["X-aws-ec2-metadata-token"] == "hush-1" })
    #expect(transport.requests[0].timeouts.connect == .seconds(1))
    #expect(provider.staleness == .mayServeStale)
  }

  @Test func tokenIsReplacedTwoMinutesEarly() async throws {
    let header = try #require(HTTPField.Name("X-Aws-Ec2-Metadata-Token-Ttl-Seconds"))
    let transport = ScriptedTransport([
      .status(200, headers: [header: "600"], body: "one"), .text("eu-west-1"), .text("eu-west-1"), .text("two"),
      .text("eu-west-1"),
    ])
    let client = client(transport)
    _ = try await client.region()
    clock.advance(by: .seconds(479))
    _ = try await client.region()
    clock.advance(by: .seconds(1))
    _ = try await client.region()
    #expect(transport.requests.map { $0["X-aws-ec2-metadata-token"] } == [nil, "one", "one", nil, "two"])
  }

  /// The service counts seconds. What the wall clock is set to meanwhile neither ends a token nor keeps it alive.
  @Test(arguments: [3600, -3600, 86_400, -86_400])
  func aTokenLivesByTheMonotonicClock(_ jump: Int) async throws {
    let clock = ManualClock()
    let header = try #require(HTTPField.Name("X-Aws-Ec2-Metadata-Token-Ttl-Seconds"))
    let transport = ScriptedTransport([
      .status(200, headers: [header: "600"], body: "one"), .text("eu-west-1"), .text("eu-west-1"), .text("two"),
      .text("eu-west-1"), .text("three"), .text("eu-west-1"),
    ])
    let client = InstanceMetadataClient(
      context: CredentialProviderContext(
        environment: [:], fileSystem: InMemoryFileSystem(), transport: transport, clock: clock))
    _ = try await client.region()
    clock.jump(by: .seconds(jump))
    clock.advance(by: .seconds(479))
    _ = try await client.region()
    clock.advance(by: .seconds(1))
    _ = try await client.region()
    clock.suspend(for: .seconds(86_400))
    _ = try await client.region()
    #expect(
      transport.requests.map { $0["X-aws-ec2-metadata-token"] } == [nil, "one", "one", nil, "two", nil, "three"])
  }

  @Test func refusedTokenIsReplacedOnce() async throws {
    let transport = ScriptedTransport([.text("old"), .status(401), .text("new"), .text("eu-west-1")])
    #expect(try await client(transport).region() == "eu-west-1")
    #expect(transport.requests.last?["X-aws-ec2-metadata-token"] == "new")
    let stubborn = ScriptedTransport([.text("a"), .status(401), .text("b"), .status(401), .text("c")])
    await #expect(throws: CredentialError.self) { try await client(stubborn).region() }
    #expect(stubborn.requests.count == 4)
  }

  @Test func serverErrorsAreRepeatedConnectFailuresAreNot() async throws {
    let transport = ScriptedTransport([.status(503), .text("t"), .status(500), .status(429), .text("eu-west-1")])
    #expect(try await client(transport).region() == "eu-west-1")
    for code in [HTTPTransportError.Code.connect, .connectTimeout] {
      let silent = ScriptedTransport([.failure(HTTPTransportError(code, message: "nobody"))])
      let error = await #expect(throws: CredentialError.self) { try await provider(silent).credentials() }
      #expect(error?.code == .unreachable && silent.requests.count == 1)
      #expect(error?.message.contains("AWS_EC2_METADATA_DISABLED") == true)
    }
    let twice = ScriptedTransport([.status(500), .status(500)])
    await #expect(throws: CredentialError.self) {
      try await provider(twice, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2"]).credentials()
    }
    #expect(twice.requests.count == 2)
  }

  @Test func tokenTimeoutHintsAtTheHopLimit() async {
    let late = ScriptedTransport.Response.failure(HTTPTransportError(.timeout, message: "late"))
    let error = await failure([late, late, late])
    #expect(error?.code == .timedOut && error?.message.contains("HttpPutResponseHopLimit") == true)
  }

  @Test func explainsWhatIsWrong() async {
    let cases: [(answers: [ScriptedTransport.Response], says: String)] = [
      ([.status(403)], "disabled for this instance"),
      ([.status(404)], "version 1 is not used"),
      ([.text("")], "session token"),
      ([.text("t"), .status(404)], "no role attached"),
      ([.text("t"), .text("\n")], "no role attached"),
      ([.text("t"), .text("r"), .status(404)], "no role 'r'"),
      ([.text("t"), .text("r"), .text("<")], "not a JSON object"),
      ([.text("t"), .text("r"), .text(#"{"Code":"Success","AccessKeyId":"A"}"#)], "SecretAccessKey is missing"),
      ([.text("t"), .text("r"), .text(#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"m"}"#)], "trust policy"),
      ([.text("t"), .text("r"), .text(#"{"Code":"Odd","Message":"because"}"#)], "Odd: because"),
    ]
    for (answers, says) in cases {
      let error = await failure(answers)
      #expect(error?.message.contains(says) == true, "\(says): \(String(describing: error))")
      #expect(error?.code != .notConfigured)
    }
  }

  @Test func profileNameOverrideSkipsTheList() async throws {
    let transport = ScriptedTransport([.text("t"), document()])
    _ = try await provider(transport, ["AWS_EC2_INSTANCE_PROFILE_NAME": "my role/é"]).credentials()
    #expect(transport.requests.last?.head.path == rolePath + "my%20role%2F%C3%A9")
  }

  @Test func disabledMeansNotConfigured() async {
    let transport = ScriptedTransport()
    let error = await #expect(throws: CredentialError.self) {
      try await provider(transport, ["AWS_EC2_METADATA_DISABLED": "TRUE"]).credentials()
    }
    #expect(error?.code == .notConfigured && error?.message.contains("AWS_EC2_METADATA_DISABLED") == true)
    let byProfile = InstanceMetadataCredentialProvider(
      context: CredentialProviderContext(
        environment: ["AWS_CONFIG_FILE": "/c"],
        fileSystem: InMemoryFileSystem(["/c": "[default]\ndisable_ec2_metadata = true\n"]), transport: transport))
    let other = await #expect(throws: CredentialError.self) { try await byProfile.credentials() }
    #expect(other?.code == .notConfigured && other?.message.contains("/c, line 2") == true)
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [
    ("AWS_EC2_METADATA_DISABLED", "1"), ("AWS_METADATA_SERVICE_TIMEOUT", "0"), ("AWS_METADATA_SERVICE_TIMEOUT", "nan"),
    ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "0"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://x?y"),
  ])
  func wrongSettingsAreNamed(_ variable: String, _ value: String) {
    let error = #expect(throws: CredentialError.self) {
      try InstanceMetadataSettings(environment: ProcessEnvironment([variable: value]))
    }
    #expect(error?.code == .invalidConfiguration && error?.message.contains(variable) == true)
  }

  @Test func settingsFromProfileAndEndpointWithPath() async throws {
    let configuration = try SharedConfiguration.load(
      environment: ["AWS_CONFIG_FILE": "/c"],
      fileSystem: InMemoryFileSystem([
        "/c": """
        [default]
        metadata_service_timeout = 2.5
        metadata_service_num_attempts = 7
        ec2_instance_profile_name = r
        ec2_metadata_service_endpoint = http://localhost:1338/base/
        """
      ]))
    let settings = try InstanceMetadataSettings(environment: [:], profile: configuration.profile("default"))
    #expect(settings.timeout == .milliseconds(2500) && settings.attempts == 7)
    #expect(settings.instanceProfileName == "r")
    let transport = ScriptedTransport([.text("t"), .text("eu-west-1")])
    _ = try await InstanceMetadataClient(transport: transport, settings: settings, clock: clock).region()
    #expect(transport.requests.first?.url == "http://localhost:1338/base/latest/api/token")
  }

  @Test func noPrintingShowsTheToken() async throws {
    let transport = ScriptedTransport([.text("hush-1"), .text("eu-west-1")])
    let client = client(transport)
    _ = try await client.region()
    var text = "\(client) \(String(reflecting: client))"
    dump(InstanceMetadataCredentialProvider(client: client), to: &text)
    #expect(!text.contains("hush"))
  }
}
