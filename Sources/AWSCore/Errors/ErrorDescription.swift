/// The description of an error. The descriptions of all errors of the package are put together here, in one style.
///
///     SUBJECT: CODE. Sentence. Sentence. (fact, fact)
///       Sentence that explains.
///       Caused by: SUBJECT: CODE. Sentence. (fact)
///
/// Subject, code, message and facts may each be missing; then what would join them is missing too. A message that somebody else
/// began with a small letter follows a colon, since a capital must not. A message ends with one full stop, whoever wrote it, and
/// the facts come after it. All text is made printable, so that no line is a foreign one. It must not
/// hold a secret: nothing is redacted here.
package struct ErrorDescription: Sendable, CustomStringConvertible {
  /// The first line.
  package let line: String
  /// The lines below it.
  private var others: [String] = []

  /// The most characters of a part.
  private static let longestPart = 4000

  /// Makes a description of one line.
  ///
  /// - Parameters:
  ///   - subject: What failed, as a sentence without its full stop: `s3.GetObject of bucket failed`.
  ///   - code: The service's code for the failure.
  ///   - message: What was wrong, in sentences. The last one need not have its full stop.
  ///   - facts: What is known besides, such as a code of ours, a status or the number of attempts.
  package init(_ subject: String? = nil, code: String? = nil, message: String, facts: [String?] = []) {
    let heads = [subject, code].compactMap { $0?.printable(limit: Self.longestPart).without(endMarks: ".:;,") }
      .filter { !$0.isEmpty }
    let sentences = message.printable(limit: Self.longestPart).withOneFullStop
    var line = heads.joined(separator: ": ")
    if !sentences.isEmpty {
      line += heads.isEmpty ? sentences.sentence : (sentences.beginsSentence ? ". " : ": ") + sentences
    }
    line = line.isEmpty ? "Failed." : line.withOneFullStop
    let facts = facts.compactMap { $0?.printable() }.filter { !$0.isEmpty }
    if !facts.isEmpty { line += " (\(facts.joined(separator: ", ")))" }
    self.line = line
  }

  /// Makes the description of an operation that failed.
  ///
  /// An operation of a service, which has a dot in its name, begins the description. Other names, such as `configuration`, are
  /// those of what a client does before any call: there the message says it all, and name and code are facts.
  ///
  /// - Parameters:
  ///   - operation: The name of the operation, as `s3.GetObject`.
  ///   - target: What it was for, as `of bucket "key"`.
  package init(failed operation: String, target: String? = nil, code: String?, message: String, facts: [String?] = []) {
    guard operation.utf8.contains(UInt8(ascii: ".")) else {
      self.init(message: message, facts: [code, operation] + facts)
      return
    }
    self.init(
      [operation, target, "failed"].compactMap(\.self).joined(separator: " "), code: code, message: message,
      facts: facts)
  }

  /// The same with a line below that explains.
  ///
  /// - Parameters:
  ///   - text: A sentence or several, or `nil` for no line. It may have lines of its own.
  ///   - label: What stands before the text.
  package func explained(by text: String?, label: String? = nil) -> ErrorDescription {
    guard let text = text?.printableLines(limit: Self.longestPart), !text.isEmpty else { return self }
    return adding(label.map { "\($0): \(text)" } ?? text.sentence, closed: true)
  }

  /// The same with the first line of another description below, as one of a list.
  package func listing(_ other: ErrorDescription) -> ErrorDescription { adding("- " + other.line) }

  /// The same with the underlying error below.
  package func caused(by error: (any Error)?) -> ErrorDescription {
    error.map { adding("Caused by: " + $0.asCause) } ?? self
  }

  private func adding(_ text: String, closed: Bool = false) -> ErrorDescription {
    var longer = self
    let lines = (closed ? text.withOneFullStop : text).split(separator: "\n", omittingEmptySubsequences: false)
    longer.others += lines.map { "  " + $0 }
    return longer
  }

  /// All lines.
  package var description: String { ([line] + others).joined(separator: "\n") }
}
