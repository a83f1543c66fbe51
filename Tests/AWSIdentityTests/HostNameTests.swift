import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// What becomes part of a host name is checked before anything is sent to it, and what is wrong with an endpoint is said without
/// quoting it.
struct HostNameTests {
  /// None of them is a region; with some of them in its name a host would be another one's.
  static let foreign = [
    "evil.example/x", "evil.example", "x@evil.example", "evil.example:443", "evil.example#", "evil.example?", "-a",
    "a-",
    "us east", "us-east-1/", "us-east-1.", "\u{212A}r-1", "us-east-1\r\nx: y", "%65vil", "evil\\x", "us_east_1",
    String(repeating: "a", count: 64),
  ]

  @Test(arguments: foreign) func aRegionOfSTSIsOne(region: String) async throws {
    let transport = ScriptedTransport()
    let error = #expect(throws: ServiceError.self) {
      try STSClient(anonymousIn: region, transport: transport, clock: ManualClock())
    }
    #expect(error?.code == "Region" && error?.message.contains("region") == true)
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush")
    #expect(throws: ServiceError.self) {
      try STSClient(
        configuration: ClientConfiguration(
          credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: region, transport: transport))
    }
  }

  @Test(arguments: foreign) func noSettingBecomesAnotherHost(region: String) async throws {
    let transport = ScriptedTransport()
    for (variables, config) in [
      (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r", "AWS_REGION": region], ""),
      (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r", "AWS_DEFAULT_REGION": region], ""),
    ] {
      let context = CredentialProviderContext(
        environment: ProcessEnvironment(variables),
        fileSystem: InMemoryFileSystem(["/t": "the.web.token", "/home/me/.aws/config": config]), transport: transport,
        clock: ManualClock(), random: { 0 })
      let error = await #expect(throws: CredentialError.self) {
        try await WebIdentityCredentialProvider(context: context).credentials()
      }
      #expect(error?.code == .invalidConfiguration, "\(String(describing: error))")
    }
    #expect(transport.requests.isEmpty)
  }

  @Test func aProfilesRegionsAreOnes() async throws {
    let transport = ScriptedTransport()
    for setting in ["role_arn = arn:r\nweb_identity_token_file = /t\nregion = evil.example/x"] {
      let files = InMemoryFileSystem(["/t": "the.web.token", "/home/me/.aws/config": "[default]\n\(setting)\n"])
      let context = CredentialProviderContext(
        environment: ["HOME": "/home/me"], fileSystem: files, transport: transport, clock: ManualClock(), random: { 0 })
      let error = await #expect(throws: CredentialError.self) {
        try await ProfileCredentialProvider(context: context).credentials()
      }
      #expect(error.map { "\($0)".contains("region") } == true, "\(String(describing: error))")
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: ["evil.example", "-a", "a-", "us-east-1.", "EU WEST", "us_east_1", "\u{212A}r-1"])
  func theInstancesRegionIsOne(region: String) async throws {
    let resolver = RegionResolver(
      context: CredentialProviderContext(
        environment: ["HOME": "/home/me"], fileSystem: InMemoryFileSystem(), transport: ScriptedTransport()),
      metadata: InstanceMetadataClient(
        context: CredentialProviderContext(
          environment: ["HOME": "/home/me"], fileSystem: InMemoryFileSystem(),
          transport: ScriptedTransport([.text("token"), .text(region)]), clock: ManualClock())))
    let error = await #expect(throws: ServiceError.self) { try await resolver.region() }
    #expect(error?.code == "Region")
  }

  // MARK: - Errors about endpoints

  private static let secretive = [
    "https://user:hunter2@example.com", "https://user:hunter2", "https://example.com/k?X-Amz-Signature=hunter2",
    "https://example.com:hunter2/", "https://example.com/#hunter2", "http://[hunter2]", "https://hunter2 x",
  ]

  @Test(arguments: secretive) func noSettingOfAnEndpointIsQuoted(url: String) async throws {
    let transport = ScriptedTransport()
    for (variable, config) in [
      ("AWS_ENDPOINT_URL", ""), ("AWS_ENDPOINT_URL_STS", ""), ("X", "[default]\nendpoint_url = \(url)\n"),
      ("X", "[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = \(url)\n"),
    ] {
      let context = CredentialProviderContext(
        environment: ProcessEnvironment([
          variable: url, "HOME": "/home/me", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r",
          "AWS_REGION": "us-east-1",
        ]),
        fileSystem: InMemoryFileSystem(["/t": "the.web.token", "/home/me/.aws/config": config]), transport: transport,
        clock: ManualClock(), random: { 0 })
      let error = await #expect(throws: CredentialError.self) {
        try await WebIdentityCredentialProvider(context: context).credentials()
      }
      expect(error, names: variable == "X" ? "endpoint_url" : variable)
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(
    arguments: secretive + [
      "http://127.0.0.1/hunter2 x", "http://127.0.0.1/?hunter2", "http://user:hunter2@127.0.0.1/",
    ])
  func noMetadataAddressIsQuoted(url: String) async throws {
    let metadata = await #expect(throws: CredentialError.self) {
      try await InstanceMetadataCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": url], fileSystem: InMemoryFileSystem(),
          transport: ScriptedTransport(), clock: ManualClock())
      ).credentials()
    }
    expect(metadata, names: "AWS_EC2_METADATA_SERVICE_ENDPOINT")
    // What would be an address here is one that nobody answers at.
    let container = await #expect(throws: CredentialError.self) {
      try await ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], fileSystem: InMemoryFileSystem(),
          transport: ScriptedTransport { _ throws(HTTPTransportError) in
            throw HTTPTransportError(.invalidRequest, message: "no")
          }, clock: ManualClock())
      ).credentials()
    }
    expect(container, names: nil)
  }

  @Test func thePathOfAConfiguredAddressIsNotShown() async throws {
    let error = await #expect(throws: CredentialError.self) {
      try await InstanceMetadataCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9/hunter2"],
          fileSystem: InMemoryFileSystem(),
          transport: ScriptedTransport { _ throws(HTTPTransportError) in
            throw HTTPTransportError(.invalidRequest, message: "no")
          }, clock: ManualClock())
      ).credentials()
    }
    expect(error, names: "127.0.0.1:9")
  }

  private func expect(_ error: CredentialError?, names: String?, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let error else { return }
    var dumped = ""
    dump(error, to: &dumped)
    for shown in ["\(error)", error.message, String(reflecting: error), dumped] {
      #expect(!shown.contains("hunter2"), "\(shown)", sourceLocation: sourceLocation)
    }
    if let names { #expect("\(error)".contains(names), "\(error)", sourceLocation: sourceLocation) }
  }
}
