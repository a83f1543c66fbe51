import AWSCore
import AWSCredentials

/// The end of what a program wrote to standard error, on one line and without what looks like a secret.
struct StandardErrorExcerpt {
  /// The text; empty if the program wrote nothing.
  let text: String

  private static let lineLimit = 5
  private static let scalarLimit = 500

  init(_ bytes: [UInt8], command: CommandLineWords) {
    // Secrets go first: a cut in the middle of one would leave a rest that no longer looks like one.
    var masked = SecretMask.masking(command.arguments, in: bytes)
    masked = SecretMask.masked(masked) ?? masked
    let lines = masked.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .filter { line in !line.allSatisfy(\.isASCIIWhitespace) }
    let end = lines.suffix(Self.lineLimit).map { String(decoding: $0, as: UTF8.self).printable(limit: .max) }
      .joined(separator: " | ")
    let scalars = end.unicodeScalars
    let isCut = lines.count > Self.lineLimit || scalars.count > Self.scalarLimit
    let kept = String(String.UnicodeScalarView(scalars.suffix(Self.scalarLimit))).trimmingASCIIWhitespace()
    text = isCut ? "…" + kept : kept
  }

  /// The text in a sentence; empty if the program wrote nothing.
  var sentence: String { text.isEmpty ? "" : "It wrote to standard error: \(text)".withFullStop }
}
