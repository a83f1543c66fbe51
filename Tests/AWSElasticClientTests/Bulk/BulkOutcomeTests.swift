import AWSElasticClient
import AWSTesting
import Testing

/// The status of an item decides whether it succeeded, not what is missing from it.
@Suite("Bulk, outcomes")
struct BulkOutcomeTests {
  private static func response(_ items: String...) -> ScriptedTransport.Response {
    .text(#"{"took":1,"errors":false,"items":[\#(items.joined(separator: ","))]}"#)
  }

  @Test(arguments: [
    (#"{"index":{"_index":"b","_id":"1","status":429}}"#, false),
    (#"{"index":{"_id":"1","status":400,"error":null}}"#, false),
    (#"{"index":{"_id":"1","status":500,"error":{}}}"#, false),
    (#"{"index":{"_id":"1","status":409,"error":"text"}}"#, false),
    (#"{"index":{"_id":"1","status":302,"result":"created"}}"#, false), (#"{"index":{"_id":"1","status":0}}"#, false),
    (#"{"index":{"_index":"b","_id":"1","status":201,"error":null,"result":"created"}}"#, true),
    (#"{"index":{"_id":"1","status":200}}"#, true),
    (#"{"index":{"status":201,"error":{"type":"t","reason":"r"}}}"#, true),
    (#"{"index":{"_id":"1","_id":null,"status":201}}"#, true),
  ])
  func theStatusDecides(item: String, succeeds: Bool) async throws {
    let fixture = try ClientFixture(Self.response(item), maxAttempts: 1)
    let report = try await fixture.client.bulk(
      [.index(id: "1", document: ["n": 1])], index: "b", options: BulkOptions(busyRetry: .off))
    #expect(report.isSuccess == succeeds)
    #expect(report.acknowledged.count == (succeeds ? 1 : 0))
    #expect(report.failed.count == (succeeds ? 0 : 1))
    #expect((report.items.first?.error == nil) == succeeds)
    #expect(report.failed.first?.error?.reason.isEmpty != true || item.contains("{}"))
    #expect(report.items.first?.id == "1")
  }

  @Test(arguments: [
    (#"{"delete":{"_id":"1","status":404}}"#, true), (#"{"delete":{"_id":"1","status":404,"error":null}}"#, true),
    (#"{"delete":{"_id":"1","status":404,"result":"not_found"}}"#, true),
    (#"{"delete":{"_id":"1","status":404,"error":{"type":"index_not_found_exception","reason":"no"}}}"#, false),
    (#"{"delete":{"_id":"1","status":403}}"#, false),
  ])
  func aDeletesMissIsNoFailure(item: String, succeeds: Bool) async throws {
    let fixture = try ClientFixture(Self.response(item))
    let report = try await fixture.client.bulk([.delete(id: "1")], index: "b")
    #expect(report.isSuccess == succeeds)
    #expect(report.items.first?.result == (succeeds ? .notFound : nil))
  }

  @Test func aRejectionWithoutAReasonIsSentAgain() async throws {
    let fixture = try ClientFixture(
      Self.response(#"{"index":{"_id":"1","status":429}}"#, #"{"index":{"_id":"2","status":201}}"#),
      Self.response(#"{"index":{"_id":"1","status":201}}"#))
    let report = try await fixture.client.bulk(
      [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])], index: "b")
    #expect(report.isSuccess)
    #expect(fixture.bodies.last == "{\"index\":{\"_id\":\"1\"}}\n{\"n\":1}\n")
  }

  @Test func aBlockIsNotSentAgain() async throws {
    let item =
      #"{"index":{"_id":"1","status":429,"error":{"type":"cluster_block_exception","reason":"index [b] blocked"}}}"#
    let fixture = try ClientFixture(Self.response(item))
    let report = try await fixture.client.bulk([.index(id: "1", document: ["n": 1])], index: "b")
    #expect(report.failed.first?.error?.type == "cluster_block_exception")
    #expect(fixture.transport.requests.count == 1)
  }

  /// What was not said, or said about something else, is not known. It is asked for again where that does no harm.
  @Test(arguments: [
    #"{"index":{"_id":"2","status":201}}"#, #"{"index":{"_id":"e\u0301","status":201}}"#,
    #"{"create":{"_id":"1","status":201}}"#,
    #"{"index":{"_id":"1"}}"#, #"{"index":{"_id":"1","status":"201"}}"#, #"{"index":{"_id":"1","status":null}}"#,
    #"{"index":{"_id":"1","status":201},"delete":{"_id":"1","status":200}}"#, "{}", "null", "",
    #"{"index":{"_id":"1","status":201}},{"index":{"_id":"1","status":201}}"#,
  ])
  func outcomesThatDoNotFit(item: String) async throws {
    let id = item.contains("u0301") ? "\u{E9}" : "1"
    let good = Self.response(#"{"index":{"_id":"\#(id)","status":200}}"#)
    let mended = try ClientFixture(Self.response(item), good)
    let report = try await mended.client.bulk([.index(id: id, document: ["n": 1])], index: "b")
    #expect(report.acknowledged.map(\.attempts) == [2])
    let create = try ClientFixture(
      Self.response(item.replacing("index", with: "create").replacing("createcreate", with: "index")))
    let error = await failure {
      _ = try await create.client.bulk([.create(id: id, document: ["n": 1]), .delete(id: "x")], index: "b")
    }
    #expect(error?.code == .invalidResponse)
    #expect(error?.partialReport?.unknown.contains(0) == true)
    #expect(error?.partialReport?.items.contains { $0.position == 0 } == false)
  }

  /// An index may have a pipeline of its own; one that is named may change ids.
  @Test func aPipelineMayChangeIDs() async throws {
    let other = Self.response(#"{"index":{"_index":"b","_id":"2","status":201}}"#)
    let fixture = try ClientFixture(other, other, maxAttempts: 1)
    let error = await failure {
      _ = try await fixture.client.bulk([.index(id: "1", document: ["n": 1])], index: "b")
    }
    #expect(error?.message.contains("'2'") == true)
    #expect(error?.message.contains("BulkOptions.pipeline") == true, "\(error?.message ?? "")")
    let deleted = try ClientFixture(Self.response(#"{"delete":{"_id":"2","status":200}}"#), maxAttempts: 1)
    let otherError = await failure {
      _ = try await deleted.client.bulk([.delete(id: "1")], index: "b")
    }
    #expect(otherError?.message.contains("'2'") == true)
    #expect(otherError?.message.contains("pipeline") == false)
    let report = try await fixture.client.bulk(
      [.index(id: "1", document: ["n": 1])], index: "b", options: BulkOptions(pipeline: "p"))
    #expect(report.acknowledged.map(\.id) == ["2"])
  }

  @Test func aCountWithoutOutcomesIsNoSuccess() async throws {
    for text in [
      #"{"took":1,"errors":false}"#, #"{"took":1,"errors":false,"items":[]}"#, #"{"items":{}}"#, "{}", "<html>",
    ] {
      let fixture = try ClientFixture(.text(text), .text(text), .text(text))
      let error = await failure {
        _ = try await fixture.client.bulk([.index(id: "1", document: ["n": 1])], index: "b")
      }
      #expect(error?.code == .invalidResponse)
      #expect(error?.partialReport?.unknown == [0])
      #expect(fixture.transport.requests.count == 3)
    }
  }

  @Test func whatAFailureWasCausedByIsKept() async throws {
    let error = #"""
      {"type":"mapper_parsing_exception","reason":"failed to parse field [d]","caused_by":{"type":"illegal_argument_exception",
      "reason":"Invalid format","caused_by":{"type":"date_time_exception","reason":"month 13"}}}
      """#
    let fixture = try ClientFixture(
      Self.response(#"{"index":{"_id":"1","status":400,"error":\#(error)}}"#),
      .status(400, body: #"{"error":\#(error),"status":400}"#),
      .status(400, body: #"{"error":{"type":"t","reason":"r","root_cause":[\#(error)],"caused_by":null}}"#))
    let report = try await fixture.client.bulk([.index(id: "1", document: ["d": "x"])], index: "b")
    let cause = try #require(report.failed.first?.error)
    #expect(cause.type == "mapper_parsing_exception")
    #expect(cause.causedBy.map(\.type) == ["illegal_argument_exception", "date_time_exception"])
    #expect(cause.causedBy.last?.reason == "month 13")
    #expect(report.failed.first?.description.contains("caused by date_time_exception: month 13") == true)
    let whole = await failure { _ = try await fixture.client.search("b") }
    #expect(whole?.causedBy.map(\.reason) == ["Invalid format", "month 13"])
    #expect(whole?.description.contains("Caused by: date_time_exception: month 13") == true)
    let root = await failure { _ = try await fixture.client.search("b") }
    #expect(root?.causedBy == [])
    #expect(root?.rootCauses.first?.causedBy.count == 2)
  }
}
