import AWSElasticClient
import AWSTesting
import Testing

@Suite("Bulk")
struct BulkTests {
  /// An answer with one outcome for each pair of kind and status.
  static func answer(_ outcomes: (String, String, Int)...) -> ScriptedTransport.Response {
    let items = outcomes.map { kind, id, status in
      let detail =
        status < 300
        ? #""result":"\#(status == 201 ? "created" : "updated")","_seq_no":1,"_primary_term":1"#
        : #""error":{"type":"type_\#(status)","reason":"reason \#(status)"}"#
      return #"{"\#(kind)":{"_index":"b","_id":"\#(id)","status":\#(status),\#(detail)}}"#
    }
    return .text(#"{"took":1,"errors":true,"items":[\#(items.joined(separator: ","))]}"#)
  }

  @Test func bytesOfTheBody() async throws {
    let fixture = try ClientFixture(
      Self.answer(
        ("index", "1", 201), ("index", "x", 201), ("create", #"a\"\\\n/한\u0001<"#, 201), ("update", "3", 200),
        ("update", "4", 200), ("delete", "..", 200)))
    let report = try await fixture.client.bulk(
      [
        .index(id: "1", document: ["t": "<&>/한\n"]),
        .index("other", body: .json(Array("{\r\n \"t\": 1\n}".utf8))),
        .create(id: "a\"\\\n/한\u{1}<", body: .json(Array("{}".utf8)), routing: "r"),
        .update(id: "3", .doc(["x": 1])),
        .update(id: "4", .script("s"), ifVersion: DocumentVersion(sequenceNumber: 7, primaryTerm: 2)),
        .delete(id: ".."),
      ], index: "b", options: BulkOptions(refresh: .waitFor))
    #expect(
      fixture.bodies == [
        #"""
        {"index":{"_id":"1"}}
        {"t":"<&>/한\n"}
        {"index":{"_index":"other"}}
        {   "t": 1 }
        {"create":{"_id":"a\"\\\n/한\u0001<","routing":"r"}}
        {}
        {"update":{"_id":"3"}}
        {"doc":{"x":1}}
        {"update":{"_id":"4","if_seq_no":7,"if_primary_term":2}}
        {"script":{"lang":"painless","params":{},"source":"s"}}
        {"delete":{"_id":".."}}

        """#
      ])
    #expect(fixture.lines == ["POST /b/_bulk?refresh=wait_for"])
    #expect(fixture.transport.requests.first?.head["content-type"] == "application/x-ndjson")
    #expect(report.isSuccess)
    #expect(report.items.map(\.position) == [0, 1, 2, 3, 4, 5])
    #expect(report.items[1].id == "x")
  }

  @Test func failuresOfActionsAreReportedNotThrown() async throws {
    let fixture = try ClientFixture(
      Self.answer(("index", "1", 400), ("create", "2", 409), ("index", "3", 201), ("delete", "4", 404)))
    let report = try await fixture.client.bulk(
      [
        .index(id: "1", document: ["a": 1]), .create(id: "2", document: ["a": 1]), .index(id: "3", document: ["a": 1]),
        .delete(id: "4"),
      ], index: "b")
    #expect(report.failures.map(\.position) == [0, 1, 3])
    #expect(report.failures.map(\.status) == [400, 409, 404])
    #expect(report.failures.first?.error?.type == "type_400")
    #expect(report.failures.first?.error?.reason == "reason 400")
    #expect(report.items[2].result == .created)
    #expect(fixture.transport.requests.count == 1)
  }

  @Test func deletingWhatIsNotThereIsNoFailure() async throws {
    let fixture = try ClientFixture(
      .text(#"{"items":[{"delete":{"_index":"b","_id":"1","status":404,"result":"not_found"}}]}"#))
    let report = try await fixture.client.bulk([.delete(id: "1")], index: "b")
    #expect(report.isSuccess)
    #expect(report.items.first?.result == .notFound)
  }

  @Test func onlyRejectedActionsAreSentAgain() async throws {
    let fixture = try ClientFixture(
      Self.answer(("index", "1", 201), ("index", "2", 429), ("index", "3", 400), ("index", "4", 429)),
      Self.answer(("index", "2", 201), ("index", "4", 429)), Self.answer(("index", "4", 201)), maxAttempts: 3)
    let report = try await fixture.client.bulk((1...4).map { .index(id: "\($0)", document: ["n": $0]) }, index: "b")
    #expect(
      Array(fixture.bodies[1...]) == [
        "{\"index\":{\"_id\":\"2\"}}\n{\"n\":2}\n{\"index\":{\"_id\":\"4\"}}\n{\"n\":4}\n",
        "{\"index\":{\"_id\":\"4\"}}\n{\"n\":4}\n",
      ])
    #expect(report.items.map(\.position) == [0, 1, 2, 3])
    #expect(report.items.map(\.status) == [201, 201, 400, 201])
    #expect(report.items.map(\.attempts) == [1, 2, 1, 3])
    #expect(report.requests == 3)
  }

  @Test func retriesOfActionsEndAndPauseInBetween() async throws {
    let fixture = try ClientFixture(
      Self.answer(("index", "1", 429)), Self.answer(("index", "1", 429)), maxAttempts: 1, random: 0.5)
    let client = fixture.client
    let options = BulkOptions(busyRetry: .init(timeLimit: .milliseconds(500)))
    let task = TestTask { try await client.bulk([.index(id: "1", document: ["n": 1])], index: "b", options: options) }
    try await fixture.transport.waitForRequests(1)
    try await fixture.clock.waitForSleep(of: .milliseconds(500))
    fixture.clock.advance(by: .milliseconds(500))
    let report = try await task.value
    #expect(report.failures.map(\.status) == [429])
    #expect(report.failures.map(\.attempts) == [2])
    #expect(fixture.transport.requests.count == 2)
    #expect(fixture.clock.requestedSleeps.contains(.milliseconds(500)))
  }

  @Test func anActionThatALaterOneHasOvertakenIsNotSentAgain() async throws {
    let fixture = try ClientFixture(
      Self.answer(("index", "1", 429), ("index", "1", 200), ("index", "2", 429), ("index", "2", 429)),
      Self.answer(("index", "2", 201), ("index", "2", 200)))
    let report = try await fixture.client.bulk(
      [
        .index(id: "1", document: ["v": "old"]), .index(id: "1", document: ["v": "new"]),
        .index(id: "2", document: ["v": "old"]),
        .index(id: "2", document: ["v": "new"]),
      ], index: "b")
    #expect(!fixture.bodies[1].contains(#""_id":"1""#))
    #expect(report.items.map(\.status) == [429, 200, 201, 200])
  }

  @Test func requestsAreCutByNumberAndBytes() async throws {
    let byNumber = try ClientFixture(
      Self.answer(("delete", "1", 200), ("delete", "2", 200)), Self.answer(("delete", "3", 200)))
    let report = try await byNumber.client.bulk(
      (1...3).map { .delete(id: "\($0)") }, index: "b", options: BulkOptions(maxActions: 2))
    #expect(report.items.map(\.id) == ["1", "2", "3"])
    #expect(report.requests == 2)
    let line = "{\"delete\":{\"_id\":\"1\"}}\n".utf8.count
    let byBytes = try ClientFixture(
      Self.answer(("delete", "1", 200), ("delete", "2", 200)), Self.answer(("index", "3", 200)),
      Self.answer(("delete", "4", 200)))
    _ = try await byBytes.client.bulk(
      [
        .delete(id: "1"), .delete(id: "2"), .index(id: "3", document: ["long": "longer than the limit"]),
        .delete(id: "4"),
      ],
      index: "b", options: BulkOptions(maxBytes: 2 * line))
    #expect(byBytes.transport.requests.map { $0.body.count }.first == 2 * line)
    #expect(byBytes.transport.requests.count == 3)
  }

  @Test func tooLargeRequestsAreHalved() async throws {
    let fixture = try ClientFixture(
      .status(413, body: #"{"Message":"Request size exceeded 10485760 bytes"}"#), Self.answer(("delete", "1", 200)),
      .status(413, body: #"{"Message":"Request size exceeded 10485760 bytes"}"#), Self.answer(("delete", "2", 200)),
      .status(413, body: #"{"Message":"Request size exceeded 10485760 bytes"}"#))
    let report = try await fixture.client.bulk((1...3).map { .delete(id: "\($0)") }, index: "b")
    #expect(report.items.map(\.status) == [200, 200, 413])
    #expect(report.failures.first?.error?.reason == "Request size exceeded 10485760 bytes")
    #expect(report.requests == 5)
  }

  @Test func aFailingRequestTellsWhatWasDone() async throws {
    let fixture = try ClientFixture(
      Self.answer(("delete", "1", 200)),
      .status(403, body: #"{"Message":"User: x is not authorized to perform: es:ESHttpPost"}"#))
    let error = await failure {
      _ = try await fixture.client.bulk(
        (1...3).map { .delete(id: "\($0)") }, index: "b", options: BulkOptions(maxActions: 1))
    }
    #expect(error?.code == .forbidden)
    #expect(error?.partialReport?.acknowledged.map(\.position) == [0])
    #expect(error?.partialReport?.failed.map(\.position) == [1])
    #expect(error?.partialReport?.failed.map(\.status) == [403])
    #expect(error?.partialReport?.unsent == [2])
    #expect(error?.partialReport?.unknown == [])
    #expect(fixture.transport.requests.count == 2)
  }

  static let unencodable: [(BulkAction, String)] = [
    (.index(body: .json(Array("{} {\"delete\":{}}".utf8))), "something follows"),
    (.index(body: .json(Array("[1]".utf8))), "not a JSON object"),
    (.index(document: ["x": Double.nan]), "cannot be encoded"),
    (.delete(id: ""), "empty"),
    (.delete(id: "1"), "names no index"),
    (.index(body: .json(Array("\u{FEFF}{}".utf8))), "byte order mark"),
    (.index(document: ["n", "m"]), "not a JSON object"),
    (.update(id: "1", .doc(.none)), "document is missing"),
    (.update(id: "1", .doc([:], ifMissing: .insert(.json("[]")))), "document to insert is not a JSON object"),
  ]

  @Test func allOrNothing() async throws {
    let fixture = try ClientFixture()
    let client = fixture.client
    for (action, problem) in Self.unencodable {
      let index: String? = problem == "names no index" ? nil : "b"
      let error = await failure {
        _ = try await client.bulk(
          [.delete("b", id: "0"), action, .delete("b", id: "2")], index: index,
          options: BulkOptions(encodingFailure: .failsTheCall))
      }
      #expect(error?.partialReport?.failed.map(\.position) == [1])
      #expect(error?.partialReport?.unsent == [0, 2])
      #expect(error?.code == .invalidRequest)
      #expect(error?.message.contains("Action 1") == true)
      #expect(error?.message.contains(problem) == true)
    }
    #expect(fixture.transport.requests.isEmpty)
    #expect(try await client.bulk([]).items.isEmpty)
  }

  @Test func anActionThatCannotBeEncodedFailsAlone() async throws {
    for (action, problem) in Self.unencodable {
      let index: String? = problem == "names no index" ? nil : "b"
      let fixture = try ClientFixture(Self.answer(("delete", "0", 200), ("delete", "2", 200)))
      let report = try await fixture.client.bulk(
        [.delete("b", id: "0"), action, .delete("b", id: "2")], index: index)
      #expect(report.acknowledged.map(\.position) == [0, 2])
      #expect(report.failed.map(\.position) == [1])
      #expect(report.failed.first?.error?.reason.contains(problem) == true, "\(report)")
      #expect(report.failed.first.map { [$0.status, $0.attempts] } == [0, 0])
      #expect(fixture.bodies.count == 1)
    }
    let fixture = try ClientFixture()
    #expect(try await fixture.client.bulk([.index(body: .json([]))], index: "b").failed.count == 1)
    #expect(fixture.transport.requests.isEmpty)
  }

  @Test func answersThatDoNotFitTheActionsAreRefused() async throws {
    let fixture = try ClientFixture(
      Self.answer(("delete", "1", 200)), Self.answer(("index", "1", 200), ("delete", "2", 200)), maxAttempts: 1)
    for _ in 0..<2 {
      let error = await failure {
        _ = try await fixture.client.bulk([.delete(id: "1"), .delete(id: "2")], index: "b")
      }
      #expect(error?.code == .invalidResponse)
    }
  }
}
