/// What follows the name of a secret: `"SecretAccessKey": "…"`, `aws_session_token = …`, `--password …` and their like.
enum NamedValueShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while index < text.count {
      guard text[index].isNamePart else {
        index += 1
        continue
      }
      let end = text[index...].firstIndex { !$0.isNamePart } ?? text.count
      let name = String(decoding: text[index..<end], as: UTF8.self)
      // A longer word is no name, and looking at it would cost.
      if end - index <= 200, SecretNames.contains(name), let value = value(in: text, after: index..<end, name: name) {
        ranges.append(value)
        index = max(value.upperBound, end)
      } else {
        index = end
      }
    }
    return ranges
  }

  /// Where the value after a name is: to the closing quote if it is quoted, else to the end of the word.
  private static func value(in text: [UInt8], after name: Range<Int>, name written: String) -> Range<Int>? {
    let (double, single, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"))
    func skip(_ index: Int, while condition: (UInt8) -> Bool) -> Int {
      text[index...].firstIndex(where: { !condition($0) }) ?? text.count
    }
    var index = skip(name.upperBound) { $0.isASCIIWhitespace || $0 == double || $0 == single || $0 == backslash }
    guard index < text.count else { return nil }
    let separator = text[index]
    let hasSeparator = separator == UInt8(ascii: ":") || separator == UInt8(ascii: "=")
    if hasSeparator {
      index = skip(index + 1) { $0.isASCIIWhitespace || $0 == backslash || $0 == UInt8(ascii: ">") }
      guard index < text.count else { return nil }
    }
    if text[index] == double || text[index] == single, hasSeparator {
      let quote = text[index]
      let isEscaped = text[index - 1] == backslash
      let start = index + 1
      var end = start
      while end < text.count, text[end] != quote {
        // A quote behind a backslash closes only a value whose opening quote was behind one too.
        end += text[end] == backslash && !isEscaped ? 2 : 1
      }
      end = min(end, text.count)
      return start..<(isEscaped && end > start && text[end - 1] == backslash ? end - 1 : end)
    }
    if text[index] == UInt8(ascii: "{") { return nil }
    if text[index] == UInt8(ascii: "["), hasSeparator {
      return (index + 1)..<skip(index + 1) { $0 != UInt8(ascii: "]") }
    }
    let end = skip(index) { !$0.isASCIIWhitespace && !#",;}"'&<>)]"#.utf8.contains($0) }
    guard end > index else { return nil }
    let word = text[index..<end]
    if separator == UInt8(ascii: "=") { return index..<end }
    // After a colon or nothing, a sentence may just mention the name.
    let isOption = written.hasPrefix("-") && !hasSeparator
    if isOption || (hasSeparator && !mentions(written)) { return index..<end }
    return isProse(word) || (!hasSeparator && word.count < 16) ? nil : index..<end
  }

  /// Whether a name is also a word of sentences, as in "token: invalid_grant".
  private static func mentions(_ name: String) -> Bool {
    [
      "token", "tokens", "secret", "secrets", "signature", "assertion", "credential", "authorization", "auth", "cookie",
      "bearer", "jwt", "pin",
    ].contains(SecretNames.folded(name))
  }

  /// Whether a word is made of letters and the marks of sentences, and is not too long to be a word.
  static func isProse(_ word: ArraySlice<UInt8>) -> Bool {
    word.count < 24 && word.allSatisfy(\.isProse)
  }
}

extension UInt8 {
  /// Whether the byte is a letter or a mark of sentences.
  var isProse: Bool { (0x41...0x5A).contains(self & 0xDF) || "_-.:,;!?()".utf8.contains(self) }

  /// Whether names of parameters, fields and variables hold the byte.
  fileprivate var isNamePart: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self & 0xDF) || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "-")
  }
}
