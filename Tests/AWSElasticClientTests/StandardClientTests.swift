import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// `ElasticClient("…")` finds what the SDKs find, and sends nothing before the first request but what the region needs.
struct StandardClientTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "emulated"]
  private let files = InMemoryFileSystem()

  private func context(
    _ variables: [String: String], transport: any HTTPTransport = ScriptedTransport()
  ) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(variables.merging(["HOME": "/h"]) { $1 }), fileSystem: files, transport: transport
    )
  }

  @Test func theEnvironmentIsEnough() async throws {
    try await Emulator.withEmulator { emulator in
      emulator.registerPermanentKey(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "emulated")
      let variables = Self.keys.merging(["AWS_REGION": emulator.configuration.region]) { $1 }
      let es = try await ElasticClient(
        emulator.elasticEndpoint, in: context(variables, transport: PatientTransport(AsyncHTTPClientTransport.shared)))
      try await es.index("books", id: "1", document: Book(title: "Evergreen", year: 2026))
      #expect(try await es.get("books", id: "1", as: Book.self).source == Book(title: "Evergreen", year: 2026))
      #expect(emulator.statistics.rejected == 0)
    }
  }

  /// Neither variable, file nor instance is asked for what the host says.
  @Test(arguments: [
    ("search-books.ap-northeast-2.es.amazonaws.com", "es", "ap-northeast-2"),
    ("https://abc.eu-west-1.aoss.amazonaws.com", "aoss", "eu-west-1"),
  ])
  func theHostSaysTheRegion(_ host: String, _ service: String, _ region: String) async throws {
    let transport = ScriptedTransport([.status(200, body: #"{"count":1}"#)])
    let es = try await ElasticClient(host, in: context(Self.keys, transport: transport))
    #expect(transport.requests.isEmpty)
    #expect(try await es.count("books") == 1)
    #expect(transport.requests.count == 1)
    let authorization = transport.requests.first?.head.headerFields[.authorization]
    #expect(authorization?.contains("/\(region)/\(service)/") == true, "\(authorization as Any)")
  }

  @Test func aHostOfOnesOwnTakesTheRegionThatIsFound() async throws {
    let transport = ScriptedTransport([.text("token"), .text("eu-north-1")])
    let es = try await ElasticClient("search.example", in: context([:], transport: transport))
    #expect(transport.requests.map { $0.head.path } == ["/latest/api/token", "/latest/meta-data/placement/region"])
    #expect(es.endpoint.region == nil && es.endpoint.service == .es)
    let given = try await ElasticClient(
      "search.example", service: .aoss, region: "sa-east-1", in: context(["AWS_REGION": "eu-west-1"]))
    #expect(given.endpoint.region == "sa-east-1" && given.endpoint.service == .aoss)
  }

  @Test func anEndpointMayBeGivenWhole() async throws {
    let transport = ScriptedTransport([.status(200, body: #"{"count":1}"#)])
    let tunnel = try ElasticEndpoint(
      "https://localhost:8443", signingHost: "vpc-books.ap-northeast-2.es.amazonaws.com")
    let es = try await ElasticClient(tunnel, responseLimit: 1000, in: context(Self.keys, transport: transport))
    _ = try await es.count("books")
    #expect(transport.requests.first?.head.authority == "localhost:8443")
    #expect(es.responseLimit == 1000)
  }

  @Test func whatIsMissingIsNamed() async throws {
    let off = ["AWS_EC2_METADATA_DISABLED": "true"]
    let endpoint = await #expect(throws: ElasticError.self) { _ = try await ElasticClient("a b", in: context(off)) }
    #expect(endpoint?.code == .invalidRequest)
    let region = await #expect(throws: ElasticError.self) {
      _ = try await ElasticClient("search.example", in: context(off))
    }
    #expect(region?.code == .invalidRequest && region?.message.contains("AWS_REGION") == true)
    let profile = await #expect(throws: ElasticError.self) {
      _ = try await ElasticClient("search-books.ap-northeast-2.es.amazonaws.com", profile: "none", in: context(off))
    }
    #expect(profile?.message.contains("'none'") == true)
  }

  @Test func aCancelledTaskIsToldSo() async throws {
    let transport = ScriptedTransport([.text("token"), .text("eu-north-1")])
    transport.hold()
    let context = context([:], transport: transport)
    let task = TestTask { _ = try await ElasticClient("search.example", in: context) }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    transport.release()
  }
}
