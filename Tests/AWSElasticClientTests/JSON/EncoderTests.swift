import AWSElasticClient
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a document's bytes are.
@Suite("Encoder")
struct EncoderTests {
  static func text(_ value: some Encodable, _ coding: ElasticCoding = ElasticCoding()) throws -> String {
    String(decoding: try coding.encode(value), as: UTF8.self)
  }

  private struct Wrapped: Encodable {
    let value: Double
    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(value)
    }
  }

  @Test func floatingPointNumbersStaySo() throws {
    struct Numbers: Encodable {
      var a = 1.0
      var b: Float = 2
      var c = -0.0
      var d = 1e300
      var e = Double.leastNonzeroMagnitude
      var f: Float = 0.1
      var g: Double? = 100_000
      var h: [Double] = [1, 2.5]
      var i: [Float] = [3]
      var j: [Double?] = [4, nil]
      var k = Wrapped(value: 5)
      var l = ["x": 6.0]
      var m = Optional(Optional(7.0))
    }
    let written = try Self.text(Numbers())
    #expect(
      written
        == #"{"a":1.0,"b":2.0,"c":-0.0,"d":1e+300,"e":5e-324,"f":0.1,"g":100000.0,"h":[1.0,2.5],"i":[3.0],"j":[4.0,null],"#
        + #""k":5.0,"l":{"x":6.0},"m":7.0}"#)
    #expect(try Self.text(1.0) == "1.0")
    #expect(try Self.text([1.0: "a"]) == #"[1.0,"a"]"#)
  }

  @Test(arguments: [
    0, 1, -1, 1.5, 1e15, 1e16, 1e17, 123_456_789_012_345_680, 1e21, 0.1 + 0.2, .pi, .leastNonzeroMagnitude,
  ])
  func doublesComeBackAndLookLikeDoubles(number: Double) throws {
    let text = try Self.text(number)
    #expect(Double(text) == number)
    #expect(text.contains { $0 == "." || $0 == "e" }, "\(text)")
  }

  @Test func wholeNumbersAndDecimalsAreWrittenAsTheyAre() throws {
    struct Numbers: Encodable {
      var a = Int.min
      var b = UInt64.max
      var c: Int8 = -128
      var d = Int128.max
      var e = UInt128.max
      var f = Decimal(1)
      var g = Decimal(string: "1.10")
      var h = Decimal(string: "123456789012345678901234567890.12345678")
      var i = [0, 10, -305]
    }
    #expect(
      try Self.text(Numbers())
        == #"{"a":-9223372036854775808,"b":18446744073709551615,"c":-128,"d":170141183460469231731687303715884105727,"#
        + #""e":340282366920938463463374607431768211455,"f":1,"g":1.1,"h":123456789012345678901234567890.12345678,"#
        + #""i":[0,10,-305]}"#)
  }

  @Test func aJSONValueInsideKeepsItsNumbers() throws {
    struct Document: Encodable {
      var extra: JSONValue = ["d": 1.0, "n": 1, "deep": [1.50, nil, true, "x"]]
      var list: [JSONValue] = [2.0, 3]
      var map: [String: JSONValue] = ["y": 4.0]
    }
    #expect(
      try Self.text(Document())
        == #"{"extra":{"d":1.0,"deep":[1.5,null,true,"x"],"n":1},"list":[2.0,3],"map":{"y":4.0}}"#)
    let value = try #require(JSONValue(json: Array(#"{"a":1.00,"b":1e2,"c":12345678901234567890.5}"#.utf8)))
    #expect(try Self.text(value) == #"{"a":1.00,"b":1e2,"c":12345678901234567890.5}"#)
    struct Wrapper: Encodable {
      let value: JSONValue
      func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
    #expect(try Self.text(["w": Wrapper(value: ["a": 1.0])]) == #"{"w":{"a":1.0}}"#)
  }

  @Test func datesUpToTheLastMillisecondOfTheYear9999() throws {
    let dates: [(Double, String)] = [
      (0, "1970-01-01T00:00:00.000Z"), (1_795_469_820.25, "2026-11-23T21:37:00.250Z"),
      (-0.001, "1969-12-31T23:59:59.999Z"),
      (951_782_400, "2000-02-29T00:00:00.000Z"), (253_402_300_799.999, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200, "0000-01-01T00:00:00.000Z"),
    ]
    for (seconds, text) in dates {
      #expect(try Self.text(Date(timeIntervalSince1970: seconds)) == "\"\(text)\"")
    }
    let milliseconds = ElasticCoding(dates: .millisecondsSince1970)
    #expect(try Self.text(Date(timeIntervalSince1970: 1.5), milliseconds) == "1500")
    #expect(try Self.text(Date(timeIntervalSince1970: 253_402_300_800), milliseconds) == "253402300800000")
    #expect(try Self.text(Date(timeIntervalSince1970: -1.5), ElasticCoding(dates: .secondsSince1970)) == "-2")
  }

  @Test(arguments: [253_402_300_799.9996, 253_402_300_800, 1e12, -62_167_219_200.001, .infinity, .nan, 1e300])
  func otherDatesAreErrors(seconds: Double) {
    struct Event: Encodable { var at: [Date] }
    let error = #expect(throws: EncodingError.self) {
      try ElasticCoding().encode(Event(at: [Date(timeIntervalSince1970: seconds)]))
    }
    #expect(Self.explanation(error).contains("at[0]: the date"))
  }

  /// Path and description of an error of ours.
  private static func explanation(_ error: EncodingError?) -> String {
    guard case .invalidValue(_, let context)? = error else { return "none" }
    let path = context.codingPath.reduce("") { path, key in
      key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
    }
    return "\(path): \(context.debugDescription)"
  }

  @Test func whatIsNoNumberIsAnErrorThatNamesTheField() async throws {
    struct Inner: Encodable { var weight: Double }
    struct Outer: Encodable { var parts: [[String: Inner]] }
    let cases: [(any Encodable & Sendable, String)] = [
      (
        Outer(parts: [["a": Inner(weight: 1)], ["b": Inner(weight: .nan)]]),
        "parts[1].b.weight: JSON has no number for nan"
      ),
      (["x": Float.infinity], "x: JSON has no number for inf"),
      ([1, -Double.infinity], "[1]: JSON has no number for -inf"),
      (["v": [Float](repeating: 1, count: 2) + [.nan]], "v[2]: JSON has no number for nan"),
      (["d": Decimal.nan], "d: JSON has no number for NaN"), (Double.signalingNaN, ": JSON has no number for "),
      (["o": Optional(Double.nan)], "o: JSON has no number for nan"),
    ]
    for (value, explanation) in cases {
      let error = #expect(throws: EncodingError.self) { try ElasticCoding().encode(value) }
      #expect(Self.explanation(error).hasPrefix(explanation), "\(Self.explanation(error))")
    }
    let fixture = try ClientFixture()
    let refused = await failure {
      try await fixture.client.index("a", document: Outer(parts: [["b": Inner(weight: .nan)]]))
    }
    #expect(refused?.message == "The document cannot be encoded: parts[0].b.weight: JSON has no number for nan.")
  }

  @Test func strategiesAreValues() throws {
    struct Document: Codable, Equatable {
      var publishedAt: Date
      var coverBytes: Data
      var byName: [String: Int]
      var nested: [Nested]
      struct Nested: Codable, Equatable { var pageCount: Int }
    }
    let document = Document(
      publishedAt: Date(timeIntervalSince1970: 1.25), coverBytes: Data([1, 255]), byName: ["camelCase": 1],
      nested: [.init(pageCount: 2)])
    #expect(
      try Self.text(document)
        == #"{"publishedAt":"1970-01-01T00:00:01.250Z","coverBytes":"Af8=","byName":{"camelCase":1},"nested":[{"pageCount":2}]}"#
    )
    let coding = ElasticCoding(dates: .millisecondsSince1970, keys: .snakeCase, data: .numbers)
    #expect(
      try Self.text(document, coding)
        == #"{"published_at":1250,"cover_bytes":[1,255],"by_name":{"camelCase":1},"nested":[{"page_count":2}]}"#)
    #expect(coding == ElasticCoding(dates: .millisecondsSince1970, keys: .snakeCase, data: .numbers))
    #expect(coding != ElasticCoding())
  }

  @Test func whatStrategiesWriteTheyRead() async throws {
    struct Document: Codable, Equatable, Sendable {
      var publishedAt: Date
      var coverBytes: Data
      var anyData: JSONValue
      var byName: [String: [JSONValue]]
    }
    // The names in it are data, also those that a strategy would make the same.
    let free: JSONValue = ["my_field": 1, "a_b": 2, "aB": 3, "nested": [["x_y": ["_z_": nil]]]]
    let document = Document(
      publishedAt: Date(timeIntervalSince1970: 7), coverBytes: Data([1, 255]), anyData: free, byName: ["a_b": [free]])
    for dates in [ElasticCoding.Dates.iso8601, .millisecondsSince1970, .secondsSince1970] {
      let coding = ElasticCoding(dates: dates, keys: .snakeCase, data: .numbers)
      let source = try Self.text(document, coding)
      let fixture = try ClientFixture(
        .text(#"{"_index":"a","_id":"1","found":true,"_source":\#(source)}"#), coding: coding)
      #expect(try await fixture.client.get("a", id: "1", as: Document.self).source == document)
    }
  }

  /// Foundation's own coders with a strategy leave the names in a free value alone, too.
  @Test func namesInFreeValuesAreData() throws {
    let free: JSONValue = ["my_field": 1, "myField": 2, "list": [["a_b": true]]]
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let written = try encoder.encode(["free": free])
    #expect(JSONValue(json: Array(written)) == ["free": free])
    #expect(try decoder.decode(JSONValue.self, from: written) == ["free": free])
  }

  @Test func stringsAreEscapedWhereTheyMustBe() throws {
    let text = "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}\u{2028}é한😀<&>"
    #expect(try Self.text(text) == "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u{7F}\u{2028}é한😀<&>\"")
    #expect(try JSONDecoder().decode(String.self, from: Data(ElasticCoding().encode(text))) == text)
    #expect(try Self.text(["\"\n": 1]) == #"{"\"\n":1}"#)
  }
}
