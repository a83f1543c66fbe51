import AWSElasticClient
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whatever a type does with an encoder, the result is what Foundation's encoder makes of it.
@Suite("Encoder, shapes")
struct EncoderShapeTests {
  private static func expectSame(
    _ value: some Encodable, _ coding: ElasticCoding = ElasticCoding(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let encoder = JSONEncoder()
    if coding.keys == .snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    encoder.dateEncodingStrategy = .millisecondsSince1970
    let theirs = try encoder.encode(value)
    let ours = try coding.encode(value)
    #expect(
      try Plain(ours) == Plain([UInt8](theirs)),
      "ours: \(String(decoding: ours, as: UTF8.self)), theirs: \(String(decoding: theirs, as: UTF8.self))",
      sourceLocation: sourceLocation)
  }

  /// A JSON value with numbers as numbers: Foundation writes them in other digits.
  private indirect enum Plain: Equatable {
    case null, bool(Bool), number(Double), string(String), array([Plain]), object([String: Plain])

    init(_ json: [UInt8]) throws { self.init(try #require(JSONValue(json: json))) }

    init(_ value: JSONValue) {
      switch value {
      case .null: self = .null
      case .bool(let bool): self = .bool(bool)
      case .number(let number): self = .number(number.double)
      case .string(let text): self = .string(text)
      case .array(let elements): self = .array(elements.map { Plain($0) })
      case .object(let members): self = .object(members.mapValues { Plain($0) })
      }
    }
  }

  private enum Suit: String, Codable, CodingKeyRepresentable { case hearts, spades }

  private struct Everything: Encodable {
    var bool = true
    var numbers: [Int] = [1, 2]
    var optional: String?
    var present: String? = "x"
    var empty: [Int] = []
    var emptyObject: [String: Int] = [:]
    var uuid = UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F")
    var url = URL(string: "https://example.com/a%20b?c=/d")
    var relative = URL(string: "x/y", relativeTo: URL(string: "https://example.com/"))
    var data = Data([0, 1, 250, 251, 252])
    var date = Date(timeIntervalSince1970: 12.5)
    var byNumber = [1: "a", 20: "b"]
    var bySuit = [Suit.hearts: 1.5]
    var byID = [UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"): 3]
    var range = 1..<5
    var set: Set<String> = ["one"]
    var suit = Suit.spades
    var matrix = [[1.5, 2.5], [], [3.5]]
    var optionals: [Int?] = [1, nil, 3]
    var nested: [String: [String: [Int]]] = ["a": ["b": [1]]]
    var character = "é"
    var decimal = Decimal(string: "12.25")
    var tuple = Payload.pair(1, name: "n")
    var none = Payload.nothing
  }

  private enum Payload: Encodable {
    case pair(Int, name: String)
    case nothing
  }

  @Test func whatTheCompilerWrites() throws {
    try Self.expectSame(Everything(), ElasticCoding(dates: .millisecondsSince1970))
    try Self.expectSame(Everything(), ElasticCoding(dates: .millisecondsSince1970, keys: .snakeCase))
    try Self.expectSame([Everything(), Everything()], ElasticCoding(dates: .millisecondsSince1970))
    try Self.expectSame("top")
    try Self.expectSame(Optional<Int>.none)
    try Self.expectSame([[[String]]]())
  }

  private class Base: Encodable {
    var base = 1
    private enum CodingKeys: CodingKey { case base, shared }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(base, forKey: .base)
      try container.encode("base", forKey: .shared)
    }
  }

  private final class Derived: Base {
    enum Way: CaseIterable { case sameContainer, superEncoder, superEncoderForKey, late, unkeyed }
    let way: Way
    init(_ way: Way) { self.way = way }
    private enum CodingKeys: CodingKey { case before, after, parent, shared }

    override func encode(to encoder: any Encoder) throws {
      if way == .unkeyed {
        var container = encoder.unkeyedContainer()
        try container.encode("first")
        try super.encode(to: container.superEncoder())
        try container.encode(container.count)
        return
      }
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode([1], forKey: .before)
      switch way {
      case .sameContainer: try super.encode(to: encoder)
      case .superEncoder: try super.encode(to: container.superEncoder())
      case .superEncoderForKey: try super.encode(to: container.superEncoder(forKey: .parent))
      case .late:
        let parent = container.superEncoder()
        let untouched = container.superEncoder(forKey: .parent)
        try container.encode("between", forKey: .after)
        try super.encode(to: parent)
        _ = untouched
        return
      case .unkeyed: break
      }
      try container.encode("derived", forKey: .shared)
      try container.encode(2, forKey: .after)
    }
  }

  @Test(arguments: Derived.Way.allCases)
  private func inheritance(way: Derived.Way) throws {
    try Self.expectSame(Derived(way))
    try Self.expectSame(["in": [Derived(way)]])
  }

  /// Several containers are open at once and written to in turn.
  private struct Interleaved: Encodable {
    private enum Key: String, CodingKey { case a, b, c, d, e, f }
    func encode(to encoder: any Encoder) throws {
      var top = encoder.container(keyedBy: Key.self)
      var a = top.nestedContainer(keyedBy: Key.self, forKey: .a)
      var b = top.nestedUnkeyedContainer(forKey: .b)
      try a.encode(1, forKey: .a)
      try b.encode("x")
      var inner = b.nestedContainer(keyedBy: Key.self)
      try top.encode(["plain": true], forKey: .c)
      try inner.encode(2, forKey: .b)
      try a.encode([3], forKey: .c)
      var deep = a.nestedUnkeyedContainer(forKey: .d)
      try b.encode(4)
      try deep.encode(5)
      try inner.encode(6, forKey: .d)
      var single = deep.superEncoder().singleValueContainer()
      try b.encodeNil()
      try single.encode("late")
      try top.encodeNil(forKey: .e)
      var last = top.nestedContainer(keyedBy: Key.self, forKey: .f)
      try last.encode(b.count, forKey: .a)
      try last.encode(top.codingPath.count, forKey: .b)
    }
  }

  @Test func containersWrittenInTurn() throws {
    try Self.expectSame(Interleaved())
    try Self.expectSame([Interleaved(), Interleaved()])
    try Self.expectSame(["x": ["y": Interleaved()]])
  }

  /// A name that is written again replaces what was there.
  private struct Repeated: Encodable {
    let count: Int
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      for number in 0..<count { try container.encode(["n": number], forKey: Name("k\(number)")) }
      try container.encode("second", forKey: Name("k0"))
      try container.encode(["é": 1, "e": 2], forKey: Name("k\(count - 1)"))
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  @Test(arguments: [1, 2, 5, 33, 40, 1000])
  func theLastOfEqualNamesCounts(count: Int) throws {
    try Self.expectSame(Repeated(count: count))
    try Self.expectSame([Repeated(count: count)])
    let text = String(decoding: try ElasticCoding().encode(Repeated(count: count)), as: UTF8.self)
    #expect(text.components(separatedBy: #""k0":"#).count == 2)
  }

  /// Names that Swift takes for equal are two names in JSON.
  @Test func namesAreBytes() throws {
    struct Accents: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(1, forKey: Name("\u{E9}"))
        try container.encode(2, forKey: Name("e\u{301}"))
      }
    }
    #expect(
      String(decoding: try ElasticCoding().encode(Accents()), as: UTF8.self).utf8.elementsEqual(
        "{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
  }

  private struct Silent: Encodable {
    func encode(to encoder: any Encoder) throws {}
  }

  private struct Tolerant: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      try container.encode(1, forKey: Name("a"))
      try? container.encode(Double.nan, forKey: Name("b"))
      try? container.encode(["x": [1.5, .infinity]], forKey: Name("c"))
      var list = container.nestedUnkeyedContainer(forKey: Name("d"))
      try? list.encode([Double.nan])
      try list.encode(2)
      try container.encode(3, forKey: Name("c"))
    }
  }

  @Test func silenceAndTolerance() throws {
    try Self.expectSame(["s": Silent()])
    try Self.expectSame([Silent(), Silent()])
    #expect(throws: EncodingError.self) { try ElasticCoding().encode(Silent()) }
    #expect(String(decoding: try ElasticCoding().encode(Tolerant()), as: UTF8.self) == #"{"a":1,"d":[2],"c":3}"#)
  }

  @Test(arguments: [
    "myValue", "url", "myURLValue", "already_snake", "_private", "ABC", "a", "valueID", "page2Count", "iPhone", "",
  ])
  func snakeCase(name: String) throws {
    struct One: Encodable {
      let name: String
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(1, forKey: Name(name))
      }
    }
    try Self.expectSame(One(name: name), ElasticCoding(keys: .snakeCase))
  }
}
