import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import Testing
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private let quick = RetryPolicy(baseDelay: .milliseconds(1), throttlingBaseDelay: .milliseconds(1))

/// What a real engine has stored after responses were lost.
private struct RepetitionScenario {
  let configuration: @Sendable (any HTTPTransport) throws -> ClientConfiguration
  let endpoint: ElasticEndpoint

  private func client(_ losses: LosingTransport.Loss...) throws -> (ElasticClient, LosingTransport) {
    let transport = LosingTransport(losses)
    return (ElasticClient(configuration: try configuration(transport), endpoint: endpoint), transport)
  }

  /// Stores one document in each way in which it would be stored twice, and counts.
  func storesOnce(index: String) async throws {
    let (plain, _) = try client()
    if try await plain.existsIndex(index) { try await plain.deleteIndex(index) }
    try await plain.createIndex(index)
    for loss in [LosingTransport.Loss.reset, .status(503), .status(502), .status(429)] {
      let (single, transport) = try client(loss)
      let error = await #expect(throws: ElasticError.self) { try await single.index(index, body: ["n": 1]) }
      #expect(error?.mayHaveTakenEffect == true && transport.count == 1)
      let (create, _) = try client(loss)
      let id = "created \(loss)"
      let own = await #expect(throws: ElasticError.self) {
        try await create.create(index, id: id, body: ["n": 1], options: WriteOptions(retrySafety: .idempotent))
      }
      #expect(own?.code == .conflict && own?.mayHaveTakenEffect == true && own?.attempts == 2)
      // The same thing twice is one thing.
      let (repeated, second) = try client(loss)
      try await repeated.index(index, id: "named \(loss)", body: ["n": 1])
      #expect(second.count == 2)
      try await repeated.delete(index, id: "named \(loss)")
    }
    try await plain.refresh(index)
    #expect(try await plain.count(index) == 8)
    let plainConflict = await #expect(throws: ElasticError.self) {
      try await plain.create(index, id: "created reset", body: [:])
    }
    #expect(plainConflict?.code == .conflict && plainConflict?.mayHaveTakenEffect == false)
    try await plain.deleteIndex(index)
  }

  /// Reads an index page by page while responses are lost: no page may be skipped without an error.
  func scrolls(index: String) async throws {
    let (es, transport) = try client()
    if try await es.existsIndex(index) { try await es.deleteIndex(index) }
    _ = try await es.bulk((0..<30).map { .index(id: "\($0)", document: ["n": $0]) }, index: index)
    try await es.refresh(index)
    let first = try await es.search(index, body: ["size": 10, "sort": ["_doc"]], parameters: ["scroll": "1m"])
    let scroll = try #require(first.scrollId)
    transport.lose(.status(503))
    let error = await #expect(throws: ElasticError.self) {
      try await es.perform(.post, ["_search", "scroll"], body: ["scroll": "1m", "scroll_id": .string(scroll)])
    }
    #expect(error?.code == .unavailable && error?.attempts == 1)
    _ = try await es.perform(.delete, ["_search", "scroll"], body: ["scroll_id": [.string(scroll)]])
    try await es.deleteIndex(index)
  }

  /// A script or a copy of an index that may have been carried out is not carried out again.
  func reindexes(index: String) async throws {
    let (es, transport) = try client()
    for name in [index, index + "-copy"] where try await es.existsIndex(name) { try await es.deleteIndex(name) }
    _ = try await es.bulk((0..<5).map { .index(id: "\($0)", document: ["n": $0]) }, index: index)
    try await es.refresh(index)
    transport.lose(.status(503))
    let before = transport.count
    let error = await #expect(throws: ElasticError.self) {
      try await es.perform(
        .post, ["_reindex"], body: ["source": ["index": .string(index)], "dest": ["index": .string(index + "-copy")]])
    }
    #expect(error?.mayHaveTakenEffect == true && transport.count == before + 1)
    transport.lose(.reset)
    let deleted = await #expect(throws: ElasticError.self) {
      try await es.perform(.post, .parts([index, "_delete_by_query"]), body: ["query": ["match_all": [:]]])
    }
    #expect(deleted?.mayHaveTakenEffect == true && transport.count == before + 2)
    try await es.deleteIndex(index)
    if try await es.existsIndex(index + "-copy") { try await es.deleteIndex(index + "-copy") }
  }

  /// An index whose name, or a query whose text, is a phrase of the gateway leaves the credentials alone.
  func echoes(_ credentials: CredentialCache) async throws {
    let (es, _) = try client()
    _ = try await es.perform(.get, ["_cat", "indices"])
    let generation = credentials.generation
    for phrase in [
      "the security token included in the request is invalid", "request throttled due to too many requests",
    ] {
      for path in [["\(phrase),x", "_search"], ["books", "_search"]] {
        _ = await #expect(throws: ElasticError.self) {
          try await es.perform(.post, .parts(path), body: ["query": [phrase: [:]]])
        }
      }
    }
    _ = try await es.perform(.get, ["_cat", "indices"])
    #expect(credentials.generation == generation)
  }
}

@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_ES_ENDPOINT"), "\(RealServer.reason("Elasticsearch"))"))
struct ElasticsearchRepetitionTests {
  private let credentials: CredentialCache
  private let scenario: RepetitionScenario

  init() throws {
    let uri = try RealServer.value("EVERGREEN_ES_CONTROL_ENDPOINT") + "/credentials?lifetime=120&realm=repetition"
    let credentials = CredentialCache(
      provider: ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri], transport: AsyncHTTPClientTransport.shared)))
    self.credentials = credentials
    scenario = RepetitionScenario(
      configuration: { transport in
        ClientConfiguration(credentials: credentials, region: "us-east-1", transport: transport, retry: quick)
      },
      endpoint: try ElasticEndpoint(RealServer.value("EVERGREEN_ES_ENDPOINT"), service: .es, region: "us-east-1"))
  }

  @Test func nothingIsStoredTwice() async throws { try await scenario.storesOnce(index: "evergreen-repetition") }

  @Test func noPageIsSkipped() async throws { try await scenario.scrolls(index: "evergreen-repetition-scroll") }

  @Test func echoedPhrasesLeaveCredentialsAlone() async throws { try await scenario.echoes(credentials) }
}

@Suite(
  .serialized, .enabled(if: RealServer.isRunning("EVERGREEN_OSMEM_ENDPOINT"), "\(RealServer.reason("osmem"))"))
struct OpenSearchImitationRepetitionTests {
  private func scenario() throws -> RepetitionScenario {
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not checked here")
    let credentials = CredentialCache(provider: StaticCredentialProvider(key))
    return RepetitionScenario(
      configuration: { transport in
        ClientConfiguration(credentials: credentials, region: "us-east-1", transport: transport, retry: quick)
      },
      endpoint: try ElasticEndpoint(RealServer.value("EVERGREEN_OSMEM_ENDPOINT"), service: .es, region: "us-east-1"))
  }

  @Test func nothingIsStoredTwice() async throws { try await scenario().storesOnce(index: "evergreen-repetition") }

  @Test func nothingIsDoneByQueryTwice() async throws { try await scenario().reindexes(index: "evergreen-by-query") }
}

/// The same for objects.
private struct ObjectRepetitionScenario {
  let key: Credentials
  let endpoint: Endpoint
  let bucket: String
  var region = "us-east-1"

  private func client(_ losses: LosingTransport.Loss...) -> (S3Client, LosingTransport) {
    let transport = LosingTransport(losses)
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: region, transport: transport,
      retry: quick)
    return (S3Client(configuration: configuration, endpoint: endpoint, addressing: .pathStyle), transport)
  }

  func run() async throws {
    let (plain, _) = client()
    _ = try await plain.createBucket(S3.CreateBucketInput(bucket: bucket))
    for loss in [LosingTransport.Loss.reset, .status(500), .status(503)] {
      let (s3, transport) = client(loss)
      try await s3.putObject(.init(bucket: bucket, key: "k", body: AWSHTTPBody("x")))
      #expect(transport.count == 2)
      // If-None-Match is what both servers know of conditional writes.
      let (conditional, _) = client(loss)
      let key = "absent \(loss)"
      let own = await #expect(throws: S3Error.self) {
        try await conditional.putObject(.init(bucket: bucket, key: key, body: AWSHTTPBody("x"), condition: .ifAbsent))
      }
      #expect(own?.code == .preconditionFailed && own?.mayHaveTakenEffect == true && own?.attempts == 2)
      let others = await #expect(throws: S3Error.self) {
        try await plain.putObject(.init(bucket: bucket, key: key, body: AWSHTTPBody("y"), condition: .ifAbsent))
      }
      #expect(others?.code == .preconditionFailed && others?.mayHaveTakenEffect == false)
      let (copying, copies) = client(loss)
      try await copying.copyObject(.init(bucket: bucket, key: "copy", source: .init(bucket: bucket, key: "k")))
      #expect(copies.count == 2)
      let (deleting, deletes) = client(loss)
      try await deleting.deleteObject(.init(bucket: bucket, key: key))
      #expect(deletes.count == 2)
    }
    for key in ["k", "copy"] { try await plain.deleteObject(.init(bucket: bucket, key: key)) }
    let (last, _) = client(.reset)
    let gone = await #expect(throws: S3Error.self) { try await last.deleteBucket(.init(bucket: bucket)) }
    #expect(gone?.code == .noSuchBucket && gone?.mayHaveTakenEffect == true)
  }
}

@Suite(.enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"))
struct CephRepetitionTests {
  @Test func lostResponses() async throws {
    try await ObjectRepetitionScenario(
      key: Credentials(
        accessKeyId: RealServer.value("EVERGREEN_RGW_ACCESS_KEY_ID"),
        secretAccessKey: RealServer.value("EVERGREEN_RGW_SECRET_ACCESS_KEY")),
      endpoint: Endpoint(RealServer.value("EVERGREEN_RGW_ENDPOINT")), bucket: "evergreen-repetition"
    ).run()
  }
}

@Suite(.enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"))
struct OpenStackSwiftRepetitionTests {
  @Test func lostResponses() async throws {
    try await ObjectRepetitionScenario(
      key: Credentials(
        accessKeyId: RealServer.value("EVERGREEN_SWIFT_ACCESS_KEY_ID"),
        secretAccessKey: RealServer.value("EVERGREEN_SWIFT_SECRET_ACCESS_KEY")),
      endpoint: Endpoint(RealServer.value("EVERGREEN_SWIFT_ENDPOINT")), bucket: "evergreen-repetition",
      region: RealServer.value("EVERGREEN_SWIFT_REGION")
    ).run()
  }
}
