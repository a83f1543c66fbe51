/// A text that is to be an address, cut into its parts at bytes. Nothing of them is believed yet.
///
/// In a string a combining mark may make a slash or a colon part of another character; on the wire it is a slash.
package struct AddressText: Sendable {
  private let text: String
  /// What stands before `://`, in lower case; `nil` if the text does not begin with a scheme (RFC 3986 §3.1).
  package let scheme: String?
  /// What follows up to the path.
  package let authority: Substring
  /// The path, the query and the fragment.
  package let target: Substring

  /// Cuts a text into parts.
  package init(_ text: String) {
    self.text = text
    let bytes = text.utf8
    var start = bytes.startIndex
    var scheme: String?
    if let colon = bytes.firstIndex(where: { !Self.isInScheme($0) }), colon > start, !bytes[start].isDigitOrMark,
      bytes[colon...].starts(with: "://".utf8)
    {
      scheme = text[..<colon].lowercased()
      start = bytes.index(colon, offsetBy: 3)
    }
    self.scheme = scheme
    let end = bytes[start...].firstIndex(where: Self.endsAuthority) ?? bytes.endIndex
    authority = text[start..<end]
    target = text[end...]
  }

  /// What an error may show of the text: the scheme and the host, and an ellipsis for the rest.
  ///
  /// User information, a path or a query may hold a password or a signature. Where an `@` stands, what comes before it may be
  /// either.
  package var shown: String {
    let prefix = scheme.map { $0 + "://" } ?? ""
    guard !text.utf8.contains(UInt8(ascii: "@")), let host = readableHost else {
      return authority.isEmpty && target.isEmpty ? prefix : prefix + "…"
    }
    return prefix + host + (host.utf8.count == authority.utf8.count && target.isEmpty ? "" : "…")
  }

  private var readableHost: String? {
    do throws(Authority.Invalid) {
      return try Authority(authority).host
    } catch {
      return error.host
    }
  }

  private static func isInScheme(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: byte.isDigitOrMark
    }
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }
}

extension UInt8 {
  /// What may stand in a scheme, but not at its beginning.
  fileprivate var isDigitOrMark: Bool {
    (0x30...0x39).contains(self) || self == UInt8(ascii: "+") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
  }
}
