/// Makes Swift names of the names in a model.
package struct SwiftName {
  /// Names that are written with capitals throughout, the longest first.
  private let acronyms: [String]

  /// Describes a model's names.
  ///
  /// - Parameter acronyms: The acronyms that begin names, such as `KMS` in `KMSKeyId`.
  package init(acronyms: [String]) {
    self.acronyms = acronyms.sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The name of a property, method or parameter: `KMSKeyId` becomes `kmsKeyId`.
  package func member(_ name: String) -> String {
    if let acronym = acronyms.first(where: { Self.begins(name, with: $0) }) {
      return acronym.lowercased() + name.dropFirst(acronym.count)
    }
    let capitals = name.prefix { $0.isUppercase }.count
    // Of several capitals the last begins the next word.
    let count = capitals <= 1 || capitals == name.count ? capitals : capitals - 1
    return name.prefix(count).lowercased() + name.dropFirst(count)
  }

  /// The name of a constant for a value: `STANDARD_IA` becomes `standardIa`, `s3:ObjectCreated:*` `s3ObjectCreatedAll`.
  package func constant(_ value: String) -> String {
    var words: [String] = []
    for part in value.replacing("*", with: "All").split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      let isShouted = !part.contains { $0.isLowercase }
      words.append(isShouted ? part.lowercased() : String(part))
    }
    guard let first = words.first else { return "empty" }
    let name = member(first) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return name.first?.isNumber == true ? "_" + name : name
  }

  /// A name as it is declared: one that is a word of the language stands in backticks.
  package static func declared(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

  // An acronym is followed by the beginning of another word, or by nothing.
  private static func begins(_ name: String, with acronym: String) -> Bool {
    guard name.hasPrefix(acronym) else { return false }
    guard let next = name.dropFirst(acronym.count).first else { return true }
    return next.isUppercase || next.isNumber
  }

  private static let keywords: Set<String> = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
    "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "rethrows",
    "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "var", "where", "while",
  ]
}
