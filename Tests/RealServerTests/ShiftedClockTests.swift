import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The system's clock, set to another time.
struct Shifted: WallClock {
  let seconds: Double
  private let base = SystemWallClock()
  init(by seconds: Double) { self.seconds = seconds }
  func now() -> Date { base.now().addingTimeInterval(seconds) }
  func monotonicNow() -> Duration { base.monotonicNow() }
  func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}

private let offsets: [Double] = [7200, -7200, 86_400, -86_400, 0]

private func roundTrips(_ client: S3Client, _ bucket: String) async throws {
  do {
    _ = try await client.createBucket(S3.CreateBucketInput(bucket: bucket))
  } catch let error as S3Error where error.code.rawValue == "BucketAlreadyOwnedByYou" {
    // An offset before has made it.
  }
  for number in 1...3 {
    let content = Array("number \(number)".utf8)
    _ = try await client.putObject(S3.PutObjectInput(bucket: bucket, key: "k", body: AWSHTTPBody(content)))
    let object = try await client.getObject(S3.GetObjectInput(bucket: bucket, key: "k"))
    #expect(try await object.body.collect(upTo: 1024) == content)
  }
}

/// A machine whose clock is hours off, against servers that refuse signatures for it.
@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"),
  .timeLimit(.minutes(2)))
struct ShiftedClockTests {
  @Test(arguments: offsets) func aKey(_ offset: Double) async throws {
    let clock = Shifted(by: offset)
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY"))
    let client = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key), clock: clock), region: "us-east-1",
        clock: clock),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")), addressing: .pathStyle)
    try await roundTrips(client, "evergreen-shifted-clock")
  }

  /// A session of fifteen minutes: by a clock that is two hours ahead it has expired when it arrives.
  @Test(arguments: offsets) func aRole(_ offset: Double) async throws {
    let clock = Shifted(by: offset)
    let files = InMemoryFileSystem([
      "/aws/config": """
      [profile app]
      role_arn = \(try RealServer.value("EVERGREEN_RGW_ROLE_ARN"))
      source_profile = base
      duration_seconds = 900
      region = us-east-1
      """,
      "/aws/credentials": """
      [base]
      aws_access_key_id = \(try RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"))
      aws_secret_access_key = \(try RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY"))
      """,
    ])
    let context = CredentialProviderContext(
      environment: [
        "AWS_CONFIG_FILE": "/aws/config", "AWS_SHARED_CREDENTIALS_FILE": "/aws/credentials",
        "AWS_ENDPOINT_URL_STS": try RealServer.value("EVERGREEN_RGW_ENDPOINT"),
      ], fileSystem: files, transport: AsyncHTTPClientTransport.shared, clock: clock)
    let credentials = CredentialCache(provider: CredentialChain.standard(profile: "app", in: context), clock: clock)
    let client = S3Client(
      configuration: ClientConfiguration(credentials: credentials, region: "us-east-1", clock: clock),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")), addressing: .pathStyle)
    try await roundTrips(client, "evergreen-shifted-clock-role")
    #expect(credentials.generation == 1)
    #expect(credentials.currentSnapshot?.credentials.isExpired(at: clock.now()) == false)
  }
}

/// The same against the strictest reader of signatures there is.
@Suite(
  .serialized,
  .enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"),
  .timeLimit(.minutes(2)))
struct ShiftedClockSwiftTests {
  @Test(arguments: offsets) func aKey(_ offset: Double) async throws {
    let clock = Shifted(by: offset)
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_SWIFT_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("EVERGREEN_SWIFT_SECRET_ACCESS_KEY"))
    let client = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key), clock: clock),
        region: try RealServer.value("EVERGREEN_SWIFT_REGION"), clock: clock),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_SWIFT_ENDPOINT")), addressing: .pathStyle)
    try await roundTrips(client, "evergreen-shifted-clock")
  }
}
