/// The end of what a program wrote to standard error, on one line and without what looks like a secret.
struct StandardErrorExcerpt {
  /// The text; empty if the program wrote nothing.
  let text: String

  private static let lineLimit = 5
  private static let scalarLimit = 500

  init(_ bytes: [UInt8], command: CommandLineWords) {
    // Secrets go first: a cut in the middle of one would leave a rest that no longer looks like one.
    var masked = SecretMask.masking(command.arguments, in: bytes)
    masked = SecretMask.maskingNamedValues(in: masked)
    masked = SecretMask.maskingKeyMaterial(in: masked)
    let lines = masked.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .filter { line in !line.allSatisfy(\.isASCIIWhitespace) }
    let end = lines.suffix(Self.lineLimit).map { String(decoding: $0, as: UTF8.self).trimmingASCIIWhitespace() }
      .joined(separator: " | ")
    let scalars = end.unicodeScalars
    let isCut = lines.count > Self.lineLimit || scalars.count > Self.scalarLimit
    let kept = String(String.UnicodeScalarView(scalars.suffix(Self.scalarLimit))).oneLine(limit: Self.scalarLimit)
    text = isCut ? "…" + kept : kept
  }

  /// The text as a sentence that follows another; empty if the program wrote nothing.
  var sentence: String { text.isEmpty ? "" : " It wrote to standard error: \(text)" }
}

/// Replaces what looks like a secret in text that another program wrote.
enum SecretMask {
  private static let mark = Array(Redacted.mark.utf8)

  /// Masks the arguments of a command, and the values of those of the form `--name=value`. Short ones are masked only
  /// where they stand as a word.
  static func masking(_ arguments: [String], in text: [UInt8]) -> [UInt8] {
    var needles: Set<[UInt8]> = []
    for argument in arguments {
      let bytes = Array(argument.utf8)
      needles.insert(bytes)
      if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) { needles.insert(Array(bytes[(equals + 1)...])) }
    }
    var text = text
    for needle in needles.sorted(by: { $0.count > $1.count }) where !needle.isEmpty {
      text = replacing(needle, in: text, asWord: needle.count < 4)
    }
    return text
  }

  private static func replacing(_ needle: [UInt8], in text: [UInt8], asWord: Bool) -> [UInt8] {
    guard let first = needle.first, text.count >= needle.count else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      let end = index + needle.count
      if text[index] == first, end <= text.count, text[index..<end].elementsEqual(needle),
        !asWord || ((index == 0 || !isWord(text[index - 1])) && (end == text.count || !isWord(text[end])))
      {
        result += mark
        index = end
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// The names after which a value is a secret, in lower case and without `_` and `-`.
  private static let secretNames = [
    "secretaccesskey", "sessiontoken", "securitytoken", "accesstoken", "refreshtoken", "idtoken", "clientsecret",
    "secretkey", "password", "passphrase",
  ].map { Array($0.utf8) }

  /// Masks what follows the name of a secret: `"SecretAccessKey": "…"`, `aws_session_token = …` and their like.
  static func maskingNamedValues(in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      guard let nameEnd = secretName(in: text, at: index), let value = value(in: text, after: nameEnd) else {
        result.append(text[index])
        index += 1
        continue
      }
      result += text[index..<value.lowerBound]
      result += mark
      index = value.upperBound
    }
    return result
  }

  private static func secretName(in text: [UInt8], at start: Int) -> Int? {
    for name in secretNames {
      var index = start
      var matched = 0
      while matched < name.count, index < text.count {
        let byte = text[index]
        if (byte | 0x20) == name[matched] {
          matched += 1
        } else if matched == 0 || (byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-")) {
          break
        }
        index += 1
      }
      if matched == name.count { return index }
    }
    return nil
  }

  /// Where the value after a name is: to the closing quote if it is quoted, else to the end of the word.
  private static func value(in text: [UInt8], after nameEnd: Int) -> Range<Int>? {
    let (double, single, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"))
    func skip(_ index: Int, while condition: (UInt8) -> Bool) -> Int {
      text[index...].firstIndex(where: { !condition($0) }) ?? text.count
    }
    let isDecoration = { (byte: UInt8) in
      byte.isASCIIWhitespace || byte == double || byte == single || byte == backslash
    }
    var index = skip(nameEnd, while: isDecoration)
    let hasSeparator = index < text.count && (text[index] == UInt8(ascii: ":") || text[index] == UInt8(ascii: "="))
    if hasSeparator { index = skip(index + 1, while: { $0.isASCIIWhitespace || $0 == backslash }) }
    guard index < text.count else { return nil }
    if hasSeparator, text[index] == double || text[index] == single {
      let quote = text[index]
      let isEscaped = text[index - 1] == backslash
      let start = index + 1
      var end = start
      while end < text.count, text[end] != quote {
        // A quote behind a backslash closes only a value whose opening quote was behind one too.
        end += text[end] == backslash && !isEscaped ? 2 : 1
      }
      return start..<min(end, text.count)
    }
    let end = skip(index) { !$0.isASCIIWhitespace && !#",;}"'"#.utf8.contains($0) }
    // A sentence may just mention the name.
    return end > index && (hasSeparator || end - index >= 16) ? index..<end : nil
  }

  /// Masks long runs of Base64 letters with capitals, small letters and digits among them: the shape of keys and tokens.
  static func maskingKeyMaterial(in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      let end = text[index...].firstIndex(where: { !isKeyMaterial($0) }) ?? text.count
      let run = text[index..<end]
      let looksLikeKey =
        run.count >= 32 && run.contains(where: { (0x41...0x5A).contains($0) })
        && run.contains(where: { (0x61...0x7A).contains($0) }) && run.contains(where: { (0x30...0x39).contains($0) })
      result += looksLikeKey ? mark[...] : run
      if end < text.count { result.append(text[end]) }
      index = end + 1
    }
    return result
  }

  private static func isKeyMaterial(_ byte: UInt8) -> Bool { isWord(byte) || "+/=-_".utf8.contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
  }
}
