import AWSElasticClient
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("Documents and searches")
struct DocumentTests {
  static let written = written(id: "1")

  static func written(id: String) -> String {
    #"{"_index":"books","_id":"\#(id)","_version":2,"result":"updated","_seq_no":5,"_primary_term":1}"#
  }

  @Test func requestsOnTheWire() async throws {
    let fixture = try ClientFixture(
      .text(Self.written), .text(Self.written), .text(Self.written), .text(Self.written), .text(Self.written),
      .text(Self.written))
    let client = fixture.client
    let book = Book(title: "a/\"b\"", year: 1)
    let result = try await client.index("books", id: "1", document: book)
    try await client.index("books", body: ["a": 1.5, "b": [true, nil]], options: WriteOptions(refresh: .waitFor))
    try await client.create("books", id: "1", body: .json("{}"))
    try await client.update("books", id: "1", .doc(["x": 1], ifMissing: .insertDocument))
    try await client.update(
      "books", id: "1", .script("ctx._source.n += params.n", parameters: ["n": 2], ifMissing: .insert(["n": 0])))
    try await client.delete(
      "books", id: "1",
      options: WriteOptions(routing: "r", ifVersion: DocumentVersion(sequenceNumber: 5, primaryTerm: 1)))
    #expect(result.result == .updated)
    #expect(result.documentVersion == DocumentVersion(sequenceNumber: 5, primaryTerm: 1))
    #expect(
      fixture.lines == [
        "PUT /books/_doc/1", "POST /books/_doc?refresh=wait_for", "PUT /books/_create/1", "POST /books/_update/1",
        "POST /books/_update/1", "DELETE /books/_doc/1?if_primary_term=1&if_seq_no=5&routing=r",
      ])
    #expect(try JSONDecoder().decode(Book.self, from: Data(fixture.bodies[0].utf8)) == book)
    #expect(
      Array(fixture.bodies[1...]) == [
        #"{"a":1.5,"b":[true,null]}"#, "{}", #"{"doc":{"x":1},"doc_as_upsert":true}"#,
        #"{"script":{"lang":"painless","params":{"n":2},"source":"ctx._source.n += params.n"},"upsert":{"n":0}}"#, "",
      ])
    #expect(fixture.transport.requests.map { $0.head["content-type"] }.last == .some(nil))
    #expect(fixture.transport.requests.first?.head["content-type"] == "application/json")
  }

  @Test func missingDocumentIsAnAnswerMissingIndexIsAnError() async throws {
    let fixture = try ClientFixture(
      .text(
        #"{"_index":"b","_id":"1","_version":1,"found":true,"_source": {"title":"T","year":12345678901234567890} }"#),
      .status(404, body: #"{"_index":"b","_id":"2","found":false}"#),
      .status(404, body: Self.noIndex), .status(404, body: #"{"_index":"b","_id":"2","result":"not_found"}"#),
      .status(404, body: Self.noIndex))
    let client = fixture.client
    let found = try await client.get("b", id: "1")
    #expect(found.source?["year"]?.number?.uint64 == 12_345_678_901_234_567_890)
    #expect(
      found.sourceBytes.map { String(decoding: $0, as: UTF8.self) } == #"{"title":"T","year":12345678901234567890}"#)
    let missing = try await client.get("b", id: "2", as: Book.self)
    #expect(!missing.found && missing.source == nil && missing.id == "2")
    let error = await failure { _ = try await client.get("b", id: "3") }
    #expect(error?.code == .indexNotFound)
    #expect(error?.type == "index_not_found_exception")
    #expect(error?.reason == "no such index [b]")
    #expect(error?.rootCauses.first?.index == "b")
    #expect(try await client.delete("b", id: "2").result == .notFound)
    #expect(await failure { try await client.delete("b", id: "2") }?.code == .indexNotFound)
  }

  static let noIndex = """
    {"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index [b]","index":"b"}],\
    "type":"index_not_found_exception","reason":"no such index [b]","index":"b"},"status":404}
    """

  @Test func headTellsByStatus() async throws {
    let fixture = try ClientFixture(.status(200), .status(404), .status(200), .status(404), .status(403))
    let client = fixture.client
    #expect(try await client.exists("a", id: "1"))
    #expect(try await !client.exists("a", id: "1"))
    #expect(try await client.existsIndex("a"))
    #expect(try await !client.existsIndex("a"))
    let error = await failure { _ = try await client.existsIndex("a") }
    #expect(error?.code == .forbidden)
    #expect(error?.message == "HTTP 403 with an empty body.")
    #expect(fixture.lines.first == "HEAD /a/_doc/1")
  }

  @Test func multiGet() async throws {
    let fixture = try ClientFixture(
      .text(
        #"{"docs":[{"_index":"b","_id":"1","found":true,"_source":{"title":"T","year":1}},{"_index":"b","_id":"\"2\n","found":false}]}"#
      ),
      .text(
        #"{"docs":[{"_index":"b","_id":"1","error":{"type":"index_not_found_exception","reason":"no such index"}}]}"#))
    let books = try await fixture.client.mget("b", ids: ["1", "\"2\n"], as: Book.self)
    #expect(books.map(\.source) == [Book(title: "T", year: 1), nil])
    #expect(fixture.bodies == [#"{"ids":["1","\"2\n"]}"#])
    let error = await failure { _ = try await fixture.client.mget("b", ids: ["1"]) }
    #expect(error?.code == .indexNotFound)
    #expect(try await fixture.client.mget("b", ids: []).isEmpty)
    #expect(fixture.transport.requests.count == 2)
  }

  @Test func searchReadsHitsTotalsAndAggregations() async throws {
    let fixture = try ClientFixture(
      .text(
        """
        {"took":3,"timed_out":false,"_shards":{"total":2,"successful":1,"failed":1,"failures":[{"shard":0}]},
         "hits":{"total":{"value":10000,"relation":"gte"},"max_score":1.5,"hits":[
          {"_index":"b","_id":"1","_score":1.5,"_source":{"title":"\\ud55c\\uAE00\\ud83d\\ude00","year":1},
           "sort":[9007199254740993,"x"],"highlight":{"title":["<em>T</em>"]}},
          {"_index":"b","_id":"2","_score":null}]},
         "aggregations":{"avg":{"value":2.50}}}
        """))
    let found = try await fixture.client.search(
      "b,-c*", body: ["query": ["match_all": [:]], "size": 2], as: Book.self, parameters: ["ignore_unavailable": "true"]
    )
    #expect(fixture.lines == ["POST /b%2C-c%2A/_search?ignore_unavailable=true"])
    #expect(fixture.bodies == [#"{"query":{"match_all":{}},"size":2}"#])
    #expect(found.sources == [Book(title: "한글😀", year: 1)])
    #expect(found.total == SearchTotal(value: 10_000, relation: .atLeast))
    #expect(found.hits[0].sort == [9_007_199_254_740_993, "x"])
    #expect(found.hits[0].highlight == ["title": ["<em>T</em>"]])
    #expect(found.hits[1].source == nil && found.hits[1].score == nil)
    #expect(found.shards.failed == 1)
    #expect(found.aggregations?["avg"]?["value"]?.number?.text == "2.50")
  }

  @Test func decodingErrorsNameOperationAndField() async throws {
    let hits =
      #"{"_index":"b","_id":"1","_source":{"title":"T","year":1}},{"_index":"b","_id":"2","_source":{"title":"T","year":"x"}}"#
    let fixture = try ClientFixture(
      .text(#"{"took":1,"hits":{"hits":["# + hits + "]}}"), .text(#"{"took":1,"hits":{"hits":{}}}"#), .text("<html>"),
      .text(#"{"_index":"b","_id":"1","found":true,"_source":{"title":"T"}}"#))
    let client = fixture.client
    let errors = [
      await failure { _ = try await client.search("b", as: Book.self) },
      await failure { _ = try await client.search("b", as: Book.self) },
      await failure { _ = try await client.search("b", as: Book.self) },
      await failure { _ = try await client.get("b", id: "1", as: Book.self) },
    ]
    #expect(errors.allSatisfy { $0?.code == .invalidResponse })
    #expect(errors[0]?.message.hasPrefix("hits.hits[1]._source.year does not fit Book") == true)
    #expect(errors[0]?.operation == "es.Search")
    #expect(errors[1]?.message == "hits.hits should be an array.")
    #expect(errors[2]?.message.contains("not JSON") == true)
    #expect(errors[3]?.message.hasPrefix("_source.year does not fit Book") == true)
    #expect(fixture.transport.requests.count == 4)
  }

  @Test func indicesAndCluster() async throws {
    let fixture = try ClientFixture(
      .text(#"{"count":7,"_shards":{"total":1,"successful":1,"failed":0}}"#), .text(#"{"acknowledged":true}"#),
      .text(#"{"acknowledged":true}"#), .text(#"{"_shards":{"total":1,"successful":1,"failed":0}}"#),
      .status(
        408,
        body: """
          {"cluster_name":"c","status":"yellow","timed_out":true,"number_of_nodes":1,"active_shards":1,"unassigned_shards":1}
          """),
      .text(#"{"name":"n","cluster_name":"c","version":{"number":"2.11.0","distribution":"opensearch"}}"#))
    let client = fixture.client
    #expect(try await client.count("a", body: ["query": ["match_all": [:]]]) == 7)
    try await client.createIndex("a", body: ["settings": ["number_of_shards": 1]])
    try await client.deleteIndex("a")
    try await client.refresh("a")
    let health = try await client.clusterHealth(waitFor: .green, timeout: .milliseconds(1500))
    #expect(health.status == .yellow && health.timedOut)
    #expect(try await client.info().distribution == "opensearch")
    #expect(
      fixture.lines == [
        "POST /a/_count", "PUT /a", "DELETE /a", "POST /a/_refresh",
        "GET /_cluster/health?timeout=1500ms&wait_for_status=green", "GET /",
      ])
  }

  @Test func datesHaveMillisecondsAndComeBack() async throws {
    struct Event: Codable, Sendable, Equatable { var at: Date }
    let fixture = try ClientFixture(
      .text(Self.written),
      .text(
        #"{"took":1,"hits":{"hits":["#
          + ["\"2026-11-23T21:37:00.250Z\"", "\"2026-11-23\"", "1795469820250"].map {
            #"{"_index":"a","_id":"1","_source":{"at":\#($0)}}"#
          }.joined(separator: ",") + "]}}"))
    let date = Date(timeIntervalSince1970: 1_795_469_820.25)
    try await fixture.client.index("a", document: Event(at: date))
    #expect(fixture.bodies == [#"{"at":"2026-11-23T21:37:00.250Z"}"#])
    let events = try await fixture.client.search("a", as: Event.self).sources
    #expect(events == [Event(at: date), Event(at: Date(timeIntervalSince1970: 1_795_392_000)), Event(at: date)])
  }

  @Test func whatCannotBeEncodedIsNotSent() async throws {
    let fixture = try ClientFixture()
    let error = await failure {
      try await fixture.client.index("a", document: ["x": Double.infinity])
    }
    #expect(error?.code == .invalidRequest)
    #expect(fixture.transport.requests.isEmpty)
  }
}
