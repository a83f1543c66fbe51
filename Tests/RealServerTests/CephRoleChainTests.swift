import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

/// Profiles as they stand in `~/.aws/config`, against a server that verifies each step: a key takes on a role, whose
/// session takes on the next, and all sessions die after three seconds.
@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"),
  .timeLimit(.minutes(2)))
struct CephRoleChainTests {
  private static func context() throws -> CredentialProviderContext {
    let config = """
      [profile app]
      role_arn = \(try RealServer.value("EVERGREEN_RGW_SECOND_ROLE_ARN"))
      source_profile = middle
      role_session_name = app
      duration_seconds = 3
      region = us-east-1

      [profile middle]
      role_arn = \(try RealServer.value("EVERGREEN_RGW_ROLE_ARN"))
      source_profile = base
      role_session_name = middle
      duration_seconds = 3
      region = us-east-1

      [profile skips-the-middle]
      role_arn = \(try RealServer.value("EVERGREEN_RGW_SECOND_ROLE_ARN"))
      source_profile = base
      region = us-east-1
      """
    let credentials = """
      [base]
      aws_access_key_id = \(try RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"))
      aws_secret_access_key = \(try RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY"))
      """
    let files = InMemoryFileSystem(["/aws/config": config, "/aws/credentials": credentials])
    return CredentialProviderContext(
      environment: [
        "AWS_CONFIG_FILE": "/aws/config", "AWS_SHARED_CREDENTIALS_FILE": "/aws/credentials",
        "AWS_ENDPOINT_URL_STS": try RealServer.value("EVERGREEN_RGW_ENDPOINT"),
      ], fileSystem: files, transport: AsyncHTTPClientTransport.shared)
  }

  private static let policy = RefreshPolicy(
    advisoryWindow: .fixed(.milliseconds(1200)), mandatoryWindow: .milliseconds(400),
    failureBackoff: .milliseconds(50) ... .milliseconds(100))

  @Test func aChainOfRolesRotatesWithoutAFailure() async throws {
    let credentials = CredentialCache(
      provider: CredentialChain.standard(profile: "app", in: try Self.context()), policy: Self.policy)
    let client = S3Client(
      configuration: ClientConfiguration(credentials: credentials, region: "us-east-1"),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")), addressing: .pathStyle)
    let bucket = "evergreen-role-chain"
    _ = try await client.createBucket(S3.CreateBucketInput(bucket: bucket))
    let tally = Tally()
    let end = ContinuousClock.now + .seconds(20)
    await withTaskGroup { group in
      for lane in 0..<4 {
        group.addTask {
          while ContinuousClock.now < end {
            do {
              let content = Array("lane \(lane)".utf8)
              _ = try await client.putObject(
                S3.PutObjectInput(bucket: bucket, key: "lane-\(lane)", body: AWSHTTPBody(content)))
              let object = try await client.getObject(S3.GetObjectInput(bucket: bucket, key: "lane-\(lane)"))
              tally.count(try await object.body.collect(upTo: 1024) == content ? "equal" : "different")
            } catch {
              tally.note("\(error)")
            }
          }
        }
      }
    }
    let rotations = credentials.generation - 1
    print(
      "ceph: a chain of two roles, \(tally["equal"]) objects read back equal in 20 s, \(rotations) rotations, "
        + "\(tally.problems.count) failed")
    #expect(tally.problems.isEmpty, "\(tally.problems.first ?? "")")
    #expect(tally["different"] == 0)
    #expect(rotations >= 5)
  }

  @Test func theSecondRoleIsNotForTheKeyItself() async throws {
    let chain = CredentialChain.standard(profile: "skips-the-middle", in: try Self.context())
    let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(error?.code == .rejected || error?.code == .failed)
    #expect(error?.provider.contains("skips-the-middle") == true, "\(error?.description ?? "")")
  }
}
