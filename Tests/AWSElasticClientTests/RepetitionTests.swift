import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// A request is sent again if doing it twice is the same as doing it once, or if the service did nothing.
@Suite("What is sent again")
struct RepetitionTests {
  private static let lost = RetryAndErrorTests.lost
  private static let proxy503 = ScriptedTransport.Response.status(
    503, body: "upstream connect error or disconnect/reset before headers. reset reason: connection termination")
  private static let rejected =
    #"{"error":{"root_cause":[{"type":"es_rejected_execution_exception","reason":"r"}],"#
    + #""type":"es_rejected_execution_exception","reason":"rejected execution of coordinating operation"},"status":429}"#

  /// The calls that store something anew each time.
  private static let calls: [(name: String, call: @Sendable (ElasticClient) async throws -> Void)] = [
    ("index without an id", { es in try await es.index("a", body: ["n": 1]) }),
    ("bulk without ids", { es in _ = try await es.bulk([.index(document: ["n": 1])], index: "a") }),
    (
      "bulk with a condition",
      { es in
        _ = try await es.bulk([.create(id: "1", document: ["n": 1]), .index(document: ["n": 2])], index: "a")
      }
    ),
    ("a script", { es in try await es.update("a", id: "1", .script("ctx._source.n += 1")) }),
    (
      "an update with a document of its own for the first time",
      { es in
        try await es.update("a", id: "1", .doc(["n": 1], ifMissing: .insert(["m": 2])))
      }
    ),
    (
      "a script in a bulk",
      { es in _ = try await es.bulk([.update(id: "1", .script("s"))], index: "a") }
    ),
    ("a create", { es in try await es.create("a", id: "1", body: ["n": 1]) }),
    (
      "a write on a condition",
      { es in
        try await es.index(
          "a", id: "1", body: [:], options: WriteOptions(ifVersion: DocumentVersion(sequenceNumber: 1, primaryTerm: 1)))
      }
    ),
    ("a POST", { es in _ = try await es.perform(.post, ["a", "_doc"], body: [:]) }),
  ]

  @Test("What a 503 may have stored is not stored again", arguments: calls.indices, [503, 502, 504, 429])
  func notAgain(number: Int, status: Int) async throws {
    let fixture = try ClientFixture(.status(status, body: "<html>busy</html>"), .text(DocumentTests.written))
    let call = Self.calls[number]
    let error = await failure { try await call.call(fixture.client) }
    #expect(fixture.transport.requests.count == 1, "\(call.name)")
    #expect(error?.statusCode == status)
    #expect(error?.attempts == 1)
  }

  @Test("What an interrupted connection may have stored is not stored again", arguments: calls.indices)
  func notAgainWhenLost(number: Int) async throws {
    let fixture = try ClientFixture(Self.lost, .text(DocumentTests.written))
    let call = Self.calls[number]
    let error = await failure { try await call.call(fixture.client) }
    #expect(fixture.transport.requests.count == 1, "\(call.name)")
    #expect(error?.code == .transport)
  }

  @Test(
    "When the service did nothing, everything is sent again",
    arguments: [
      (429, rejected),
      (503, #"{"error":{"type":"es_rejected_execution_exception","reason":"r"},"status":503}"#),
      (429, #"{"error":{"type":"rejected_execution_exception","reason":"r"},"status":429}"#),
      (429, #"{"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large"},"status":429}"#),
      (503, #"{"error":{"type":"circuit_breaking_exception","reason":"r"},"status":503}"#),
      (403, #"{"message":"Request throttled due to too many requests"}"#),
      (429, "429 Too Many Requests /a/_doc"),
    ])
  func didNothing(status: Int, body: String) async throws {
    let fixture = try ClientFixture(.status(status, body: body), .text(DocumentTests.written))
    try await fixture.client.index("a", body: ["n": 1])
    #expect(fixture.transport.requests.count == 2)
  }

  @Test("A connection that was never made is made again, whatever goes over it")
  func neverConnected() async throws {
    for code in [HTTPTransportError.Code.connect, .connectTimeout] {
      let fixture = try ClientFixture(
        .failure(HTTPTransportError(code, message: "refused")), .text(DocumentTests.written))
      try await fixture.client.index("a", body: ["n": 1])
      #expect(fixture.transport.requests.count == 2)
    }
  }

  @Test(
    "An error that reports work done, or is not of the engine's plain form, is no permission to do it again",
    arguments: [
      (429, #"{"took":1,"timed_out":false,"total":9,"updated":4,"batches":1,"failures":[{"status":429}]}"#),
      (503, #"{"took":1,"total":9,"deleted":4,"version_conflicts":0,"failures":[]}"#),
      (
        429, #"{"error":{"type":"es_rejected_execution_exception","reason":"r"},"status":429,"updated":1,"total":9}"#
      ),
      (503, #"{"error":{"type":"circuit_breaking_exception","reason":"r"},"took":5,"created":2}"#),
      (
        429,
        #"{"error":{"type":"search_phase_execution_exception","reason":"all shards failed","#
          + #""root_cause":[{"type":"es_rejected_execution_exception"}]},"status":429}"#
      ),
      (429, #"{"error":"es_rejected_execution_exception","status":429}"#),
      (429, #"{"message":"es_rejected_execution_exception"}"#),
      (429, "es_rejected_execution_exception"),
      (500, #"{"error":{"type":"es_rejected_execution_exception","reason":"r"},"status":500}"#),
      (429, ""),
      (503, #"{"error":{"type":"no_shard_available_action_exception","reason":"r"},"status":503}"#),
    ])
  func partialWork(status: Int, body: String) async throws {
    for path in [["a", "_update_by_query"], ["_reindex"], ["a", "_delete_by_query"]] {
      let fixture = try ClientFixture(.status(status, body: body), .text("{}"))
      let error = await failure {
        _ = try await fixture.client.perform(.post, .parts(path), body: [:])
      }
      #expect(fixture.transport.requests.count == 1)
      #expect(error?.statusCode == status)
    }
  }

  /// Method, path, parameters, and whether it may be sent again after an answer was lost.
  private static let requests: [(HTTPRequest.Method, ElasticPath, ElasticParameters, Bool)] = [
    (.get, ["a", "_doc", "1"], [:], true),
    (.head, ["a"], [:], true),
    (.get, ["a", "_search"], ["scroll": "1m"], true),
    (.put, ["a", "_doc", "1"], [:], true),
    (.put, ["a", "_doc", "1"], ["refresh": "wait_for", "routing": "r"], true),
    (.put, .wire("/a/_doc/1%2F_create"), [:], true),
    (.put, ["a", "_doc", "_create"], [:], true),
    (.post, ["a", "_doc", "1"], [:], true),
    (.put, ["a", "mytype", "1"], [:], true),
    (.put, ["a", "_doc", "1"], ["version": "3", "version_type": "external_gte"], true),
    (.delete, ["a", "_doc", "1"], [:], true),
    (.put, ["a", "_mapping"], [:], true),
    (.put, ["a", "_settings"], [:], true),
    (.put, ["_cluster", "settings"], [:], true),
    (.put, ["_index_template", "t"], [:], true),
    (.put, ["_ingest", "pipeline", "p"], [:], true),
    (.post, ["a", "_search"], [:], true),
    (.post, ["a", "_count"], [:], true),
    (.post, ["_mget"], [:], true),
    (.post, ["a", "_refresh"], [:], true),
    (.put, ["a", "_create", "1"], [:], false),
    (.put, .wire("/a/_create/1"), [:], false),
    (.put, .wire("/a/_create/1/"), [:], false),
    (.put, .wire("/a/%5Fcreate/1"), [:], false),
    (.put, ["a", "mytype", "1", "_create"], [:], false),
    (.put, ["a", "_doc", "1"], ["op_type": "create"], false),
    (.put, ["a", "_doc", "1"], ["if_seq_no": "3", "if_primary_term": "1"], false),
    (.put, ["a", "_doc", "1"], ["version": "3", "version_type": "external"], false),
    (.put, ["a", "_doc", "1"], ["version": "3"], false),
    (.delete, ["a", "_doc", "1"], ["if_seq_no": "3", "if_primary_term": "1"], false),
    (.delete, ["a", "_doc", "1"], ["version": "3", "version_type": "external"], false),
    (.put, ["a"], [:], false),
    (.delete, ["a"], [:], false),
    (.put, ["_bulk"], [:], false),
    (.put, ["a", "_bulk"], [:], false),
    (.put, ["_template", "t"], ["create": "true"], false),
    (.put, ["_snapshot", "r", "s"], [:], false),
    (.put, ["a", "_clone", "b"], [:], false),
    (.put, ["_something", "new"], [:], false),
    (.delete, ["_data_stream", "d"], [:], false),
    (.post, ["a", "_doc"], [:], false),
    (.post, ["a", "_update", "1"], [:], false),
    (.post, ["a", "_update_by_query"], [:], false),
    (.post, ["_reindex"], [:], false),
    (.post, ["_aliases"], [:], false),
    (.get, ["_search", "scroll"], [:], false),
    (.get, ["_search", "scroll", "DXF1"], [:], false),
    (.get, .wire("/_search/scroll"), ["scroll_id": "DXF1"], false),
    (.post, ["_search", "scroll"], [:], false),
    (.get, ["_plugins", "_sql"], [:], false),
  ]

  @Test("Method, path and parameters decide whether a request of one's own is sent again", arguments: requests.indices)
  func performed(number: Int) async throws {
    let (method, path, query, isRepeated) = Self.requests[number]
    for first in [Self.lost, Self.proxy503] {
      let fixture = try ClientFixture(first, .text("{}"))
      _ = await failure {
        _ = try await fixture.client.perform(method, path, parameters: query)
      }
      #expect(fixture.transport.requests.count == (isRepeated ? 2 : 1), "\(fixture.lines.first ?? "")")
    }
  }

  @Test("A scroll is never sent again once it was sent, or it would skip a page", arguments: [true, false])
  func scroll(isOverridden: Bool) async throws {
    let broken = HTTPTransportResponse(
      head: HTTPResponse(status: .ok), body: AWSHTTPBody(stream: BrokenChunks(), length: .unknown))
    let first: [ScriptedTransport.Response] = [
      Self.lost, Self.proxy503, .status(429, body: Self.rejected), .status(429), .status(502), .response(broken),
      .status(403, body: #"{"message":"Request throttled due to too many requests"}"#),
      .failure(HTTPTransportError(.timeout, message: "quiet")),
    ]
    for answer in first {
      let fixture = try ClientFixture(answer, .text("{}"))
      let error = await failure {
        _ = try await fixture.client.perform(
          .post, ["_search", "scroll"], body: ["scroll_id": "x"], retrySafety: isOverridden ? .idempotent : nil)
      }
      #expect(error != nil)
      #expect(fixture.transport.requests.count == 1)
    }
    // Refused at the door, it has not moved.
    let healed = try ClientFixture(
      .status(403, body: #"{"message":"The security token included in the request is expired"}"#), .text("{}"))
    #expect(try await healed.client.perform(.get, ["_search", "scroll"]).attempts == 2)
  }

  @Test("Who knows better says so")
  func override() async throws {
    let repeated = try ClientFixture(Self.lost, Self.proxy503, .text("{}"))
    let response = try await repeated.client.perform(.post, ["a", "_doc"], body: [:], retrySafety: .idempotent)
    #expect(response.attempts == 3)
    let single = try ClientFixture(Self.proxy503, .text("{}"))
    let error = await failure {
      _ = try await single.client.perform(.put, ["a", "_doc", "1"], body: [:], retrySafety: .onlyIfNotProcessed)
    }
    #expect(error?.code == .unavailable && single.transport.requests.count == 1)
    #expect(error?.mayHaveTakenEffect == true)
    let typed = try ClientFixture(
      Self.lost, .text(DocumentTests.written), Self.lost, .text(DocumentTests.written), Self.lost)
    let options = WriteOptions(retrySafety: .idempotent)
    try await typed.client.index("a", body: ["n": 1], options: options)
    try await typed.client.update("a", id: "1", .script("s"), options: options)
    let kept = await failure {
      try await typed.client.delete("a", id: "1", options: WriteOptions(retrySafety: .onlyIfNotProcessed))
    }
    #expect(kept?.code == .transport && typed.transport.requests.count == 5)
  }

  @Test("A conflict after an attempt of unknown fate may be with oneself, and says so")
  func conflictWithOneself() async throws {
    let conflict = ScriptedTransport.Response.status(
      409, body: #"{"error":{"type":"version_conflict_engine_exception","reason":"[1]: document already exists"}}"#)
    let fixture = try ClientFixture(Self.lost, conflict, conflict)
    let error = await failure {
      _ = try await fixture.client.perform(.put, ["a", "_create", "1"], body: [:], retrySafety: .idempotent)
    }
    #expect(error?.code == .conflict && error?.attempts == 2)
    #expect(error.map { "\($0)" }?.contains("earlier attempt") == true, "\(error.map { "\($0)" } ?? "")")
    let plain = await failure {
      _ = try await fixture.client.perform(.put, ["a", "_create", "1"], body: [:], retrySafety: .idempotent)
    }
    #expect(plain?.code == .conflict && plain.map { "\($0)" }?.contains("earlier attempt") == false)
    #expect(error?.mayHaveTakenEffect == true && plain?.mayHaveTakenEffect == false)
    #expect(error?.message.hasPrefix("An earlier attempt had an unknown outcome. ") == true)
    // The same if it was the body of a success that broke off.
    let broken = HTTPTransportResponse(
      head: HTTPResponse(status: .created), body: AWSHTTPBody(stream: BrokenChunks(), length: .unknown))
    let half = try ClientFixture(.response(broken), conflict)
    let own = await failure {
      try await half.client.create("a", id: "1", body: [:], options: WriteOptions(retrySafety: .idempotent))
    }
    #expect(own?.code == .conflict && own?.mayHaveTakenEffect == true)
  }
}

/// A body that breaks off after its first byte.
struct BrokenChunks: AsyncSequence, Sendable {
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
