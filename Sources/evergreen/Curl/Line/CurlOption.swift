import AWSCore
import ArgumentParser

/// An option of curl's command line, and what becomes of it here. Every option that curl 8 has is in ``all``: none is ignored.
struct CurlOption: Sendable {
  enum Effect: Sendable {
    /// It is on or off.
    case flag(@Sendable (inout CurlOptions, Bool) -> Void)
    /// It has a value, for which the placeholder stands in the help.
    case value(placeholder: String, @Sendable (inout CurlOptions, String) throws -> Void)
    /// It has a value that need not be text: data, or the name of a file.
    case bytes(placeholder: String, @Sendable (inout CurlOptions, [UInt8]) throws -> Void)
    /// What it asks for is what this tool does anyway.
    case fulfilled
    /// It is refused. The reason is a sentence.
    case refused(reason: String, hasValue: Bool)
  }

  /// The name without its two hyphens.
  let name: String
  /// The letter, if it has one.
  let letter: String?
  let effect: Effect
  /// What the help says.
  let help: String

  init(_ name: String, _ letter: String? = nil, _ effect: Effect, help: String = "") {
    self.name = name
    self.letter = letter
    self.effect = effect
    self.help = help
  }

  static func flag(
    _ name: String, _ letter: String? = nil, _ help: String,
    _ set: @escaping @Sendable (inout CurlOptions, Bool) -> Void
  ) -> CurlOption {
    CurlOption(name, letter, .flag(set), help: help)
  }

  static func value(
    _ name: String, _ letter: String? = nil, _ placeholder: String, _ help: String,
    _ set: @escaping @Sendable (inout CurlOptions, String) throws -> Void
  ) -> CurlOption {
    CurlOption(name, letter, .value(placeholder: placeholder, set), help: help)
  }

  static func bytes(
    _ name: String, _ letter: String? = nil, _ placeholder: String, _ help: String,
    _ set: @escaping @Sendable (inout CurlOptions, [UInt8]) throws -> Void
  ) -> CurlOption {
    CurlOption(name, letter, .bytes(placeholder: placeholder, set), help: help)
  }

  /// The placeholder of its value in the help; `nil` if it has none.
  var placeholder: String? {
    switch effect {
    case .value(let placeholder, _), .bytes(let placeholder, _): placeholder
    case .flag, .fulfilled, .refused: nil
    }
  }

  /// Whether the next word, or the rest of this one, is its value.
  var hasValue: Bool {
    switch effect {
    case .value, .bytes: true
    case .flag, .fulfilled: false
    case .refused(_, let hasValue): hasValue
    }
  }

  /// All options: those that are taken first.
  static let all = requestOptions + dataOptions + transferOptions + outputOptions + ownOptions + refusedOptions

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  private static let byLetter = Dictionary(
    uniqueKeysWithValues: all.compactMap { option in option.letter.map { ($0, option) } })

  /// The option with a letter.
  static func named(letter: String) -> CurlOption? { byLetter[letter] }

  /// The option with a name, or with the one name that begins so, as curl reads long options.
  static func named(_ name: String) throws -> CurlOption? {
    if let option = byName[name] { return option }
    guard !name.isEmpty else { return nil }
    let begun = all.filter { $0.name.hasPrefix(name) }
    guard begun.count < 2 else {
      throw ValidationError(
        "--\(name) may stand for \(begun.map { "--\($0.name)" }.sorted().joined(separator: ", ")).")
    }
    return begun.first
  }

  /// An option whose name is almost this one.
  static func close(to name: String) -> CurlOption? {
    all.first { $0.help.isEmpty ? false : SpellingDistance.isClose(name, $0.name) }
      ?? all.first { SpellingDistance.isClose(name, $0.name) }
  }
}
