/// Paths in the form in which they go over the wire: `pchar` and `/` of RFC 3986 §3.3.
package enum WirePath {
  /// The first byte of a path that may not stand there: one that has to be percent-encoded, or a `%` that begins no escape;
  /// `nil` if there is none.
  ///
  /// HTTP clients encode such a byte on the way, when the path as it was given has already been signed.
  package static func fault(in path: some Sequence<UInt8>) -> UInt8? {
    var digits = 0
    for byte in path {
      if digits > 0 {
        guard hexDigits.contains(byte) else { return UInt8(ascii: "%") }
        digits -= 1
        continue
      }
      switch byte {
      case UInt8(ascii: "%"): digits = 2
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        continue
      default: guard marks.contains(byte) else { return byte }
      }
    }
    return digits > 0 ? UInt8(ascii: "%") : nil
  }

  private static let hexDigits = Set("0123456789abcdefABCDEF".utf8)
  private static let marks = Set("-._~!$&'()*+,;=:@/".utf8)

  /// A byte as a person may read it, for the text of an error.
  package static func shown(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "%"): "a '%' without two hexadecimal digits"
    case 0x21...0x7E: "'\(Unicode.Scalar(byte))', which is percent-encoded in a path"
    case 0x20: "a space, which is percent-encoded in a path"
    case 0x80...: "a character that is not ASCII, which is percent-encoded in a path"
    default: "a control character"
    }
  }
}
