import AWSCredentials
import AWSElasticClient
import AWSRuntime
import Testing

/// An imitation of OpenSearch that is not ours.
@Suite(
  .enabled(if: RealServer.isRunning("EVERGREEN_OSMEM_ENDPOINT"), "\(RealServer.reason("osmem"))"),
  .timeLimit(.minutes(1)))
struct OpenSearchImitationTests {
  @Test func documentsComeBack() async throws {
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not checked here")
    let client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: "us-east-1"),
      endpoint: try ElasticEndpoint(RealServer.value("EVERGREEN_OSMEM_ENDPOINT"), service: .es, region: "us-east-1"))
    let index = "evergreen-osmem"
    if try await client.existsIndex(index) { try await client.deleteIndex(index) }
    let report = try await client.bulk(
      (0..<100).map { BulkAction.index(id: "doc \($0)", document: ["number": $0]) }, index: index)
    #expect(report.isSuccess)
    try await client.refresh(index)
    #expect(try await client.count(index) == 100)
    #expect(try await client.get(index, id: "doc 7", as: [String: Int].self).source == ["number": 7])
    try await client.deleteIndex(index)
  }
}

/// moto's instance metadata service.
@Suite(
  .enabled(if: RealServer.isRunning("EVERGREEN_MOTO_ENDPOINT"), "\(RealServer.reason("moto"))"),
  .timeLimit(.minutes(1)))
struct MotoTests {
  @Test func aRolesCredentialsAreFound() async throws {
    let settings = try InstanceMetadataSettings(
      endpoint: RealServer.value("EVERGREEN_MOTO_ENDPOINT"), environment: [:])
    let provider = InstanceMetadataCredentialProvider(
      client: InstanceMetadataClient(transport: AsyncHTTPClientTransport.shared, settings: settings))
    let credentials = try await provider.credentials()
    #expect(credentials.sessionToken != nil)
    #expect(credentials.expiration != nil)
  }
}
