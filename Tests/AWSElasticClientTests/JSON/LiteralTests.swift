import AWSElasticClient
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a program has in variables stands in bodies and JSON values as it is.
struct LiteralTests {
  private struct Tag: JSONConvertible {
    let name: String
    var jsonValue: JSONValue { ["tag": name] }
  }

  @Test func variablesStandInABody() async throws {
    let (text, count, price, isOld) = ("안녕 \"q\"", 3, 2.5, true)
    let (some, none): (String?, Int?) = ("x", nil)
    let part: JSONValue = ["term": ["year": 2026]]
    let fixture = try ClientFixture(.text(#"{"count":1,"_shards":{"total":1,"successful":1,"failed":0}}"#))
    _ = try await fixture.client.count(
      "books",
      body: [
        "query": ["bool": ["must": [["match": ["title": text]], part], "filter": [["range": ["n": ["gte": count]]]]]],
        "values": [text, count, price, isOld, some, none, nil, .null, [], [:], .string(text), -1, text.prefix(2)],
      ])
    let body = try #require(JSONValue(json: Array((fixture.bodies.first ?? "").utf8)))
    #expect(body["query"]?["bool"]?["must"]?[0]?["match"]?["title"] == .string(text))
    #expect(body["query"]?["bool"]?["must"]?[1] == part)
    #expect(body["query"]?["bool"]?["filter"]?[0]?["range"]?["n"]?["gte"] == 3)
    #expect(body["values"]?.description == #"["안녕 \"q\"",3,2.5,true,"x",null,null,null,[],{},"안녕 \"q\"",-1,"안녕"]"#)
  }

  @Test func everyKindOfValue() throws {
    let date = Date(timeIntervalSince1970: 1_767_225_600.5)
    let id = try #require(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
    let value: JSONValue = [
      "date": date, "uuid": id, "float": Float(0.1), "small": UInt8.max, "large": UInt64.max, "tag": Tag(name: "a"),
      "far": Date(timeIntervalSince1970: 1e15), "infinite": Double.infinity, "number": JSONNumber("1.50"),
      "strings": JSONValue(["a", "b"]), "counts": JSONValue(["a": 1]), "tags": JSONValue([Tag(name: "b")]),
    ]
    #expect(
      value.description == """
        {"counts":{"a":1},"date":"2026-01-01T00:00:00.500Z","far":null,"float":0.1,"infinite":null,\
        "large":18446744073709551615,"number":1.50,"small":255,"strings":["a","b"],"tag":{"tag":"a"},\
        "tags":[{"tag":"b"}],"uuid":"E621E1F8-C36C-495A-93FC-0C247A3E6E5F"}
        """)
  }

  @Test func theLastOfTwoEqualKeysOfTheOuterObjectCounts() {
    let (key, value) = ("a", 2)
    let object: JSONValue = [key: 1, "a": value]
    #expect(object == ["a": 2])
  }

  @Test func bulkActionsTakeTheirArgumentsAsTheClientsMethodsDo() async throws {
    let title = "Evergreen"
    let fixture = try ClientFixture(
      .text(
        #"{"took":1,"errors":false,"items":[{"index":{"_index":"books","_id":"1","status":201,"result":"created"}},"#
          + #"{"create":{"_index":"own","_id":"2","status":201,"result":"created"}},"#
          + #"{"update":{"_index":"own","_id":"3","status":200,"result":"updated"}},"#
          + #"{"delete":{"_index":"own","_id":"4","status":200,"result":"deleted"}}]}"#))
    let actions: [BulkAction] = [
      .index(id: "1", body: ["title": title]), .create("own", id: "2", document: ["title": title]),
      .update("own", id: "3", .doc(["title": title])), .delete("own", id: "4"),
    ]
    #expect(actions.map(\.indexName) == [nil, "own", "own", "own"])
    let report = try await fixture.client.bulk(actions, index: "books")
    #expect(report.acknowledged.count == 4)
    #expect(
      fixture.bodies == [
        """
        {"index":{"_id":"1"}}
        {"title":"Evergreen"}
        {"create":{"_index":"own","_id":"2"}}
        {"title":"Evergreen"}
        {"update":{"_index":"own","_id":"3"}}
        {"doc":{"title":"Evergreen"}}
        {"delete":{"_index":"own","_id":"4"}}

        """
      ])
  }
}
