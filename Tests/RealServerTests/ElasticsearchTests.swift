import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// Elasticsearch 7.0.0 behind a front that verifies signatures and answers as Amazon's does.
@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_ES_ENDPOINT"), "\(RealServer.reason("Elasticsearch"))"),
  .timeLimit(.minutes(5)))
struct ElasticsearchTests {
  private struct Document: Codable, Equatable {
    var number: Int
    var text: String
  }

  /// Credentials from the front's own container-style endpoint.
  private static func credentials() throws -> CredentialCache {
    let uri = try RealServer.value("EVERGREEN_ES_CONTROL_ENDPOINT") + "/credentials?lifetime=120"
    return CredentialCache(
      provider: ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri], transport: AsyncHTTPClientTransport.shared)),
      policy: RefreshPolicy(failureBackoff: .milliseconds(50) ... .milliseconds(100)))
  }

  private static func client(_ credentials: CredentialCache) throws -> ElasticClient {
    ElasticClient(
      configuration: ClientConfiguration(credentials: credentials, region: "us-east-1"),
      endpoint: try ElasticEndpoint(RealServer.value("EVERGREEN_ES_ENDPOINT"), service: .es, region: "us-east-1"))
  }

  /// Issues new credentials at the front and lets it refuse all older ones from now on.
  private static func rotate() async throws {
    let control = try Endpoint(RealServer.value("EVERGREEN_ES_CONTROL_ENDPOINT"))
    let head = HTTPRequest(method: .post, scheme: control.scheme, authority: control.authority, path: "/rotate")
    let answer = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
    _ = try await answer.body.collect(upTo: 1 << 16)
    #expect(answer.head.status.kind == .successful)
  }

  @Test func twentyThousandDocumentsWhileTheTokenRotatesEverySecond() async throws {
    let credentials = try Self.credentials()
    let client = try Self.client(credentials)
    let index = "evergreen-bulk"
    if try await client.existsIndex(index) { try await client.deleteIndex(index) }
    try await client.createIndex(index)
    let rotations = Tally()
    let rotator = TestTask {
      while !Task.isCancelled {
        try await ContinuousClock().sleep(for: .seconds(1))
        try await Self.rotate()
        rotations.count("rotation")
      }
    }
    let perLane = 2500
    let created = try await withThrowingTaskGroup(of: Int.self) { group in
      for lane in 0..<8 {
        group.addTask {
          var created = 0
          // Small requests, so that many of them meet a rotation.
          for start in stride(from: 0, to: perLane, by: 50) {
            let actions = (start..<(start + 50)).map { number in
              BulkAction.index(id: "\(lane)-\(number)", document: Document(number: number, text: "lane \(lane)"))
            }
            let report = try await client.bulk(actions, index: index)
            created += report.items.count { $0.result == .created }
            #expect(report.isSuccess)
          }
          return created
        }
      }
      return try await group.reduce(0, +)
    }
    // However fast the indexing was, some rotations must have happened while requests went out.
    while rotations["rotation"] < 3 {
      _ = try await client.count(index)
    }
    rotator.cancel()
    try await client.refresh(index)
    let count = try await client.count(index)
    print(
      "elasticsearch: \(count) documents, \(created) created, \(rotations["rotation"]) rotations at the front, "
        + "\(credentials.generation) keys used")
    #expect(count == 20_000)
    #expect(created == 20_000)
    #expect(credentials.generation >= 3)
    try await client.deleteIndex(index)
  }

  @Test func idsSurviveWhateverTheyHold() async throws {
    let client = try Self.client(Self.credentials())
    let index = "evergreen-ids"
    if try await client.existsIndex(index) { try await client.deleteIndex(index) }
    let ids = ["plain", "a/b", "x y", "한글", "a:b!c@d", "100%", "%2F", "plus+", "comma,star*", "q?m#h", "🌲", "~tilde"]
    for (number, id) in ids.enumerated() {
      try await client.index(index, id: id, document: Document(number: number, text: id))
    }
    for (number, id) in ids.enumerated() {
      let found = try await client.get(index, id: id, as: Document.self)
      #expect(found.source == Document(number: number, text: id), "\(id)")
    }
    for id in [".", ".."] {
      await #expect(throws: ElasticError.self) { try await client.delete(index, id: id) }
    }
    try await client.refresh(index)
    #expect(try await client.count(index) == ids.count)
    let wildcard = try await client.search("evergreen-i*,-nothing*", body: ["size": 100], as: Document.self)
    #expect(wildcard.sources.count == ids.count)
    for id in ids { try await client.delete(index, id: id) }
    try await client.deleteIndex(index)
  }

  @Test func errorsSayWhatTheServerSaid() async throws {
    let client = try Self.client(Self.credentials())
    let missing = await #expect(throws: ElasticError.self) { try await client.search("no-such-index") }
    #expect(missing?.code == .indexNotFound)
    #expect(missing?.type == "index_not_found_exception")
    #expect(missing?.statusCode == 404)
    let broken = await #expect(throws: ElasticError.self) {
      try await client.search("no-such-index*", body: ["query": ["nonsense": [:]]])
    }
    #expect(broken?.statusCode == 400)
    let torn = try await Self.credentials().snapshot().credentials
    let tokenless = Credentials(accessKeyId: torn.accessKeyId, secretAccessKey: torn.secretAccessKey)
    let refused = await #expect(throws: ElasticError.self) {
      try await Self.client(CredentialCache(provider: StaticCredentialProvider(tokenless))).info()
    }
    #expect(refused?.code == .rejectedCredentials)
    #expect(refused?.explanation?.contains("without") == true)
  }
}
