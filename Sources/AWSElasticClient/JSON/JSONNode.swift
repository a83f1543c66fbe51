import AWSCredentials

/// A value inside a JSON text, by the bytes it takes up: nothing is built before it is asked for.
///
/// Answers are read through it, so that a document's bytes reach the caller as the server sent them.
struct JSONNode {
  let bytes: [UInt8]
  let range: Range<Int>

  /// Checks a whole text.
  init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var scanner = JSONScanner(bytes)
    let range = try scanner.skipValue()
    scanner.skipWhitespace()
    guard scanner.current == nil else { throw scanner.error("something follows the value") }
    self.init(bytes: bytes, range: range)
  }

  private init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The value's bytes, as they were sent.
  var raw: ArraySlice<UInt8> { bytes[range] }

  private var first: UInt8 { bytes[range.lowerBound] }

  var isNull: Bool { first == UInt8(ascii: "n") }

  var isObject: Bool { first == UInt8(ascii: "{") }

  /// The members of an object in their order; `nil` if it is none.
  var members: [(key: String, value: JSONNode)]? {
    guard isObject else { return nil }
    var members: [(key: String, value: JSONNode)] = []
    var scanner = JSONScanner(bytes, at: range.lowerBound)
    // The text was checked as a whole, so this cannot fail; if it did, the object would read as none.
    guard
      (try? scanner.skipMembers { (scanner, key) throws(JSONSyntaxError) in
        let value = try scanner.skipValue()
        members.append((JSONNode(bytes: bytes, range: key).text, JSONNode(bytes: bytes, range: value)))
      }) != nil
    else { return nil }
    return members
  }

  /// The members of an object by key, the last of equal keys; `nil` if it is none.
  var fields: [String: JSONNode]? {
    members.map { Dictionary($0.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }) }
  }

  /// The elements of an array; `nil` if it is none.
  var elements: [JSONNode]? {
    guard first == UInt8(ascii: "[") else { return nil }
    var elements: [JSONNode] = []
    var scanner = JSONScanner(bytes, at: range.lowerBound)
    guard
      (try? scanner.skipElements { scanner throws(JSONSyntaxError) in
        elements.append(JSONNode(bytes: bytes, range: try scanner.skipValue()))
      }) != nil
    else { return nil }
    return elements
  }

  var string: String? { first == UInt8(ascii: "\"") ? text : nil }

  var bool: Bool? {
    switch first {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  var number: JSONNumber? {
    guard first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
    return JSONNumber(checked: String(decoding: raw, as: UTF8.self))
  }

  var int: Int? { number?.int64.flatMap { Int(exactly: $0) } }

  var double: Double? { number?.double }

  /// The value, built.
  var value: JSONValue {
    if let members = fields { return .object(members.mapValues(\.value)) }
    if let elements { return .array(elements.map(\.value)) }
    if let string { return .string(string) }
    if let number { return .number(number) }
    if let bool { return .bool(bool) }
    return .null
  }
}

// MARK: - Strings

extension JSONNode {
  /// The characters between the quotes, with escapes resolved. Half a surrogate pair becomes U+FFFD.
  fileprivate var text: String {
    let content = bytes[range.dropFirst().dropLast()]
    guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var rest = content
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        text.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text += Array(String(Character(Self.scalar(&rest))).utf8)
      default: text.append(escape)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
    let high = codeUnit(&rest)
    if (0xD800..<0xDC00).contains(high), rest.starts(with: Array("\\u".utf8)) {
      var ahead = rest.dropFirst(2)
      let low = codeUnit(&ahead)
      if (0xDC00..<0xE000).contains(low) {
        rest = ahead
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
      }
    }
    return Unicode.Scalar(high) ?? "\u{FFFD}"
  }

  private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    return digits.reduce(0) { $0 << 4 | UInt32($1.hexValue ?? 0) }
  }
}
