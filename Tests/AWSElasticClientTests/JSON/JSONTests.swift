import AWSElasticClient
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("JSON")
struct JSONTests {
  @Test(arguments: [
    "null", "true", "[]", "{}", "-0", "1e400", "0.10", "123456789012345678901234567890", "\"\"", #""a\"\\""#,
    "[1,[2,{\"a\":null}]]",
    #"{"a":1,"b":[true,false]}"#, "\"한😀\"",
  ])
  func textsComeBackUnchanged(text: String) throws {
    #expect(JSONValue(json: Array(text.utf8))?.description == text)
  }

  @Test(arguments: [
    "", " ", "nul", "tru", "[1,]", "{\"a\":1,}", "{a:1}", "[1 2]", "\"a", "\"\n\"", #""\x""#, #""\u12g4""#, "01", "1.",
    "-", ".5",
    "+1", "1e", "{} {}", "'a'", "[", "{\"a\"}", "NaN", String(repeating: "[", count: 100_000),
    String(repeating: "{\"a\":", count: 100_000),
  ])
  func brokenTextsAreRefused(text: String) { #expect(JSONValue(json: Array(text.utf8)) == nil) }

  @Test func escapesAndSurrogates() {
    let text = #"["\b\f\n\r\t\/\"\\","\ud55c","\ud83d\ude00","\ud83d","\ud83d\u0041","\ude00x"]"#
    #expect(
      JSONValue(json: Array(text.utf8)) == [
        "\u{8}\u{C}\n\r\t/\"\\", "한", "😀", "\u{FFFD}", "\u{FFFD}A", "\u{FFFD}x",
      ])
  }

  @Test func numbersKeepTheirDigitsThroughCodable() throws {
    let text = #"[9007199254740993,18446744073709551615,0.1,-5,1.2345678901234567890123]"#
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    #expect(value.description == text)
    #expect(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) == text)
    #expect(JSONNumber("1 ") == nil && JSONNumber("true") == nil && JSONNumber(Double.nan) == nil)
    #expect(JSONNumber("1e2")?.double == 100)
  }

  @Test func access() {
    let value: JSONValue = ["a": [1, "x", nil, true, 1.5]]
    #expect(value["a"]?[0]?.int == 1)
    #expect(value["a"]?[4]?.double == 1.5)
    #expect(value["a"]?[9] == nil && value["b"] == nil && value[0] == nil)
  }
}
