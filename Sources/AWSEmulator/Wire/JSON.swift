/// A JSON value that keeps the order of an object's members and the digits of a number.
enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([(name: String, value: JSON)])

  static func int(_ value: Int) -> JSON { .number(String(value)) }

  /// The member of an object with a name.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    // By bytes: members whose names look alike are two.
    return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  var members: [(name: String, value: JSON)]? { if case .object(let value) = self { value } else { nil } }
  var double: Double? { if case .number(let value) = self { Double(value) } else { nil } }
  var int: Int? { if case .number(let value) = self { Int(value) } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// A scalar as Elasticsearch indexes it: the text of a string, the digits of a number, `true` or `false`.
  var scalarText: String? {
    switch self {
    case .string(let value), .number(let value): value
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}

extension JSON {
  /// The value as compact JSON.
  var text: String {
    var output: [UInt8] = []
    write(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the value as compact JSON.
  func write(to output: inout [UInt8]) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let value): output.append(contentsOf: value.utf8)
    case .string(let value): Self.write(value, to: &output)
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        value.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ value: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      for byte in value.utf8 {
        switch byte {
        case 0x22: output.append(contentsOf: [0x5C, 0x22])
        case 0x5C: output.append(contentsOf: [0x5C, 0x5C])
        case 0x0A: output.append(contentsOf: "\\n".utf8)
        case 0x0D: output.append(contentsOf: "\\r".utf8)
        case 0x09: output.append(contentsOf: "\\t".utf8)
        case 0..<0x20: output.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
        default: output.append(byte)
        }
      }
    } else {
      output.append(contentsOf: value.utf8)
    }
    output.append(UInt8(ascii: "\""))
  }
}
