/// The style of all descriptions of errors: sentences that end with one full stop, facts in parentheses after them, and lines below
/// that are indented and made of sentences too. No sentence stands inside another, after a colon.
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

  /// What announces text that somebody else wrote, which may begin as it likes.
  private static let announcements = ["Root cause:", "says:", "standard error:", "not S3's:"]

  /// The sentences that begin after a colon, inside another: "cannot be used: Cannot open it". A word with capitals inside is a
  /// name, one that a colon or a full stop follows is a code, and what stands in quotes is someone else's.
  private static func sentencesInside(_ line: String) -> [String] {
    // What follows is the other error's own description.
    let cause = "Caused by: "
    let description = line.hasPrefix(cause) ? line.dropFirst(cause.count) : line[...]
    // An error of another library begins with its type, and may say what it likes.
    if description.prefix(while: { $0 != " " && $0 != ":" }).contains("Error.") { return [] }
    var quote: Character?
    let words = description.split(separator: " ").compactMap { word -> Substring? in
      if quote == nil, let first = word.first, "'\"`".contains(first) { quote = first }
      guard let mark = quote else { return word }
      if word.count > 1, word.drop(while: { $0 == mark }).contains(mark) { quote = nil }
      return nil
    }
    return words.indices.dropFirst().compactMap { index in
      let (before, word) = (words[..<index], words[index])
      guard before.last?.last == ":", let first = word.first, first.isUppercase, word.count > 1,
        word.dropFirst().allSatisfy({ $0.isLowercase || ",;".contains($0) }),
        !announcements.contains(where: { before.joined(separator: " ").hasSuffix($0) })
      else { return nil }
      return "\(before.last ?? "") \(word)"
    }
  }

  private static func problems(ofLine line: String) -> [String] {
    var found =
      glue.filter(line.contains).map { "holds '\($0)'" } + runOns(in: line).map { "no full stop in '\($0)'" }
      + sentencesInside(line).map { "a sentence inside, from '\($0)'" }
    let text = withoutFacts(line)
    // Facts come last.
    if line.hasSuffix(")."), withoutFacts(String(line.dropLast())).count + 1 < line.count {
      found.append("facts inside")
    }
    if text.isEmpty || !(".?!…".contains(text.suffix(1)) || text.hasSuffix(".)")) { found.append("no full stop") }
    let name = text.prefix { $0 != " " }.drop { $0.isLowercase }
    if let first = text.first, first.isLowercase, name.isEmpty || ".,:;".contains(name) {
      // A name may stand before the sentence: an operation's, a provider's.
      let rest = text.firstRange(of: ": ").map { text[$0.upperBound...] }
      if rest?.isEmpty != false { found.append("no capital") }
    }
    return found
  }

  /// The line without `(fact, fact)` at its end.
  private static func withoutFacts(_ line: String) -> Substring {
    guard line.hasSuffix(")"), let open = lastOpening(of: line), line[..<open].hasSuffix(" ") else { return line[...] }
    let before = line[..<line.index(before: open)]
    return ".?!…".contains(before.suffix(1)) || before.hasSuffix(".)") ? before : line[...]
  }

  /// The bracket that the last one of a line closes: a fact may have brackets of its own.
  private static func lastOpening(of line: String) -> String.Index? {
    var depth = 0
    return line.indices.reversed().first { index in
      if line[index] == ")" { depth += 1 }
      if line[index] == "(" { depth -= 1 }
      return depth == 0 && line[index] == "("
    }
  }
}
