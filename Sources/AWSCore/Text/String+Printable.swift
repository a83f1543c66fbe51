extension StringProtocol {
  /// Foreign text made fit to stand in a message, a log line, a report or on a terminal: one line without anything that a
  /// terminal, the reader of a log or an editor obeys.
  ///
  /// All text that somebody else wrote passes through here before it becomes part of a message: what servers, programs
  /// and files say, and what callers pass as names. Line ends, tabs and the separators of lines and paragraphs become
  /// spaces; all other control characters (C0, DEL, C1), the marks that turn the direction of text (Unicode Standard
  /// Annex 9) and other invisible format characters are written as `\u{1B}`. White space around the text is left out. A
  /// text that is printable already stays as it is, so that passing through twice does no harm.
  ///
  /// - Parameter limit: The most Unicode scalars to return; what is cut off is replaced by `…`.
  package func printable(limit: Int = 300) -> String {
    var output = ""
    var count = 0
    for scalar in unicodeScalars {
      let piece = scalar.printable
      if count == 0, piece == " " { continue }
      let length = piece.unicodeScalars.count
      guard count + length <= limit else { return output.trimmingASCIIWhitespace() + "…" }
      output += piece
      count += length
    }
    return output.trimmingASCIIWhitespace()
  }

  /// ``printable(limit:)`` line by line, for text of ours with foreign words in it that has lines of its own, as a table or
  /// a canonical request has.
  ///
  /// - Parameter limit: The most Unicode scalars of a line.
  package func printableLines(limit: Int = 4000) -> String {
    String(self).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.prefix { $0 == " " }) + String(line).printable(limit: limit)
    }.joined(separator: "\n")
  }
}

extension Unicode.Scalar {
  /// The scalar, or what stands for it in a line of a message.
  fileprivate var printable: String {
    if (0x20..<0x7F).contains(value) { return String(Character(self)) }
    if (0x09...0x0D).contains(value) || value == 0x85 || value == 0x2028 || value == 0x2029 { return " " }
    // Joiners: words of several languages, and emoji, are not spelt without them.
    if value == 0x200C || value == 0x200D { return String(Character(self)) }
    switch properties.generalCategory {
    case .control, .format: return "\\u{\(String(value, radix: 16, uppercase: true))}"
    default: return String(Character(self))
    }
  }
}
