import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import Testing

/// Ceph's object gateway: verifies signatures, and its session credentials really die after three seconds.
@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"),
  .timeLimit(.minutes(3)))
struct CephTests {
  private static func longLived() throws -> ClientConfiguration {
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY"))
    return ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: "us-east-1")
  }

  private static func endpoint() throws -> Endpoint { try Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")) }

  /// A role whose sessions live for three seconds.
  private static func role() throws -> CredentialCache {
    let sts = try STSClient(configuration: longLived(), endpoint: endpoint())
    let role = STSClient.AssumeRoleInput(
      roleArn: try RealServer.value("EVERGREEN_RGW_ROLE_ARN"), sessionName: "evergreen", duration: .seconds(3))
    return CredentialCache(
      provider: AssumeRoleCredentialProvider(role: role, client: sts),
      policy: RefreshPolicy(
        advisoryWindow: .fixed(.milliseconds(1200)), mandatoryWindow: .milliseconds(400),
        failureBackoff: .milliseconds(50) ... .milliseconds(100)))
  }

  private static func client(_ credentials: CredentialCache) throws -> S3Client {
    S3Client(
      configuration: ClientConfiguration(credentials: credentials, region: "us-east-1"), endpoint: try endpoint(),
      server: .ceph)
  }

  @Test func aMinuteOfThreeSecondCredentials() async throws {
    let credentials = try Self.role()
    let endpoint = try Self.endpoint()
    let factory = ServiceClientFactory(credentials: credentials) { _ in
      S3Client(
        configuration: ClientConfiguration(credentials: credentials, region: "us-east-1"), endpoint: endpoint,
        server: .ceph)
    }
    // Kept in a variable through all rotations, beside the factory's.
    let kept = try Self.client(credentials)
    let bucket = "evergreen-minute"
    _ = try await kept.createBucket(S3.CreateBucketInput(bucket: bucket))
    let tally = Tally()
    let end = ContinuousClock.now + .seconds(60)
    await withTaskGroup { group in
      for lane in 0..<8 {
        group.addTask {
          var round = 0
          while ContinuousClock.now < end {
            round += 1
            do {
              let client = lane.isMultiple(of: 2) ? kept : try await factory.client()
              let key = "lane \(lane)/\(round % 20) + 한글"
              let content = (0..<(1 + (round * 97) % 5000)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ round) }
              _ = try await client.putObject(S3.PutObjectInput(bucket: bucket, key: key, body: AWSHTTPBody(content)))
              let object = try await client.getObject(S3.GetObjectInput(bucket: bucket, key: key))
              let bytes = try await object.body.collect(upTo: 1 << 20)
              tally.count(bytes == content ? "equal" : "different")
            } catch {
              tally.note("\(error)")
            }
          }
        }
      }
    }
    let rotations = credentials.generation - 1
    print(
      "ceph: \(tally["equal"]) objects written and read back equal in 60 s, \(rotations) rotations, "
        + "\(factory.buildCount - 1) rebuilds, \(tally.problems.count) failed")
    #expect(tally.problems.isEmpty, "\(tally.problems.first ?? "")")
    #expect(tally["different"] == 0)
    #expect(tally["equal"] > 500)
    #expect(rotations >= 15)
    #expect(UInt64(factory.buildCount - 1) <= rotations)
  }

  @Test func anIdentityIsKnown() async throws {
    let sts = try STSClient(configuration: Self.longLived(), endpoint: Self.endpoint())
    do {
      let identity = try await sts.getCallerIdentity()
      #expect(identity.arn.contains("demo"))
    } catch let error as ServiceError {
      // Older gateways, 16.2 among them, have no GetCallerIdentity and say so.
      #expect(error.kind == .service)
      print("ceph: GetCallerIdentity is answered with \(error.code) (HTTP \(error.statusCode ?? 0))")
    }
  }

  @Test func aRoleThatMayNotBeAssumedIsRefusedForGood() async throws {
    let sts = try STSClient(configuration: Self.longLived(), endpoint: Self.endpoint())
    let role = STSClient.AssumeRoleInput(roleArn: "arn:aws:iam:::role/nobody", sessionName: "evergreen")
    let error = await #expect(throws: CredentialError.self) {
      try await AssumeRoleCredentialProvider(role: role, client: sts).credentials()
    }
    #expect(error?.code != .notConfigured)
  }

  @Test func keysSurviveWhateverTheyHold() async throws {
    let longLived = try Self.longLived().credentials
    try await ObjectStoreScenario(client: Self.client(longLived), bucket: "evergreen-keys").run()
  }
}
