extension String {
  /// Whether the string holds an ASCII control character, which no header field may carry.
  package var holdsControlCharacter: Bool {
    utf8.contains { $0 < 0x20 || $0 == 0x7F }
  }

  /// The same as ``printable(limit:)``, its older name.
  package func oneLine(limit: Int = 300) -> String { printable(limit: limit) }
}
