/// The form of the names of a partition's regions, by which regions are known that are newer than the list.
///
/// `us-gov-*-#` stands for names such as `us-gov-west-1`: `*` is a word of letters, `??` a word of two letters, `#` a number.
package struct RegionPattern: Sendable, Hashable, ExpressibleByStringLiteral {
  private enum Word: Sendable, Hashable {
    case text(String)
    case letters(count: Int?)
    case number

    func matches(_ text: Substring) -> Bool {
      switch self {
      case .text(let expected): text == expected
      case .letters(let count):
        !text.isEmpty && (count ?? text.utf8.count) == text.utf8.count
          && text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
      case .number: !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
    }
  }

  private let words: [Word]
  /// What all names begin with; empty if they have nothing in common.
  package let prefix: String

  /// Reads a pattern; only the generated table holds some.
  package init(stringLiteral text: String) {
    var words: [Word] = []
    var prefix = ""
    for word in text.split(separator: "-") {
      switch word {
      case "*": words.append(.letters(count: nil))
      case "#": words.append(.number)
      case "??": words.append(.letters(count: 2))
      default:
        if words.allSatisfy({ if case .text = $0 { true } else { false } }) { prefix += word + "-" }
        words.append(.text(String(word)))
      }
    }
    self.words = words
    self.prefix = prefix
  }

  /// Whether a text is of this form.
  package func matches(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == words.count && zip(words, parts).allSatisfy { $0.matches(Substring($1)) }
  }
}
