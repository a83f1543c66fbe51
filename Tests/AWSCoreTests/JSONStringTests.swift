import AWSCore
import Testing

struct JSONStringTests {
  private static func node(_ json: String) throws -> JSONNode { try JSONNode(parsing: Array(json.utf8)) }

  /// A token is given back as it came or not at all; for messages a replacement will do.
  @Test(arguments: [#""\ud800""#, #""a\udc00b""#, #""\ud800\u0041""#, #""\udc00\ud800""#])
  func halfASurrogatePairIsNoExactString(_ json: String) throws {
    let node = try Self.node(json)
    #expect(node.exactString == nil)
    #expect(node.string?.unicodeScalars.contains("\u{FFFD}") == true)
  }

  @Test(arguments: [
    (#""a""#, "a"), (#""\ud83d\ude00""#, "\u{1F600}"), (#""\ufffd""#, "\u{FFFD}"), ("\"\u{FFFD}\"", "\u{FFFD}"),
    (#""\"\\\/\b\f\n\r\t\u00e9""#, "\"\\/\u{8}\u{C}\n\r\t\u{E9}"), (#""""#, ""),
  ])
  func exactStrings(_ json: String, _ text: String) throws {
    let node = try Self.node(json)
    #expect(node.exactString?.utf8.elementsEqual(text.utf8) == true)
    #expect(node.string == text)
  }

  @Test func whatIsNotUTF8IsNoExactString() throws {
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFF, 0x5C, 0x6E]] {
      #expect(try JSONNode(parsing: [0x22] + bytes + [0x22]).exactString == nil)
    }
    let object = try JSONNode(parsing: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
    #expect(object.children.map { object.exactName(of: $0) } == [nil])
  }

  @Test func onlyStringsAreStrings() throws {
    for json in ["1", "null", "true", "[\"a\"]", "{}"] { #expect(try Self.node(json).exactString == nil) }
  }

  @Test func writtenStringsAreReadAgain() throws {
    let all =
      String(String.UnicodeScalarView((0..<0x300).compactMap { Unicode.Scalar(UInt32($0)) })) + "\u{1F600}\u{FFFD}"
    var bytes: [UInt8] = []
    bytes.append(jsonString: all)
    #expect(try JSONNode(parsing: bytes).exactString == all)
    #expect(all.asciiJSON.utf8.allSatisfy { $0 < 0x80 })
    #expect(try Self.node(all.asciiJSON).exactString == all)
    #expect("\u{E9}\u{1F600}\"\\\n".asciiJSON == #""\u00e9\ud83d\ude00\"\\\n""#)
  }
}
