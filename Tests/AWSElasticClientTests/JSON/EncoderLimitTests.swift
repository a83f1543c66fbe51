import AWSElasticClient
import Testing

/// What would exhaust a stack or write what is no JSON is an error.
@Suite("Encoder, limits")
struct EncoderLimitTests {
  private final class Chain: Encodable {
    let next: Chain?
    init(length: Int) { next = length > 1 ? Chain(length: length - 1) : nil }
  }

  /// Arrays in arrays, made while they are written.
  private struct Arrays: Encodable {
    let depth: Int
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      if depth > 1 { try container.encode(Arrays(depth: depth - 1)) }
    }
  }

  private struct Containers: Encodable {
    let depth: Int
    func encode(to encoder: any Encoder) throws {
      var containers = [encoder.unkeyedContainer()]
      for _ in 1..<depth { containers.append(containers[containers.count - 1].nestedUnkeyedContainer()) }
      try containers[containers.count - 1].encode(1)
    }
  }

  private struct Endless: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(self)
    }
  }

  @Test func nestingEndsAt512Levels() throws {
    #expect(JSONValue(json: try ElasticCoding().encode(Arrays(depth: 512))) != nil)
    #expect(JSONValue(json: try ElasticCoding().encode(Chain(length: 512))) != nil)
    #expect(JSONValue(json: try ElasticCoding().encode(Containers(depth: 512))) != nil)
    let deep: [any Encodable] = [
      Arrays(depth: 513), Arrays(depth: 100_000), Chain(length: 513), Containers(depth: 513), Containers(depth: 5000),
      Endless(),
    ]
    for value in deep {
      let error = #expect(throws: EncodingError.self) { try ElasticCoding().encode(value) }
      #expect(error.map { "\($0)".contains("512 levels") || "\($0)".contains("without an end") } == true)
    }
  }

  @Test func nestingInsideAJSONValueCounts() throws {
    func value(_ depth: Int) -> JSONValue { (1..<depth).reduce(into: []) { value, _ in value = [value] } }
    #expect(JSONValue(json: try ElasticCoding().encode([value(511)])) != nil)
    #expect(throws: EncodingError.self) { try ElasticCoding().encode([value(512)]) }
    #expect(throws: EncodingError.self) { try ElasticCoding().encode(value(5000)) }
  }

  private struct Misused: Encodable {
    enum Way: CaseIterable { case twoForms, twoScalars, scalarAfterObject, objectAfterScalar, afterTheEnd }
    let way: Way
    private enum Key: CodingKey { case a }

    func encode(to encoder: any Encoder) throws {
      switch way {
      case .twoForms:
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(1, forKey: .a)
        var array = encoder.unkeyedContainer()
        try array.encode(1)
      case .twoScalars:
        var container = encoder.singleValueContainer()
        try container.encode(1)
        try container.encode(2)
      case .scalarAfterObject:
        _ = encoder.container(keyedBy: Key.self)
        var container = encoder.singleValueContainer()
        try container.encode(2)
      case .objectAfterScalar:
        var container = encoder.singleValueContainer()
        try container.encode(2)
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(1, forKey: .a)
      case .afterTheEnd:
        var object = encoder.container(keyedBy: Key.self)
        let keeper = Keeper()
        try object.encode(keeper, forKey: .a)
        var late = keeper.encoder?.singleValueContainer()
        try late?.encode(1)
      }
    }
  }

  private final class Keeper: Encodable {
    var encoder: (any Encoder)?
    func encode(to encoder: any Encoder) throws {
      self.encoder = encoder
      var container = encoder.singleValueContainer()
      try container.encode("kept")
    }
  }

  @Test(arguments: Misused.Way.allCases)
  private func misuseIsAnError(way: Misused.Way) {
    #expect(throws: EncodingError.self) { try ElasticCoding().encode(Misused(way: way)) }
    #expect(throws: EncodingError.self) { try ElasticCoding().encode(["x": [Misused(way: way)]]) }
  }

  /// After a failure the same writer goes on with the next document.
  @Test func aFailureLeavesNothingBehind() async throws {
    let fixture = try ClientFixture(BulkTests.answer(("index", "2", 201)))
    let report = try await fixture.client.bulk(
      [
        .index(id: "0", document: Arrays(depth: 600)), .index(id: "1", document: ["x": Double.nan]),
        .index(id: "2", document: ["x": 1.0]),
      ], index: "b"
    )
    #expect(fixture.bodies == ["{\"index\":{\"_id\":\"2\"}}\n{\"x\":1.0}\n"])
    #expect(report.failed.map(\.position) == [0, 1])
    #expect(report.acknowledged.map(\.position) == [2])
  }
}
