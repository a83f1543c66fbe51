/// Percent-encoding as Signature Version 4 defines it: UTF-8, uppercase hex, nothing but the unreserved characters
/// `A-Z a-z 0-9 - . _ ~` left as they are.
///
/// A path and a query that are encoded this way are, on the wire, the same bytes as in a canonical request.
package enum PercentEncoding {
  /// What becomes of a `/`.
  package enum Slash: Sendable {
    /// It stays: it separates the segments of a path.
    case kept
    /// It is encoded as `%2F`: it is part of a value.
    case encoded
  }

  /// Encodes a text.
  package static func encode(_ text: String, slash: Slash = .encoded) -> String {
    if text.utf8.allSatisfy({ $0.isUnreserved || ($0 == slashByte && slash == .kept) }) { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3)
    append(text, slash: slash, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Encodes a text, and leaves some more characters of ASCII as they are.
  package static func encode(_ text: String, keeping others: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if others.utf8.contains(byte) { bytes.append(byte) } else { bytes.append(percentEncoded: byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Encodes a text into a buffer.
  package static func append(_ text: String, slash: Slash = .encoded, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      if byte == slashByte, slash == .kept { bytes.append(byte) } else { bytes.append(percentEncoded: byte) }
    }
  }

  private static let slashByte = UInt8(ascii: "/")
}
