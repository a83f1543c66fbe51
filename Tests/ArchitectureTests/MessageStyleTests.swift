import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The messages of errors are sentences: a capital at the beginning, a full stop at the end.
struct MessageStyleTests {
  /// Where texts that are given as messages are somebody else's: what the emulated services say.
  private static let foreign = "AWSEmulator/"

  @Test func messagesAreSentences() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let sources = root + "/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }
    var count = 0
    for file in files where !file.hasPrefix(Self.foreign) {
      let bytes = try #require(FileManager.default.contents(atPath: sources + "/" + file))
      for message in Self.messages(in: Array(bytes)) {
        count += 1
        #expect(Self.isSentence(message), "\(file): \(message)")
      }
    }
    #expect(count > 150)
  }

  @Test func theRuleTellsSentencesFromFragments() {
    for good in ["No region is set.", #"'\(x)' is no region."#, #"\(a) and \(b(c))"#, "3 left?", "`x` (see y.)"] {
      #expect(Self.isSentence(good), "\(good)")
    }
    for bad in ["no region is set.", "No region is set", "", "No region: ", "failed: x."] {
      #expect(!Self.isSentence(bad), "\(bad)")
    }
    let source = #"f(message: "a \(b("c")) d", x: 1); g(message: "e " + "f."); h(message: text)"#
    #expect(Self.messages(in: Array(source.utf8)) == [#"a \(b("c")) d"#, "e f."])
    let lines = "f(\n  message: \"\"\"\n    One \\\n    line.\n    \"\"\")"
    #expect(Self.messages(in: Array(lines.utf8)) == ["One line."])
  }

  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    let begins = (0x41...0x5A).contains(first) || (0x30...0x39).contains(first) || "'\"`\\".utf8.contains(first)
    // An interpolation at the end brings its own full stop.
    return begins && (".?".utf8.contains(last) || text.hasSuffix(".)") || text.hasSuffix(")") && text.contains(#"\("#))
  }

  /// The literals that are given to parameters named `message`, joined where they are added to each other. What follows a
  /// literal in another form, such as a variable, is left out, and then its end is not known.
  private static func messages(in source: [UInt8]) -> [String] {
    let label = Array("message:".utf8)
    var messages: [String] = []
    var rest = source[...]
    while let found = rest.firstIndex(of: label[0]) {
      rest = rest[found...]
      guard rest.starts(with: label) else {
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(label.count)
      var text = ""
      var isOpen = false
      var after = rest.drop(while: isSpace)
      while let (literal, next) = Self.literal(after) {
        text += literal
        after = next.drop(while: isSpace)
        isOpen = after.first == UInt8(ascii: "+")
        guard isOpen else { break }
        after = after.dropFirst().drop(while: isSpace)
      }
      if !text.isEmpty { messages.append(isOpen ? text + "." : text) }
    }
    return messages
  }

  /// The text of the literal that the source begins with, and what follows it.
  private static func literal(_ source: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    let quote = UInt8(ascii: "\"")
    guard source.first == quote else { return nil }
    let isLong = source.starts(with: [quote, quote, quote])
    var position = source.startIndex + (isLong ? 3 : 1)
    let start = position
    var depth = 0
    while position < source.endIndex {
      switch source[position] {
      case UInt8(ascii: "\\"):
        if position + 1 < source.endIndex, source[position + 1] == UInt8(ascii: "(") { depth += 1 }
        position += 1
      case UInt8(ascii: "(") where depth > 0: depth += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      case quote where depth == 0 && (!isLong || source[position...].starts(with: [quote, quote, quote])):
        let text = String(decoding: source[start..<position], as: UTF8.self)
        return (isLong ? Self.joined(text) : text, source[(position + (isLong ? 3 : 1))...])
      default: break
      }
      position += 1
    }
    return nil
  }

  /// The text of a literal over several lines.
  private static func joined(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    return lines.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 + "\n" }.joined().trimming()
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }
}

extension String {
  fileprivate func trimming() -> String {
    var text = self[...]
    while let last = text.last, last == "\n" || last == " " { text = text.dropLast() }
    return String(text)
  }
}
