/// `user:password@` in a URL (RFC 3986, 3.2.1).
enum UserInformationShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for index in text.indices where text[index] == UInt8(ascii: ":") && text[index...].starts(with: "://".utf8) {
      let start = index + 3
      let end = text[start...].firstIndex { $0.isASCIIWhitespace || "\"'<>`".utf8.contains($0) } ?? text.count
      guard let sign = text[start..<end].lastIndex(of: UInt8(ascii: "@")) else { continue }
      let user = text[start..<sign]
      if let slash = user.firstIndex(where: { "/?#".utf8.contains($0) }) {
        // A raw slash may be part of a password; after host and port it is that of the path.
        guard let colon = user[..<slash].firstIndex(of: UInt8(ascii: ":")) else { continue }
        if user[(colon + 1)..<slash].allSatisfy({ (0x30...0x39).contains($0) }) { continue }
      }
      ranges.append(start..<sign)
    }
    return ranges
  }
}

/// What follows `Authorization:`, `Cookie:` and the names of schemes (RFC 9110, 11.4).
enum AuthorizationShape {
  private static let fields = ["authorization", "cookie"].map { Array($0.utf8) }
  private static let schemes = ["bearer", "basic", "digest", "negotiate", "ntlm", "dpop", "aws4-hmac-sha256"]
    .map { Array($0.utf8) }

  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    let folded = text.map(\.foldedCase)
    var ranges: [Range<Int>] = []
    for index in folded.indices {
      // Most places are no beginning: a look at one byte tells.
      guard "abcdn".utf8.contains(folded[index]) else { continue }
      if let name = fields.first(where: { folded[index...].starts(with: $0) }) {
        let quote = index > 0 && "\"'".utf8.contains(folded[index - 1]) ? folded[index - 1] : nil
        if let range = fieldValue(in: folded, after: index + name.count, quote) { ranges.append(range) }
      } else if index == 0 || !folded[index - 1].isLetterOrDigit,
        let scheme = schemes.first(where: { folded[index...].starts(with: $0) }),
        let range = credentials(in: folded, after: index + scheme.count)
      {
        ranges.append(range)
      }
    }
    return ranges
  }

  /// The value of a header field: the rest of its line, or up to the quote that closes it or the whole field.
  private static func fieldValue(in text: [UInt8], after end: Int, _ outer: UInt8?) -> Range<Int>? {
    var index = end
    while index < text.count, "\"'\\ \t".utf8.contains(text[index]) { index += 1 }
    guard index < text.count, text[index] == UInt8(ascii: ":") || text[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    while index < text.count, " \t\\[".utf8.contains(text[index]) { index += 1 }
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") {
      let quote = text[index]
      return (index + 1)..<(text[(index + 1)...].firstIndex(of: quote) ?? text.count)
    }
    let line = text[index...].prefix { $0 != 0x0A && $0 != 0x0D && $0 != outer }
    let words = line.split(separator: UInt8(ascii: " "))
    guard let first = words.first else { return nil }
    let isScheme = schemes.contains { first.elementsEqual($0) } || first.elementsEqual("token".utf8)
    // A sentence may just mention the name.
    if !isScheme, words.allSatisfy(NamedValueShape.isProse) { return nil }
    return index..<line.endIndex
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

/// PEM blocks (RFC 7468), whole or cut off at either end, and lines of Base64 one below the other.
enum PEMShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    let begins = places(of: "-----BEGIN ", in: text)
    let ends = places(of: "-----END ", in: text)
    var ranges = begins.map { begin in begin..<closing(after: ends.first { $0 > begin }, in: text) }
    for end in ends where !begins.contains(where: { $0 < end }) {
      // The beginning is cut off: whatever looks like a part of the block, back from its end.
      let before = text[..<end].lastIndex { !$0.isKeyMaterial && !$0.isASCIIWhitespace }.map { $0 + 1 } ?? 0
      let start = text[before...].firstIndex { !$0.isASCIIWhitespace } ?? before
      ranges.append(start..<closing(after: end, in: text))
    }
    return ranges + lines(in: text)
  }

  private static func places(of mark: String, in text: [UInt8]) -> [Int] {
    text.indices.filter { text[$0] == UInt8(ascii: "-") && text[$0...].starts(with: mark.utf8) }
  }

  /// Where the line of an end mark ends; without a mark, the end of the text.
  private static func closing(after end: Int?, in text: [UInt8]) -> Int {
    guard let end else { return text.count }
    let name = end + 9
    let dashes = text[min(name, text.count)...].firstIndex { $0 == UInt8(ascii: "-") || $0 == 0x0A } ?? text.count
    return text[dashes...].firstIndex { $0 != UInt8(ascii: "-") } ?? text.count
  }

  /// Two lines or more of Base64 letters alone, all but the last of one length.
  private static func lines(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var run: Range<Int>?
    var width = 0
    var letters = 0
    func finish() {
      if let run, letters >= 32, letters > width, text[run].isMixed { ranges.append(run) }
      run = nil
    }
    for whole in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let line = whole.trimmingPrefix(while: \.isASCIIWhitespace)
      let isKeyMaterial = line.count >= 8 && line.allSatisfy(\.isKeyMaterial)
      if let begun = run, line.allSatisfy(\.isKeyMaterial), line.count <= width {
        run = begun.lowerBound..<line.endIndex
        letters += line.count
        if line.count < width { finish() }
      } else {
        finish()
        guard isKeyMaterial else { continue }
        run = line.startIndex..<line.endIndex
        (width, letters) = (line.count, line.count)
      }
    }
    finish()
    return ranges
  }
}

extension UInt8 {
  /// Whether keys and tokens hold the byte.
  fileprivate var isKeyMaterial: Bool { isLetterOrDigit || "+/=-_".utf8.contains(self) }
}

extension ArraySlice<UInt8> {
  /// Whether capitals, small letters and digits are among the bytes.
  fileprivate var isMixed: Bool {
    contains { (0x41...0x5A).contains($0) } && contains { (0x61...0x7A).contains($0) }
      && contains { (0x30...0x39).contains($0) }
  }
}
