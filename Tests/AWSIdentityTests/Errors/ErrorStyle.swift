/// The style of all descriptions of errors: sentences that end with one full stop, facts in parentheses after them, and lines below
/// that are indented and made of sentences too.
enum ErrorStyle {
  /// What is wrong with a description; empty if nothing is.
  ///
  /// - Parameter description: What the error says.
  /// - Parameter hasTable: Whether the lines below the first are a table.
  static func problems(of description: String, hasTable: Bool = false) -> [String] {
    let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix(hasTable ? 1 : lines.count).enumerated().flatMap { index, line -> [String] in
      var text = line
      if index > 0 {
        guard line.hasPrefix("  ") else { return ["not indented: \(line)"] }
        text = line.drop { $0 == " " }
        if text.hasPrefix("- ") { text = text.dropFirst(2) }
      }
      return problems(ofLine: String(text)).map { "\($0): \(line)" }
    }
  }

  /// Marks that come together only where parts were put together carelessly.
  private static let glue = [
    ". :", " : ", ".. ", ":. ", ";. ", ",. ", " . ", ": :", "()", "( ", "  ", ".:", " , ", ": ;",
  ]

  /// Words that begin a sentence and no name.
  private static let beginnings = [
    "The", "It", "Its", "This", "That", "There", "They", "If", "Use", "Set", "Check", "Make", "Pass", "Run", "Nothing",
    "Another", "Expected", "Found",
  ]

  /// The words that begin a sentence before the one in front of it has ended: "expecting 'us-east-1' The bucket is …".
  private static func runOns(in line: String) -> [String] {
    let words = line.split(separator: " ")
    return zip(words, words.dropFirst()).compactMap { before, word in
      guard beginnings.contains(String(word)), let last = before.last else { return nil }
      return last.isLetter || last.isNumber || "'\"`)]>".contains(last) && !".?!".contains(before.dropLast().suffix(1))
        ? "\(before) \(word)" : nil
    }
  }

  private static func problems(ofLine line: String) -> [String] {
    var found = glue.filter(line.contains).map { "holds '\($0)'" } + runOns(in: line).map { "no full stop in '\($0)'" }
    let text = withoutFacts(line)
    // Facts come last.
    if line.hasSuffix(")."), withoutFacts(String(line.dropLast())).count + 1 < line.count {
      found.append("facts inside")
    }
    if text.isEmpty || !(".?!…".contains(text.suffix(1)) || text.hasSuffix(".)")) { found.append("no full stop") }
    if let first = text.first, first.isLowercase {
      // A name may stand before the sentence: an operation's, a provider's.
      let rest = text.firstRange(of: ": ").map { text[$0.upperBound...] }
      if rest?.isEmpty != false { found.append("no capital") }
    }
    return found
  }

  /// The line without `(fact, fact)` at its end.
  private static func withoutFacts(_ line: String) -> Substring {
    guard line.hasSuffix(")"), let open = line.lastIndex(of: "("), line[..<open].hasSuffix(" ") else {
      return line[...]
    }
    let before = line[..<line.index(before: open)]
    return ".?!…".contains(before.suffix(1)) || before.hasSuffix(".)") ? before : line[...]
  }
}
