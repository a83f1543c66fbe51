/// Reads JSON (RFC 8259).
struct JSONParser {
  /// Why a text is not JSON.
  struct Failure: Error {
    /// What is wrong, as the end of a sentence.
    let problem: String
    let offset: Int
  }

  /// Deeper nesting is refused, so that no input can exhaust the stack.
  private static let maximumDepth = 200

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads one value that fills the bytes.
  static func parse(_ bytes: [UInt8], range: Range<Int>? = nil) throws(Failure) -> JSON {
    var parser = JSONParser(bytes, range ?? bytes.startIndex..<bytes.endIndex)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.end else { throw parser.failure("unexpected text after the value") }
    return value
  }

  private func failure(_ problem: String) -> Failure { Failure(problem: problem, offset: position) }

  private mutating func skipSpace() {
    while position < end, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) { position += 1 }
  }

  private mutating func value(depth: Int) throws(Failure) -> JSON {
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    skipSpace()
    guard position < end else { throw failure("unexpected end of input") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(Failure) -> JSON {
    let expected = Array(text.description.utf8)
    guard position + expected.count <= end, bytes[position..<(position + expected.count)].elementsEqual(expected) else {
      throw failure("unrecognized token")
    }
    position += expected.count
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> JSON {
    position += 1
    var members: [(name: String, value: JSON)] = []
    skipSpace()
    if skip("}") { return .object(members) }
    while true {
      skipSpace()
      guard position < end, bytes[position] == UInt8(ascii: "\"") else { throw failure("expected a member name") }
      let name = try string()
      skipSpace()
      guard skip(":") else { throw failure("expected a colon") }
      members.append((name, try value(depth: depth + 1)))
      skipSpace()
      if skip(",") { continue }
      guard skip("}") else { throw failure("expected a comma or the end of the object") }
      return .object(members)
    }
  }

  private mutating func array(depth: Int) throws(Failure) -> JSON {
    position += 1
    var values: [JSON] = []
    skipSpace()
    if skip("]") { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if skip(",") { continue }
      guard skip("]") else { throw failure("expected a comma or the end of the array") }
      return .array(values)
    }
  }

  private mutating func number() throws(Failure) -> JSON {
    let start = position
    _ = skip("-")
    let integer = digits()
    guard integer > 0, integer == 1 || bytes[position - integer] != UInt8(ascii: "0") else {
      throw failure("unrecognized token")
    }
    if skip("."), digits() == 0 { throw failure("a fraction needs digits") }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      if digits() == 0 { throw failure("an exponent needs digits") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = position
    while position < end, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}

extension JSONParser {
  private mutating func string() throws(Failure) -> String {
    position += 1
    let start = position
    while position < end, bytes[position] != 0x22, bytes[position] != 0x5C, bytes[position] >= 0x20 { position += 1 }
    guard position < end else { throw failure("unterminated string") }
    if bytes[position] == 0x22 {
      defer { position += 1 }
      return try text(bytes[start..<position])
    }
    var output = Array(bytes[start..<position])
    while position < end {
      let byte = bytes[position]
      switch byte {
      case 0x22:
        position += 1
        return try text(output[...])
      case 0x5C: try escape(into: &output)
      case 0..<0x20: throw failure("a control character in a string has to be escaped")
      default:
        output.append(byte)
        position += 1
      }
    }
    throw failure("unterminated string")
  }

  private func text(_ slice: ArraySlice<UInt8>) throws(Failure) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else { throw failure("invalid UTF-8 in a string") }
    return text
  }

  private mutating func escape(into output: inout [UInt8]) throws(Failure) {
    guard position + 1 < end else { throw failure("unterminated escape") }
    let character = bytes[position + 1]
    position += 2
    switch character {
    case 0x22, 0x5C, 0x2F: output.append(character)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape()
      output.append(contentsOf: String(Character(scalar)).utf8)
    default: throw failure("unrecognized escape")
    }
  }

  private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
    let first = try codeUnit()
    if (0xD800..<0xDC00).contains(first) {
      guard position + 1 < end, bytes[position] == 0x5C, bytes[position + 1] == UInt8(ascii: "u") else {
        throw failure("half of a surrogate pair")
      }
      position += 2
      let second = try codeUnit()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw failure("half of a surrogate pair") }
      return scalar
    }
    guard let scalar = Unicode.Scalar(first) else { throw failure("half of a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(Failure) -> UInt32 {
    guard position + 4 <= end else { throw failure("unterminated escape") }
    var value: UInt32 = 0
    for index in position..<(position + 4) {
      guard let digit = PercentCoding.hexValue(bytes[index]) else { throw failure("unrecognized escape") }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
