import AWSElasticClient
import AWSTesting
import Testing

/// To read a text costs what it is long, however deep it is nested.
@Suite("JSON, work", .serialized)
struct JSONReaderWorkTests {
  private static func nested(_ levels: Int, around length: Int) -> [UInt8] {
    let text = String(repeating: "x", count: length)
    return Array((String(repeating: "[", count: levels) + "\"\(text)\"" + String(repeating: "]", count: levels)).utf8)
  }

  @Test func depthCostsNothing() throws {
    let length = 200_000
    let flat = ProcessorTime.least { #expect(JSONValue(json: Self.nested(2, around: length)) != nil) }
    let deep = ProcessorTime.least { #expect(JSONValue(json: Self.nested(400, around: length)) != nil) }
    // A reader that looks at all below on each level takes a hundred times as long.
    #expect(deep < flat * 40, "flat: \(flat) s, deep: \(deep) s")
  }

  @Test func causesOfCausesCostNothing() async throws {
    func body(_ levels: Int) -> String {
      let reason = String(repeating: "r", count: 20_000)
      return String(repeating: #"{"type":"t","caused_by":"#, count: levels) + "{\"reason\":\"\(reason)\"}"
        + String(repeating: "}", count: levels)
    }
    let fixture = try ClientFixture(.status(400, body: #"{"error":\#(body(300))}"#))
    let error = await failure { _ = try await fixture.client.search("a") }
    #expect(error?.causedBy.count == 300)
  }

  @Test func manyMembersAndManyContainers() throws {
    func text(_ count: Int) -> [UInt8] {
      Array(("{" + (0..<count).map { "\"k\($0)\":[{}]" }.joined(separator: ",") + "}").utf8)
    }
    let few = ProcessorTime.least { #expect(JSONValue(json: text(1000))?.object?.count == 1000) }
    let many = ProcessorTime.least { #expect(JSONValue(json: text(16_000))?.object?.count == 16_000) }
    // Work that grows with the square of the input takes 256 times as long, and no machine is busy enough to hide that.
    #expect(many < few * 80, "1000: \(few) s, 16000: \(many) s")
  }

  @Test func writingManyMembers() throws {
    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
    struct Wide: Encodable {
      let count: Int
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        var open = (0..<count).map { container.nestedUnkeyedContainer(forKey: Name(stringValue: "n\($0)")) }
        for index in open.indices { try open[index].encode(index) }
        for index in 0..<count { try container.encode(index, forKey: Name(stringValue: "m\(index)")) }
      }
    }
    let few = try ProcessorTime.least { _ = try ElasticCoding().encode(Wide(count: 500)) }
    let many = try ProcessorTime.least { _ = try ElasticCoding().encode(Wide(count: 8000)) }
    #expect(many < few * 80, "500: \(few) s, 8000: \(many) s")
  }
}
