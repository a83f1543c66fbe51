extension String {
  /// The string without surrounding white space, or `nil` if nothing is left.
  ///
  /// The SDKs treat a setting that is blank as one that is not set.
  package var nilIfBlank: String? {
    let trimmed = trimmingASCIIWhitespace()
    return trimmed.isEmpty ? nil : trimmed
  }

  /// The string without spaces, tabs and line ends around it, compared byte by byte.
  package func trimmingASCIIWhitespace() -> String {
    let bytes = utf8
    guard let start = bytes.firstIndex(where: { !$0.isASCIIWhitespace }),
      let end = bytes.lastIndex(where: { !$0.isASCIIWhitespace })
    else { return "" }
    return String(self[start...end])
  }
}

extension UInt8 {
  /// Space, tab, line feed, vertical tab, form feed or carriage return.
  package var isASCIIWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
