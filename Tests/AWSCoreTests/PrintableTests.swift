import AWSCore
import Testing

/// What somebody else wrote cannot do anything in a message but be read.
@Suite struct PrintableTests {
  /// All C0 and C1 controls, DEL, the marks of direction, the separators of lines, and other invisible marks.
  static let hostile: [Unicode.Scalar] =
    (Array(0x00...0x1F) + Array(0x7F...0x9F) + Array(0x202A...0x202E) + Array(0x2066...0x2069)
    + [0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0x00AD, 0x2060, 0xE0001, 0xE0041, 0xFFF9])
    .compactMap { Unicode.Scalar($0) }

  @Test func nothingInvisibleStays() {
    for scalar in Self.hostile {
      let text = "before\(Character(scalar))after".printable()
      #expect(
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !Self.hostile.contains($0) }, "U+\(scalar.value)")
      #expect(text.hasPrefix("before") && text.hasSuffix("after"), "U+\(scalar.value): \(text)")
    }
  }

  @Test func whatIsPrintableStaysAsItIs() {
    for text in ["", "a b", "über", "한글", "e\u{301}", "👩‍👩‍👧", "می‌خواهم", "a\\u{1B}", "…", "\u{FFFD}"] {
      #expect(Array(text.printable().utf8) == Array(text.utf8))
    }
  }

  @Test(arguments: [
    ("a\r\nb", "a  b"), ("\u{1B}[31mred", "\\u{1B}[31mred"), ("\u{202E}txt", "\\u{202E}txt"),
    ("a\u{85}b\u{2028}c", "a b c"),
    ("  a\t", "a"), ("\n", ""), ("\u{9B}2J", "\\u{9B}2J"),
  ])
  func whatStandsForIt(_ text: String, _ expected: String) { #expect(text.printable() == expected) }

  @Test func lengthIsBounded() {
    #expect(String(repeating: "a", count: 1000).printable(limit: 10) == "aaaaaaaaaa…")
    #expect(String(repeating: "\u{1B}", count: 1000).printable(limit: 10) == "\\u{1B}…")
    let once = String(repeating: "a\u{7}", count: 100).printable(limit: 20)
    #expect(once.printable(limit: 20) == once)
    // One character of a million marks is as long as a million characters.
    #expect(("e" + String(repeating: "\u{301}", count: 1_000_000)).printable(limit: 50).utf8.count < 120)
  }

  @Test func linesOfOursStay() {
    #expect("a\n  b\u{1B}\r\nc".printableLines() == "a\n  b\\u{1B}\nc")
  }
}
