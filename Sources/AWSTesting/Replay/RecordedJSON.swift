import AWSCore
import AWSCredentials

/// A JSON value as it is recorded: the order of members, members that are there twice and the text of numbers are kept, so
/// that nothing but what is replaced changes for a reader.
indirect enum RecordedJSON: Equatable {
  case object([Member])
  case array([RecordedJSON])
  case string(String)
  /// A number, `true`, `false` or `null`, as it was written.
  case literal(String)

  struct Member: Equatable {
    var name: String
    var value: RecordedJSON
  }

  /// Reads JSON values one after the other, as a bulk request has them; `nil` if the text is anything else.
  static func values(_ bytes: [UInt8]) -> [RecordedJSON]? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var parser = Parser(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    var values: [RecordedJSON] = []
    while true {
      parser.skipSpace()
      if parser.peek == nil { return values.isEmpty ? nil : values }
      guard let value = parser.value(depth: 0) else { return nil }
      values.append(value)
    }
  }

  /// The value as text.
  var text: String {
    switch self {
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.name)):\($0.value.text)" }.joined(separator: ",") + "}"
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .string(let text): Self.quoted(text)
    case .literal(let text): text
    }
  }

  private static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}

extension RecordedJSON {
  /// Reads what RFC 8259 allows and nothing else: what a lenient reader might see differently is not recorded.
  private struct Parser {
    private static let deepest = 256
    let bytes: [UInt8]
    var position = 0

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
      while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      skipSpace()
      guard peek == UInt8(ascii: scalar) else { return false }
      position += 1
      return true
    }

    mutating func value(depth: Int) -> RecordedJSON? {
      skipSpace()
      guard depth < Self.deepest, let byte = peek else { return nil }
      switch byte {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return string().map { .string($0) }
      default: return literal()
      }
    }

    private mutating func object(_ depth: Int) -> RecordedJSON? {
      position += 1
      var members: [Member] = []
      if take("}") { return .object([]) }
      repeat {
        skipSpace()
        guard peek == UInt8(ascii: "\""), let name = string(), take(":"), let value = value(depth: depth + 1) else {
          return nil
        }
        members.append(Member(name: name, value: value))
      } while take(",")
      return take("}") ? .object(members) : nil
    }

    private mutating func array(_ depth: Int) -> RecordedJSON? {
      position += 1
      var elements: [RecordedJSON] = []
      if take("]") { return .array([]) }
      repeat {
        guard let value = value(depth: depth + 1) else { return nil }
        elements.append(value)
      } while take(",")
      return take("]") ? .array(elements) : nil
    }

    private mutating func string() -> String? {
      position += 1
      var text: [UInt8] = []
      while let byte = peek {
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard let escaped = escape() else { return nil }
          text += escaped
        case 0..<0x20: return nil
        default: text.append(byte)
        }
      }
      return nil
    }

    private mutating func escape() -> [UInt8]? {
      guard let byte = peek else { return nil }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
      case UInt8(ascii: "b"): return [0x08]
      case UInt8(ascii: "f"): return [0x0C]
      case UInt8(ascii: "n"): return [0x0A]
      case UInt8(ascii: "r"): return [0x0D]
      case UInt8(ascii: "t"): return [0x09]
      case UInt8(ascii: "u"):
        guard var value = unit() else { return nil }
        if (0xD800..<0xDC00).contains(value) {
          guard peek == UInt8(ascii: "\\") else { return nil }
          position += 1
          guard peek == UInt8(ascii: "u") else { return nil }
          position += 1
          guard let low = unit(), (0xDC00..<0xE000).contains(low) else { return nil }
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        return Unicode.Scalar(value).map { Array(String(Character($0)).utf8) }
      default: return nil
      }
    }

    private mutating func unit() -> UInt32? {
      guard position + 4 <= bytes.count else { return nil }
      let digits = bytes[position..<(position + 4)]
      position += 4
      guard digits.allSatisfy({ $0.hexValue != nil }) else { return nil }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func literal() -> RecordedJSON? {
      let start = position
      while let byte = peek, byte.isLiteralPart { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      if ["true", "false", "null"].contains(text) { return .literal(text) }
      guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else { return nil }
      return .literal(text)
    }
  }
}

extension UInt8 {
  fileprivate var isLiteralPart: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self & 0xDF) || "+-.".utf8.contains(self)
  }
}
