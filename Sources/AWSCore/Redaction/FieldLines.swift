/// The lines of a text in which header fields stand. All looks together go through the text a few times, however many fields
/// one line names.
struct FieldLines {
  /// The length from which a word is none of a sentence; see `NamedValueShape.isProse(_:)`.
  private static let longWord = 24

  private let text: [UInt8]
  private var breaks = NextPlace { $0 == 0x0A || $0 == 0x0D }
  private var doubleQuotes = NextPlace { $0 == UInt8(ascii: "\"") }
  private var singleQuotes = NextPlace { $0 == UInt8(ascii: "'") }
  private var others = NextPlace { $0 != UInt8(ascii: " ") && !$0.isProse }
  /// Where the next word of that length has it, and the length of the word up to there.
  private var longWords: (place: Int, length: Int) = (-1, 0)

  init(_ text: [UInt8]) { self.text = text }

  /// Where a value ends.
  ///
  /// - Parameters:
  ///   - start: Where it starts, not before that of the last look.
  ///   - quote: The quote that ends it, if one does.
  ///   - isOneLine: Whether the end of the line ends it too.
  mutating func end(from start: Int, quote: UInt8?, isOneLine: Bool) -> Int {
    let line = isOneLine ? breaks.place(in: text, from: start) : text.count
    switch quote {
    case UInt8(ascii: "\""): return min(line, doubleQuotes.place(in: text, from: start))
    case UInt8(ascii: "'"): return min(line, singleQuotes.place(in: text, from: start))
    default: return line
    }
  }

  /// Whether all words, with spaces between them, are words of sentences.
  ///
  /// - Parameter range: Where they are; it does not start before that of the last look.
  mutating func isProse(_ range: Range<Int>) -> Bool {
    if others.place(in: text, from: range.lowerBound) < range.upperBound { return false }
    return longWord(from: range.lowerBound) >= range.upperBound
  }

  /// The first place at which a word that starts at an index or after it has the length of a long one.
  private mutating func longWord(from index: Int) -> Int {
    let first = index + Self.longWord - 1
    guard longWords.place < first else { return longWords.place }
    // The word at the place that is looked at next may have begun before the index, but counts from there.
    var place = max(longWords.place + 1, index)
    var length = place == index ? 0 : longWords.length
    while place < text.count {
      length = text[place] == UInt8(ascii: " ") ? 0 : length + 1
      if place >= first, length >= Self.longWord { break }
      place += 1
    }
    longWords = (place, length)
    return place
  }
}
