import AWSCore
import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// `S3Client()` and `ElasticClient("…")` find what the SDKs find, and send nothing before the first request but what the
/// region needs.
struct StandardClientTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": S3Fixture.accessKeyId, "AWS_SECRET_ACCESS_KEY": "emulated"]
  private let files = InMemoryFileSystem()

  private func context(
    _ variables: [String: String], transport: any HTTPTransport = ScriptedTransport()
  ) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(variables.merging(["HOME": "/h"]) { $1 }), fileSystem: files, transport: transport
    )
  }

  /// Records the paths of requests and sends them on.
  private final class Recorder: HTTPTransport {
    private let seen = Locked<[String]>([])
    var paths: [String] { seen.withLock { $0 } }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      let path = request.head.path ?? ""
      seen.withLock { $0.append(path) }
      return try await PatientTransport(AsyncHTTPClientTransport.shared).send(request)
    }
  }

  @Test func theEnvironmentIsEnough() async throws {
    try await Emulator.withEmulator { emulator in
      emulator.registerPermanentKey(accessKeyId: S3Fixture.accessKeyId, secretAccessKey: "emulated")
      let recorder = Recorder()
      let variables = Self.keys.merging([
        "AWS_REGION": emulator.configuration.region, "AWS_ENDPOINT_URL_S3": emulator.s3Endpoint,
      ]) { $1 }
      let s3 = try await S3Client(in: context(variables, transport: recorder))
      #expect(recorder.paths.isEmpty && s3.region == emulator.configuration.region)
      try await s3.createBucket("greetings")
      try await s3.put("Hello", bucket: "greetings", key: "greeting")
      #expect(try await s3.get(bucket: "greetings", key: "greeting") == Array("Hello".utf8))
      #expect(emulator.statistics.rejected == 0)
      #expect(recorder.paths.allSatisfy { $0.hasPrefix("/greetings") }, "\(recorder.paths)")
    }
  }

  @Test func anInstanceIsAskedForItsRegionAtOnceAndForCredentialsLater() async throws {
    try await Emulator.withEmulator { emulator in
      let recorder = Recorder()
      let variables = [
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": emulator.instanceMetadataEndpoint,
        "AWS_ENDPOINT_URL_S3": emulator.s3Endpoint,
      ]
      let s3 = try await S3Client(in: context(variables, transport: recorder))
      #expect(s3.region == emulator.configuration.region)
      #expect(recorder.paths == ["/latest/api/token", "/latest/meta-data/placement/region"])
      try await s3.createBucket("greetings")
      #expect(recorder.paths.contains { $0.contains("/security-credentials/") })
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func aProfileBringsItsCredentialsRegionAndEndpoint() async throws {
    try await Emulator.withEmulator { emulator in
      emulator.registerPermanentKey(accessKeyId: S3Fixture.accessKeyId, secretAccessKey: "emulated")
      files.write(
        "/h/.aws/config",
        """
        [profile archive]
        aws_access_key_id = \(S3Fixture.accessKeyId)
        aws_secret_access_key = emulated
        region = \(emulator.configuration.region)
        endpoint_url = \(emulator.s3Endpoint)
        """)
      // The profile that the program names comes before the keys of the environment.
      let variables = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wrong"]
      let s3 = try await S3Client(
        profile: "archive", in: context(variables, transport: PatientTransport(AsyncHTTPClientTransport.shared)))
      try await s3.createBucket("greetings")
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func parametersComeBeforeWhatIsFound() async throws {
    let own = ScriptedTransport([.status(200)])
    let unused = ScriptedTransport()
    let variables = Self.keys.merging(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"]) { $1 }
    let s3 = try await S3Client(
      region: "ap-northeast-2", endpoint: try Endpoint("https://storage.example"), addressing: .pathStyle,
      transport: own, in: context(variables, transport: unused))
    try await s3.put("Hello", bucket: "greetings", key: "greeting")
    let request = try #require(own.requests.first)
    #expect(request.head.authority == "storage.example" && request.head.path == "/greetings/greeting")
    #expect(request.head.headerFields[.authorization]?.contains("/ap-northeast-2/s3/") == true)
    #expect(unused.requests.isEmpty)
  }

  @Test func whatIsMissingIsNamedBeforeAnythingIsSent() async throws {
    let off = ["AWS_EC2_METADATA_DISABLED": "true"]
    let region = await #expect(throws: S3Error.self) { _ = try await S3Client(in: context(off)) }
    #expect(region?.kind == .invalidRequest && region?.message.contains("AWS_REGION") == true)
    files.write("/h/.aws/config", "[profile work]\nregion = eu-west-1\n")
    let profile = await #expect(throws: S3Error.self) { _ = try await S3Client(profile: "wrok", in: context(off)) }
    #expect(profile?.message.contains("'work'") == true, "\(profile as Any)")
    let setting = await #expect(throws: S3Error.self) {
      _ = try await S3Client(in: context(["AWS_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "many"]))
    }
    #expect(setting?.message.contains("AWS_MAX_ATTEMPTS") == true)
  }

  @Test func aCancelledTaskIsToldSo() async throws {
    let transport = ScriptedTransport([.text("token"), .text("eu-north-1")])
    transport.hold()
    let context = context([:], transport: transport)
    let task = TestTask { _ = try await S3Client(in: context) }
    try await transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    transport.release()
  }

  @Test func clientsWithoutAProfileShareOneCache() async throws {
    let first = try await S3Client(region: "us-east-1")
    let second = try await S3Client(region: "eu-west-1")
    #expect(first.configuration.credentials === CredentialCache.shared)
    #expect(first.configuration.credentials === second.configuration.credentials)
  }
}
