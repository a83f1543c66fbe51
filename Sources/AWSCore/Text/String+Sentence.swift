extension String {
  /// The text as a sentence: with a capital at its beginning, and with a full stop unless it ends with one or with a mark of its
  /// own. For messages that are put together from parts, such as what another library says.
  package var sentence: String { withCapital.withFullStop }

  /// The text with a full stop unless it ends with one or with a mark of its own. For messages that begin with a name.
  package var withFullStop: String {
    guard let last = utf8.last else { return self }
    let isClosed = last == UInt8(ascii: ".") || last == UInt8(ascii: "?") || last == UInt8(ascii: "!")
    return isClosed ? self : self + "."
  }

  private var withCapital: String {
    guard let first = utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return self }
    return String(UnicodeScalar(first - 0x20)) + dropFirst()
  }
}
