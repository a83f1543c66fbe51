extension String {
  /// The text as a sentence: with a capital at its beginning, unless it begins with a name, and with a full stop unless it ends with one or with a mark of its
  /// own. For messages that are put together from parts, such as what another library says.
  package var sentence: String { withCapital.withFullStop }

  /// The text with a full stop unless it ends with one or with a mark of its own. For messages that begin with a name.
  ///
  /// Nothing is taken away: a secret that is looked for in the text afterwards has to be found whole.
  package var withFullStop: String {
    guard let last = utf8.last else { return self }
    let beforeBracket = last == UInt8(ascii: ")") ? utf8.dropLast().last : nil
    let isClosed =
      ".?!".utf8.contains(last) || beforeBracket == UInt8(ascii: ".") || hasSuffix("…") || hasSuffix("。")
    return isClosed ? self : self + "."
  }

  /// The same where a colon, comma or semicolon at the end, which announces something that does not follow, gives way to the
  /// full stop. For text from which everything secret has been taken.
  var withOneFullStop: String {
    let bare = without(endMarks: ":;,")
    guard bare.utf8.last == UInt8(ascii: ".") else { return bare.withFullStop }
    let inner = String(bare.utf8.dropLast()) ?? ""
    let barer = inner.without(endMarks: ":;,")
    return barer == inner ? bare : barer.withFullStop
  }

  /// The text without some ASCII marks, and white space, at its end.
  package func without(endMarks: String) -> String {
    var text = utf8[...]
    while let last = text.last, last.isASCIIWhitespace || endMarks.utf8.contains(last) { text.removeLast() }
    return String(text) ?? self
  }

  /// The text as the end of a sentence, after a colon: a capital at its beginning becomes a small letter, unless the first word is a
  /// name: has other marks than small letters.
  package var clause: String {
    guard let first = utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return self }
    let word = utf8.dropFirst().prefix { $0 != UInt8(ascii: " ") }
    guard !word.isEmpty, word.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else { return self }
    return String(UnicodeScalar(first + 0x20)) + String(unicodeScalars.dropFirst())
  }

  /// Whether the text begins as a sentence does: with a capital, or with something in quotes.
  var beginsSentence: Bool {
    guard let first = unicodeScalars.first else { return false }
    return first.properties.isUppercase || "'\"`“„«".unicodeScalars.contains(first)
  }

  private var withCapital: String {
    guard let first = utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), !beginsWithName else {
      return self
    }
    return String(UnicodeScalar(first - 0x20)) + String(unicodeScalars.dropFirst())
  }

  /// Whether the first word holds other marks than an ordinary word, as `max_attempts`, `dpopKey` and `es.Search` do: a name stays as
  /// it is.
  private var beginsWithName: Bool {
    let word = utf8.prefix { !$0.isASCIIWhitespace }.reversed().drop { ".,:;!?)'\"".utf8.contains($0) }
    return !word.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 >= 0x80 || "'-".utf8.contains($0)
    }
  }
}

extension Sequence<String> {
  /// The texts as sentences, one after the other, each with a full stop. Empty ones are left out. For texts from which everything
  /// secret has been taken.
  package var sentences: String {
    map(\.withOneFullStop).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
