/// Paths and queries in the form in which they go over the wire: `path` and `query` of RFC 3986 §3.3 and §3.4.
package enum WirePath {
  /// What may not stand in a path or a query.
  package enum Fault: Error, Hashable, CustomStringConvertible {
    /// A byte that has to be percent-encoded.
    case byte(UInt8)
    /// A `%` without two hexadecimal digits.
    case escape
    /// Escapes that do not stand for UTF-8.
    case encoding

    /// What it is, as a person may read it.
    package var description: String {
      switch self {
      case .escape: "a '%' without two hexadecimal digits"
      case .encoding: "escapes that do not stand for UTF-8"
      case .byte(let byte):
        switch byte {
        case 0x20: "a space, which has to be percent-encoded"
        case 0x21...0x7E: "'\(Unicode.Scalar(byte))', which has to be percent-encoded"
        case 0x80...: "a character that is not ASCII, which has to be percent-encoded"
        default: "a control character"
        }
      }
    }
  }

  /// What is wrong with a path and, behind a `?`, a query; `nil` if nothing is.
  ///
  /// HTTP clients that read URLs by Foundation encode such bytes on the way, when the target as it was given has already been
  /// signed; and for a path whose escapes are not UTF-8 they send `/`.
  package static func fault(inTarget target: some Collection<UInt8>) -> Fault? {
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    let ofPath = fault(in: path)
    if let ofPath, ofPath != .encoding { return ofPath }
    // Of two faults this is the lesser: there are ways to send such a path.
    return fault(in: target.dropFirst(path.count + 1), isQuery: true) ?? ofPath
  }

  /// The same for a text. Every request comes here, and most have nothing to look at more closely.
  package static func fault(inTarget target: String) -> Fault? {
    if target.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: "?") }) { return nil }
    return fault(inTarget: target.utf8)
  }

  /// What is wrong with a path; `nil` if nothing is.
  package static func fault(in path: some Collection<UInt8>) -> Fault? { fault(in: path, isQuery: false) }

  private static func fault(in text: some Collection<UInt8>, isQuery: Bool) -> Fault? {
    var mayBeNoText = false
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      text.formIndex(after: &index)
      if byte == UInt8(ascii: "%") {
        guard let value = escape(in: text, at: &index) else { return .escape }
        mayBeNoText = mayBeNoText || value >= 0x80
      } else {
        guard isPlain(byte) || (isQuery && byte == UInt8(ascii: "?")) else { return .byte(byte) }
      }
    }
    guard mayBeNoText, !isQuery else { return nil }
    return String(validating: decoded(text), as: UTF8.self) == nil ? .encoding : nil
  }

  /// What two hexadecimal digits stand for.
  private static func escape<Text: Collection<UInt8>>(in text: Text, at index: inout Text.Index) -> UInt8? {
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard index < text.endIndex, let digit = text[index].hexValue else { return nil }
      value = value << 4 | digit
      text.formIndex(after: &index)
    }
    return value
  }

  /// The bytes that a text stands for; a `%` that begins no escape stands for itself.
  package static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      text.formIndex(after: &index)
      var end = index
      if byte == UInt8(ascii: "%"), let value = escape(in: text, at: &end) {
        bytes.append(value)
        index = end
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// The bytes that a name or a value of a query stands for: as ``decoded(_:)``, and a `+` is a space.
  package static func decodedParameter(_ text: some Collection<UInt8>) -> [UInt8] {
    decoded(text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 })
  }

  /// Unreserved characters, sub-delimiters, the colon, the at sign and the slash.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "@")...UInt8(ascii: "Z"),
      UInt8(ascii: "&")...UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "~"),
      UInt8(ascii: "!"), UInt8(ascii: "$"):
      true
    default: false
    }
  }
}
