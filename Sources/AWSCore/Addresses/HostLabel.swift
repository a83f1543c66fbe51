/// One label of a host name: what a region, an account's number or a bucket's name has to be before it becomes part of one.
///
/// Whatever makes a host name of a text that it was given takes the text as a label. So no text of a caller, a file, a variable or
/// a service can name another host.
package struct HostLabel: Sendable, Hashable, CustomStringConvertible {
  /// The label in lower case.
  package let text: String

  /// Takes a text as a label: 1 to 63 letters, digits and hyphens of ASCII, with no hyphen at either end (RFC 1123 §2.1).
  ///
  /// - Returns: `nil` if it is not one.
  package init?(_ text: some StringProtocol) {
    guard (1...63).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return nil }
    var hasCapitals = false
    var last = UInt8(ascii: "-")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasCapitals = true
      default: return nil
      }
      last = byte
    }
    guard last != UInt8(ascii: "-") else { return nil }
    self.text = hasCapitals ? text.lowercased() : String(text)
  }

  /// The label.
  package var description: String { text }
}
