/// `user:password@` in a URL (RFC 3986, 3.2.1).
enum UserInformationShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var found = MergedRanges()
    var ends = NextPlace { $0.isASCIIWhitespace || "\"'<>`".utf8.contains($0) }
    var slashes = NextPlace { "/?#".utf8.contains($0) }
    var colons = NextPlace { $0 == UInt8(ascii: ":") }
    // The word that was looked at last, and its last at sign.
    var word = 0..<0
    var sign: Int?
    for index in text.indices where text[index] == UInt8(ascii: ":") && text[index...].starts(with: "://".utf8) {
      let start = index + 3
      if !word.contains(start) {
        word = start..<ends.place(in: text, from: start)
        sign = text[word].lastIndex(of: UInt8(ascii: "@"))
      }
      guard let sign, sign >= start else { continue }
      let slash = slashes.place(in: text, from: start)
      if slash < sign {
        // A raw slash may be part of a password; after host and port it is that of the path.
        let colon = colons.place(in: text, from: start)
        guard colon < slash else { continue }
        if text[(colon + 1)..<slash].allSatisfy({ (0x30...0x39).contains($0) }) { continue }
      }
      found.add(start..<sign)
    }
    return found.ranges
  }
}

/// What follows `Authorization:`, `Cookie:` and the names of schemes (RFC 9110, 11.4).
enum AuthorizationShape {
  private static let fields = ["authorization", "cookie"].map { Array($0.utf8) }
  private static let schemes = ["bearer", "basic", "digest", "negotiate", "ntlm", "dpop", "aws4-hmac-sha256"]
    .map { Array($0.utf8) }

  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    let folded = text.map(\.lowercasedASCII)
    var found = MergedRanges()
    var lines = FieldLines(folded)
    for index in folded.indices {
      // Most places are no beginning: a look at one byte tells.
      guard "abcdn".utf8.contains(folded[index]) else { continue }
      if let name = fields.first(where: { folded[index...].starts(with: $0) }) {
        let quote = index > 0 && "\"'".utf8.contains(folded[index - 1]) ? folded[index - 1] : nil
        if let range = fieldValue(in: folded, after: index + name.count, quote, &lines) { found.add(range) }
      } else if index == 0 || !folded[index - 1].isLetterOrDigit,
        let scheme = schemes.first(where: { folded[index...].starts(with: $0) }),
        let range = credentials(in: folded, after: index + scheme.count)
      {
        found.add(range)
      }
    }
    return found.ranges
  }

  /// The value of a header field: the rest of its line, or up to the quote that closes it or the whole field.
  private static func fieldValue(
    in text: [UInt8], after end: Int, _ outer: UInt8?, _ lines: inout FieldLines
  ) -> Range<Int>? {
    var index = end
    while index < text.count, "\"'\\ \t".utf8.contains(text[index]) { index += 1 }
    guard index < text.count, text[index] == UInt8(ascii: ":") || text[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    while index < text.count, " \t\\[".utf8.contains(text[index]) { index += 1 }
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") {
      return (index + 1)..<lines.end(from: index + 1, quote: text[index], isOneLine: false)
    }
    let line = index..<lines.end(from: index, quote: outer, isOneLine: true)
    guard !line.isEmpty else { return nil }
    let isScheme = (schemes + [Array("token".utf8)]).contains { name in
      guard text[line].starts(with: name) else { return false }
      let next = index + name.count
      return next == line.upperBound || text[next] == UInt8(ascii: " ")
    }
    // A sentence may just mention the name.
    return isScheme || !lines.isProse(line) ? line : nil
  }

  /// What follows the name of a scheme, if it looks like credentials.
  private static func credentials(in text: [UInt8], after end: Int) -> Range<Int>? {
    var index = end
    while index < text.count, text[index] == UInt8(ascii: " ") || text[index] == UInt8(ascii: "\t") { index += 1 }
    guard index > end else { return nil }
    let last =
      text[index...].firstIndex { $0.isASCIIWhitespace || "\"'<>,;".utf8.contains($0) } ?? text.count
    let word = text[index..<last]
    return word.count < 4 || NamedValueShape.isProse(word) ? nil : index..<last
  }
}

/// Long runs of Base64 letters with capitals, small letters and digits among them: the shape of keys and tokens.
enum KeyMaterialShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while index < text.count {
      let end = text[index...].firstIndex { !$0.isKeyMaterial } ?? text.count
      if end - index >= 32, text[index..<end].isMixed { ranges.append(index..<end) }
      index = end + 1
    }
    return ranges
  }
}

extension UInt8 {
  /// Whether keys and tokens hold the byte.
  var isKeyMaterial: Bool { isLetterOrDigit || "+/=-_".utf8.contains(self) }
}

extension ArraySlice<UInt8> {
  /// Whether capitals, small letters and digits are among the bytes.
  var isMixed: Bool {
    contains { (0x41...0x5A).contains($0) } && contains { (0x61...0x7A).contains($0) }
      && contains { (0x30...0x39).contains($0) }
  }
}
