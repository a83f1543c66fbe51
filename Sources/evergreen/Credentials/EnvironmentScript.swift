/// Environment variables as commands of a POSIX shell, for `eval "$(evergreen credentials --format env --show-secret)"`.
struct EnvironmentScript {
  let text: String

  /// - Parameter variables: The variables; one without a value is unset.
  init(_ variables: [(name: String, value: String?)]) {
    text = variables.map { name, value in
      value.map { "export \(name)=\(Self.quoted($0))\n" } ?? "unset \(name)\n"
    }.joined()
  }

  /// A text as one word of a shell, whatever it holds (Shell Command Language, 2.2.2): between single quotes everything
  /// stands for itself, and a single quote is written outside of them.
  ///
  /// A shell reads bytes: to it a quote is one, though the character that a string sees has a combining mark as well.
  static func quoted(_ text: String) -> String {
    let inner = text.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
    return "'" + String(decoding: inner, as: UTF8.self) + "'"
  }
}
