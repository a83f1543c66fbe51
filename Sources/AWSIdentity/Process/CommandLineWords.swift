import AWSCore
import AWSCredentials

/// A command line split into words without a shell.
///
/// Words are separated by white space. Single quotes keep everything up to the next one; double quotes keep all but a
/// backslash before `"`, `\`, `$` or a backtick, which stands for that character; outside of quotes a backslash makes the
/// next character stand for itself. These are the quoting rules of POSIX (Shell Command Language, 2.2), and all there is:
/// no variable, tilde, wildcard, pipe or redirection means anything. What a shell would have taken for one is listed in
/// ``shellSyntax``, for messages.
package struct CommandLineWords: Sendable, Hashable {
  /// The program: a path, or a name to look for in `PATH`.
  package let program: String
  /// The words after the program.
  package let arguments: [String]

  /// What means something to a shell only, such as `|`, `>` and `$(`, each once, in the order found.
  package let shellSyntax: [String]

  /// A sentence that says that no shell is used, if the command line was written for one; else empty.
  package var shellHint: String {
    guard !shellSyntax.isEmpty else { return "" }
    let shown = shellSyntax.map { $0 == "`" ? "a backtick" : "`\($0)`" }.joined(separator: ", ")
    return
      "No shell is used, so \(shown) in the setting went to the program as plain text; put the command into a script, or "
      + "into `sh -c '…'`."
  }

  /// The program as it may be shown. What follows white space or `=` may be a secret that was meant for a shell.
  package var shownProgram: String {
    let bytes = program.utf8
    let end = bytes.firstIndex { $0.isASCIIWhitespace || $0 == UInt8(ascii: "=") }
    let shown = end.map { String(program[..<$0]) + "…" } ?? program
    return "`\(shown.oneLine(limit: 200))`"
  }

  /// Why a command line cannot be split, as the end of a sentence. Holds no part of it: it may hold secrets.
  package enum Failure: String, Error, Sendable, Hashable {
    case unbalancedSingleQuote = "a single quote is not closed"
    case unbalancedDoubleQuote = "a double quote is not closed"
    case trailingBackslash = "it ends with a backslash"
    case empty = "it names no program"
  }

  /// Splits a command line.
  package init(_ text: String) throws(Failure) {
    var words: [String] = []
    var word: [UInt8]?
    var syntax = ShellSyntax()
    var bytes = text.utf8.makeIterator()
    let (single, double, backslash) = (UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"))
    while let byte = bytes.next() {
      switch byte {
      case single:
        syntax.pause()
        word = word ?? []
        while true {
          guard let next = bytes.next() else { throw .unbalancedSingleQuote }
          if next == single { break }
          word?.append(next)
        }
      case double:
        syntax.pause()
        word = word ?? []
        while true {
          guard let next = bytes.next() else { throw .unbalancedDoubleQuote }
          if next == double {
            syntax.pause()
            break
          }
          guard next == backslash else {
            syntax.readInDoubleQuotes(next)
            word?.append(next)
            continue
          }
          syntax.pause()
          guard let escaped = bytes.next() else { throw .unbalancedDoubleQuote }
          if !#""\$`"#.utf8.contains(escaped) { word?.append(backslash) }
          word?.append(escaped)
        }
      case backslash:
        syntax.pause()
        guard let next = bytes.next() else { throw .trailingBackslash }
        word = word ?? []
        word?.append(next)
      case _ where byte.isASCIIWhitespace:
        syntax.readBare(byte, atStart: false)
        if let finished = word { words.append(String(decoding: finished, as: UTF8.self)) }
        word = nil
      default:
        syntax.readBare(byte, atStart: word == nil)
        word = word ?? []
        word?.append(byte)
      }
    }
    if let finished = word { words.append(String(decoding: finished, as: UTF8.self)) }
    guard let program = words.first, !program.isEmpty else { throw .empty }
    self.program = program
    arguments = Array(words.dropFirst())
    syntax.readBare(UInt8(ascii: " "), atStart: false)
    shellSyntax = syntax.found
  }
}
