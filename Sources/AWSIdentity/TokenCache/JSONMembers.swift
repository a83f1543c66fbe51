import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The members of a JSON object, each value kept as the bytes it was written in.
///
/// Files that are shared with other programs hold members that only those programs know. Their values go back into the
/// file byte for byte: nothing is lost to a number's precision or to a type that this program does not expect.
package struct JSONMembers: Sendable {
  private var members: [(key: String, value: [UInt8])] = []

  /// Reads an object; `nil` if the bytes are not a single, well-formed JSON object.
  package init?(_ bytes: [UInt8]) {
    // The decoder checks the grammar, so that the scanner below may rely on it.
    guard (try? JSONDecoder().decode(AnyObject.self, from: Data(bytes))) != nil else { return nil }
    var scanner = Scanner(bytes: bytes)
    guard let found = scanner.object() else { return nil }
    members = found
  }

  private struct AnyObject: Decodable {
    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Key.self) }
  }

  /// The value of a member as it is written.
  func raw(_ key: String) -> [UInt8]? { members.last { $0.key.exact == key.exact }?.value }

  /// A member that is a string and not blank, as it is: what a service gives out as a token or an id goes back to the byte.
  func text(_ key: String) -> String? {
    raw(key).flatMap { try? JSONDecoder().decode(String.self, from: Data($0)) }.flatMap {
      $0.nilIfBlank == nil ? nil : $0
    }
  }

  /// A member that is a finite number.
  func number(_ key: String) -> Double? {
    raw(key).flatMap { try? JSONDecoder().decode(Double.self, from: Data($0)) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A member that is an object.
  package func object(_ key: String) -> JSONMembers? { raw(key).flatMap { JSONMembers($0) } }

  /// Puts a string in a member's place, or at the end.
  package mutating func set(_ key: String, _ text: String) { set(key, raw: Self.encode(text)) }

  /// Puts an object in a member's place, or at the end.
  mutating func set(_ key: String, _ object: JSONMembers) { set(key, raw: object.encoded()) }

  private mutating func set(_ key: String, raw: [UInt8]) {
    guard let index = members.lastIndex(where: { $0.key.exact == key.exact }) else {
      members.append((key, raw))
      return
    }
    members[index].value = raw
    // Readers differ in which of two members of one name they take.
    var position = -1
    members.removeAll { member in
      position += 1
      return position != index && member.key.exact == key.exact
    }
  }

  /// The object as JSON.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for (index, member) in members.enumerated() {
      if index > 0 { bytes += Array(", ".utf8) }
      bytes += Self.encode(member.key) + Array(": ".utf8) + member.value
    }
    return bytes + [UInt8(ascii: "}")]
  }

  /// A string as JSON.
  static func encode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
      case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
      case 0..<0x20: bytes += Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    return bytes + [UInt8(ascii: "\"")]
  }

  /// An object with string members, as JSON.
  static func encode(_ members: KeyValuePairs<String, String>) -> [UInt8] {
    let parts = members.map { encode($0.key) + [UInt8(ascii: ":")] + encode($0.value) }
    return [UInt8(ascii: "{")] + Array(parts.joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "}")]
  }
}

extension JSONMembers {
  /// Finds where the members of a well-formed object begin and end. It keeps no stack, so depth cannot exhaust one.
  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    mutating func object() -> [(key: String, value: [UInt8])]? {
      skipSpace()
      guard skip(UInt8(ascii: "{")) else { return nil }
      var members: [(key: String, value: [UInt8])] = []
      skipSpace()
      if skip(UInt8(ascii: "}")) { return members }
      while true {
        skipSpace()
        guard let name = string(), let key = try? JSONDecoder().decode(String.self, from: Data(name)) else {
          return nil
        }
        skipSpace()
        guard skip(UInt8(ascii: ":")) else { return nil }
        skipSpace()
        guard let value = value() else { return nil }
        members.append((key, value))
        skipSpace()
        if skip(UInt8(ascii: "}")) { return members }
        guard skip(UInt8(ascii: ",")) else { return nil }
      }
    }

    /// A value, up to the comma or brace that ends it.
    private mutating func value() -> [UInt8]? {
      let start = position
      var depth = 0
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          guard string() != nil else { return nil }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return trimmed(start) }
          depth -= 1
        case UInt8(ascii: ","):
          if depth == 0 { return trimmed(start) }
        default: break
        }
        position += 1
      }
      return nil
    }

    private func trimmed(_ start: Int) -> [UInt8]? {
      var end = position
      while end > start, bytes[end - 1].isASCIIWhitespace { end -= 1 }
      return end > start ? Array(bytes[start..<end]) : nil
    }

    private mutating func string() -> [UInt8]? {
      let start = position
      guard skip(UInt8(ascii: "\"")) else { return nil }
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\\"): position += 2
        case UInt8(ascii: "\""):
          position += 1
          return Array(bytes[start..<position])
        default: position += 1
        }
      }
      return nil
    }

    private mutating func skipSpace() {
      while position < bytes.count, bytes[position].isASCIIWhitespace { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }
  }
}

extension JSONMembers: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the members, never their values: most are secret.
  package var description: String { "JSONMembers(\(members.map(\.key).joined(separator: ", ")))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["names": members.map(\.key)], displayStyle: .struct) }
}
