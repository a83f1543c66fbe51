import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

@Suite("Retries and errors")
struct RetryAndErrorTests {
  static let lost = ScriptedTransport.Response.failure(HTTPTransportError(.connectionClosed, message: "reset"))

  @Test(arguments: [
    #"{"message":"The security token included in the request is expired"}"#,
    #"{"Message":"The security token included in the request is invalid"}"#,
    #"{"message":"The security token included in the request is invalid."}"#,
  ])
  func refusedTokensAreReplacedOnce(body: String) async throws {
    let healed = try ClientFixture(.status(403, body: body), .text("{}"))
    let response = try await healed.client.perform(.post, ["a", "_doc"], body: [:])
    #expect(response.attempts == 2)
    #expect(healed.provider.callCount == 2)
    #expect(healed.transport.requests.map { $0.head["x-amz-security-token"] } == ["fake-token-1", "fake-token-2"])
    let refused = try ClientFixture(.status(403, body: body), .status(403, body: body))
    let error = await failure { _ = try await refused.client.perform(.get, []) }
    #expect(error?.code == .rejectedCredentials)
    #expect(error?.attempts == 2)
    #expect(error?.explanation?.contains("ASIAFAKE2") == true)
    #expect(error.map { "\($0) \(String(reflecting: $0))" }?.contains("fake-secret") == false)
    #expect(error.map { "\($0)" }?.contains("fake-token") == false)
  }

  @Test func throttlingIsRetriedWhateverItsStatus() async throws {
    let fixture = try ClientFixture(
      .status(403, body: #"{"message":"Request throttled due to too many requests"}"#),
      .status(429, body: "429 Too Many Requests /a/_doc"), .text("{}"))
    #expect(try await fixture.client.perform(.post, ["a", "_doc"], body: [:]).attempts == 3)
    #expect(fixture.provider.callCount == 1)
    let always = try ClientFixture(
      .status(403, body: #"{"message":"Request throttled due to too many requests"}"#), maxAttempts: 1)
    let error = await failure { _ = try await always.client.perform(.get, []) }
    #expect(error?.code == .throttled)
  }

  @Test(arguments: [
    (403, #"{"Message":"User: anonymous is not authorized to perform: es:ESHttpPost"}"#, ElasticError.Code.forbidden),
    (403, #"{"message":"The request signature we calculated does not match"}"#, .signatureMismatch),
    (403, #"{"message":"Signature expired: A is now earlier than B (C - 5 min.)"}"#, .clockSkew),
    (403, #"{"Message":"ClusterBlockException[blocked by: [FORBIDDEN/5/index read-only (api)];]"}"#, .blocked),
    (403, #"{"error":{"type":"cluster_block_exception","reason":"index [a] blocked"},"status":403}"#, .blocked),
    (403, #"{"error":{"type":"security_exception","reason":"no permissions"},"status":403}"#, .securityException),
    (401, "Unauthorized", .forbidden),
    (400, #"{"error":{"type":"parsing_exception","reason":"x"},"status":400}"#, .badRequest),
    (404, #"{"error":"no handler found","status":404}"#, .notFound),
    (409, #"{"error":{"type":"version_conflict_engine_exception","reason":"x"}}"#, .conflict),
    (413, "", .payloadTooLarge),
    (500, #"{"error":{"type":"null_pointer_exception","reason":null}}"#, .server),
    (504, "<html><body>504 Gateway Time-out</body></html>", .unavailable),
  ])
  func answersAreToldApart(status: Int, body: String, code: ElasticError.Code) async throws {
    let fixture = try ClientFixture(.status(status, body: body), maxAttempts: 1)
    let error = await failure { _ = try await fixture.client.perform(.get, ["a"]) }
    #expect(error?.code == code)
    #expect(error?.statusCode == status)
    #expect(error?.message.isEmpty == false)
    #expect(error?.body == Array(body.utf8))
    #expect(fixture.provider.callCount == 1)
  }

  @Test func shapesOfErrors() async throws {
    let fixture = try ClientFixture(
      .status(400, body: #"{"error":"Incorrect HTTP method","status":400}"#),
      .status(400, headers: [try #require(HTTPField.Name("x-amzn-requestid")): "r-1"], body: #"{"Message":"M"}"#),
      .status(400, body: "<html>\n  <p>Bad</p></html>"), .status(400),
      .status(400, body: #"{"error":{"type":"t","reason":"r","root_cause":[{"type":"rt","reason":"rr"}]}}"#))
    var errors: [ElasticError] = []
    for _ in 0..<5 {
      let error = await failure { _ = try await fixture.client.search("a") }
      errors.append(try #require(error))
    }
    #expect(
      errors.map(\.message) == [
        "Incorrect HTTP method", "M", "<html> <p>Bad</p></html>", "HTTP 400 with an empty body.", "r",
      ])
    #expect(errors[1].requestId == "r-1")
    #expect(errors[4].type == "t")
    #expect(errors[4].rootCauses == [.init(type: "rt", reason: "rr", index: nil)])
    #expect(errors[4].description == "es.Search failed: t: r. (badRequest, HTTP 400)\n  Root cause: rt: rr.")
  }

  /// After a lost answer only what can be done twice is done again.
  @Test func lostAnswers() async throws {
    let repeated = try ClientFixture(
      Self.lost, .text(DocumentTests.written), Self.lost, .text(DocumentTests.written), Self.lost,
      .text(DocumentTests.written), Self.lost, BulkTests.answer(("index", "1", 200), ("delete", "2", 200)))
    try await repeated.client.index("a", id: "1", body: [:])
    try await repeated.client.delete("a", id: "1")
    try await repeated.client.update("a", id: "1", .doc([:]))
    _ = try await repeated.client.bulk([.index(id: "1", document: ["a": 1]), .delete(id: "2")], index: "a")
    #expect(repeated.transport.requests.count == 8)

    let single = try ClientFixture(Self.lost, Self.lost, Self.lost, Self.lost, Self.lost, Self.lost, Self.lost)
    let client = single.client
    let version = DocumentVersion(sequenceNumber: 1, primaryTerm: 1)
    let errors = [
      await failure { try await client.index("a", body: [:]) },
      await failure {
        try await client.index("a", id: "1", body: [:], options: WriteOptions(ifVersion: version))
      },
      await failure { try await client.create("a", id: "1", body: [:]) },
      await failure { try await client.update("a", id: "1", .script("s")) },
      await failure {
        _ = try await client.bulk([.index(document: ["a": 1]), .index(document: ["a": 1])], index: "a")
      },
      await failure {
        _ = try await client.bulk([.create(id: "1", document: ["a": 1])], index: "a")
      },
      await failure { _ = try await client.perform(.post, ["a"]) },
    ]
    #expect(errors.allSatisfy { $0?.code == .transport && $0?.attempts == 1 })
    #expect(single.transport.requests.count == 7)
  }

  @Test func anAnswerThatBreaksOffIsAskedForAgain() async throws {
    let broken = HTTPTransportResponse(
      head: HTTPResponse(status: .ok),
      body: AWSHTTPBody(stream: BreakingStream(), length: .unknown))
    let fixture = try ClientFixture(.response(broken), .text(#"{"a":1}"#), .response(broken))
    let response = try await fixture.client.perform(.get, ["a"])
    #expect(try response.json() == ["a": 1])
    #expect(response.attempts == 2)
    let error = await failure { _ = try await fixture.client.perform(.post, ["a"]) }
    #expect(error?.code == .transport)
    #expect(fixture.transport.requests.count == 3)
  }

  @Test func serverlessRefusesWhatItDoesNotHave() async throws {
    let fixture = try ClientFixture(.text(DocumentTests.written), endpoint: "abc.us-east-1.aoss.amazonaws.com")
    let client = fixture.client
    let errors = [
      await failure { try await client.refresh("a") },
      await failure { _ = try await client.clusterHealth() },
      await failure { _ = try await client.info() },
      await failure {
        try await client.index("a", body: [:], options: WriteOptions(refresh: .immediately))
      },
      await failure {
        _ = try await client.bulk([.delete(id: "1")], index: "a", options: BulkOptions(refresh: .immediately))
      },
    ]
    #expect(errors.allSatisfy { $0?.code == .unsupported })
    #expect(fixture.transport.requests.isEmpty)
    try await client.index("a", body: ["x": 1])
    let head = try #require(fixture.transport.requests.first).head
    #expect(head["authorization"]?.contains("/us-east-1/aoss/aws4_request") == true)
    #expect(head["authorization"]?.contains("x-amz-content-sha256") == true)
  }

  @Test func noCredentials() async throws {
    let transport = ScriptedTransport()
    let provider = ScriptedCredentialProvider(results: [
      .failure(CredentialError(.notConfigured, provider: "scripted", message: "nothing here"))
    ])
    let client = ElasticClient(
      configuration: .init(credentials: CredentialCache(provider: provider), region: "us-east-1", transport: transport),
      endpoint: try ElasticEndpoint("http://localhost"))
    let error = await failure { _ = try await client.info() }
    #expect(error?.code == .credentials)
    #expect(error?.cause is CredentialError)
    #expect(transport.requests.isEmpty)
  }
}

private struct BreakingStream: AsyncSequence, Sendable {
  struct AsyncIterator: AsyncIteratorProtocol {
    var isFirst = true

    mutating func next() async throws -> [UInt8]? {
      guard isFirst else { throw HTTPTransportError(.connectionClosed, message: "reset") }
      isFirst = false
      return Array("{".utf8)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
