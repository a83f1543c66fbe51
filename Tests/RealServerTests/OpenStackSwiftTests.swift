import AWSCredentials
import AWSRuntime
import AWSS3Client
import Testing

/// OpenStack Swift's S3 interface: the strictest reader of signatures there is.
@Suite(
  .enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"),
  .timeLimit(.minutes(2)))
struct OpenStackSwiftTests {
  private func client(region: String? = nil, secret: String? = nil) throws -> S3Client {
    let key = Credentials(
      accessKeyId: try RealServer.value("EVERGREEN_SWIFT_ACCESS_KEY_ID"),
      secretAccessKey: try secret ?? RealServer.value("EVERGREEN_SWIFT_SECRET_ACCESS_KEY"))
    return S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)),
        region: try region ?? RealServer.value("EVERGREEN_SWIFT_REGION")),
      endpoint: try Endpoint(RealServer.value("EVERGREEN_SWIFT_ENDPOINT")), server: .openStackSwift)
  }

  @Test func keysSurviveWhateverTheyHold() async throws {
    try await ObjectStoreScenario(client: client(), bucket: "evergreen-keys").run()
  }

  @Test func aWrongSecretIsAMismatch() async throws {
    let error = await #expect(throws: S3Error.self) { try await client(secret: "wrong").listBuckets() }
    #expect(error?.code.rawValue == "SignatureDoesNotMatch")
  }

  @Test func aWrongRegionIsNamed() async throws {
    let error = await #expect(throws: S3Error.self) { try await client(region: "eu-west-3").listBuckets() }
    #expect(error?.code.rawValue == "AuthorizationHeaderMalformed")
  }
}
