import AWSElasticClient
import AWSTesting
import Testing

/// A response about a document has to be about the document that was named.
@Suite("Documents, outcomes")
struct DocumentOutcomeTests {
  private static let other = #"{"_index":"a","_id":"2","_version":1,"result":"created","found":true,"_source":{}}"#

  @Test func otherDocumentsAreRefused() async throws {
    let fixture = try ClientFixture(
      .text(Self.other), .text(Self.other), .text(Self.other), .text(Self.other), .text(Self.other),
      .text(#"{"docs":[\#(Self.other)]}"#), .text(#"{"docs":[]}"#))
    let client = fixture.client
    let errors = [
      await failure { try await client.index("a", id: "1", body: [:]) },
      await failure { try await client.create("a", id: "1", body: [:]) },
      await failure { try await client.update("a", id: "1", .doc([:])) },
      await failure { try await client.delete("a", id: "1") },
      await failure { _ = try await client.get("a", id: "1") },
      await failure { _ = try await client.mget("a", ids: ["1"]) },
      await failure { _ = try await client.mget("a", ids: ["1"]) },
    ]
    #expect(errors.allSatisfy { $0?.code == .invalidResponse })
    #expect(errors[0]?.message.contains("_id is '2'") == true)
    // Only where it may have been a pipeline.
    #expect(
      errors.map { $0?.message.contains("WriteOptions.pipeline") == true } == [true, true]
        + Array(repeating: false, count: 5))
    let piped = try ClientFixture(.text(Self.other), .text(Self.other))
    let options = WriteOptions(pipeline: "p")
    #expect(try await piped.client.index("a", id: "1", body: [:], options: options).id == "2")
    #expect(try await piped.client.create("a", id: "1", body: [:], options: options).id == "2")
    #expect(fixture.transport.requests.count == 7)
  }

  @Test func theStatusOfADeleteDecides() async throws {
    let fixture = try ClientFixture(
      .status(404, body: #"{"_index":"a","_id":"1","found":false}"#), .status(404, body: #"{"_index":"a","_id":"1"}"#),
      .status(404, body: #"{"_index":"a","_id":"1","error":null}"#), .status(404, body: "<html>not here</html>"),
      .status(404, body: #"{"_id":"1","error":{"type":"index_not_found_exception","reason":"no such index"}}"#))
    for _ in 0..<3 { #expect(try await fixture.client.delete("a", id: "1").result == .notFound) }
    for code in [ElasticError.Code.notFound, .indexNotFound] {
      let error = await failure { try await fixture.client.delete("a", id: "1") }
      #expect(error?.code == code)
    }
  }

  @Test func anErrorThatIsNullIsNone() async throws {
    let fixture = try ClientFixture(
      .text(#"{"docs":[{"_index":"b","_id":"1","found":true,"error":null,"_source":{"a":1}}]}"#))
    #expect(try await fixture.client.mget("b", ids: ["1"]).first?.source == ["a": 1])
  }

  @Test func aCountOfSomeShardsIsNone() async throws {
    let fixture = try ClientFixture(
      .text(#"{"count":7,"_shards":{"total":2,"successful":1}}"#), .text(#"{"count":7}"#))
    let error = await failure { _ = try await fixture.client.count("a") }
    #expect(error?.code == .invalidResponse)
    #expect(try await fixture.client.count("a", parameters: ["filter_path": "count"]) == 7)
  }

  /// What `bulk` refuses, `index` and its like refuse, with the same words.
  @Test func documentsAreJudgedAlike() async throws {
    let deep = String(repeating: #"{"a":"#, count: 513) + "1" + String(repeating: "}", count: 513)
    let bad: [(String, String)] = [
      (deep, "nested more than 512 levels deep"), ("\u{FEFF}{}", "byte order mark"), ("[1]", "is not a JSON object"),
      ("{} {}", "something follows the value"), ("{\"a\":01}", "not JSON"), ("", "not JSON"), ("{\"a\":1", "not JSON"),
    ]
    for (text, problem) in bad {
      let fixture = try ClientFixture()
      let client = fixture.client
      let report = try await client.bulk([.index(id: "1", body: .json(Array(text.utf8)))], index: "a")
      let messages = [
        report.failed.first?.error?.reason,
        await failure { try await client.index("a", id: "1", body: .json(text)) }?.message,
        await failure { try await client.index("a", body: .json(text)) }?.message,
        await failure { try await client.create("a", id: "1", body: .json(text)) }?.message,
        await failure { try await client.update("a", id: "1", .doc(.json(text))) }?.message,
        await failure { try await client.update("a", id: "1", .raw(.json(text))) }?.message,
      ]
      #expect(messages.allSatisfy { $0?.contains(problem) == true }, "\(messages)")
      #expect(fixture.transport.requests.isEmpty)
    }
    let good = String(repeating: #"{"a":"#, count: 512) + "{}" + String(repeating: "}", count: 512)
    let shallow = String(good.dropFirst(5).dropLast())
    let fixture = try ClientFixture(.text(DocumentTests.written), BulkTests.answer(("index", "1", 201)))
    try await fixture.client.index("a", id: "1", body: .json(shallow))
    #expect(try await fixture.client.bulk([.index(id: "1", body: .json(Array(shallow.utf8)))], index: "a").isSuccess)
    #expect(fixture.bodies[1] == "{\"index\":{\"_id\":\"1\"}}\n\(fixture.bodies[0])\n")
  }
}
