extension String {
  /// Whether the string holds an ASCII control character, which no header field may carry.
  package var holdsControlCharacter: Bool {
    utf8.contains { $0 < 0x20 || $0 == 0x7F }
  }

  /// The string made fit to stand in a one-line message: control characters become spaces, and it is cut when too long.
  package func oneLine(limit: Int = 300) -> String {
    let cleaned = String(
      String.UnicodeScalarView(unicodeScalars.prefix(limit).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    return cleaned.trimmingASCIIWhitespace() + (unicodeScalars.dropFirst(limit).isEmpty ? "" : "…")
  }
}
