import AWSCore
import AWSCredentials

/// The members of a JSON object, each value kept as the bytes it was written in.
///
/// Files that are shared with other programs hold members that only those programs know. Their values go back into the
/// file byte for byte: nothing is lost to a number's precision or to a type that this program does not expect.
package struct JSONMembers: Sendable {
  private var members: [(key: String, value: [UInt8])] = []

  /// Reads an object; `nil` if the bytes are not a single, well-formed JSON object.
  package init?(_ bytes: [UInt8]) {
    guard let node = try? JSONNode(parsing: bytes), node.isObject else { return nil }
    for child in node.children {
      // A name that is not Unicode could not be written back.
      guard let key = node.exactName(of: child) else { return nil }
      members.append((key, Array(child.value.raw)))
    }
  }

  /// The value of a member as it is written.
  func raw(_ key: String) -> [UInt8]? { members.last { $0.key.exact == key.exact }?.value }

  /// A member that is a string and not blank, as it is: what a service gives out as a token or an id goes back to the byte.
  func text(_ key: String) -> String? {
    node(key)?.exactString.flatMap { $0.nilIfBlank == nil ? nil : $0 }
  }

  /// A member that is a finite number.
  func number(_ key: String) -> Double? { node(key)?.double.flatMap { $0.isFinite ? $0 : nil } }

  private func node(_ key: String) -> JSONNode? { raw(key).flatMap { try? JSONNode(parsing: $0) } }

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

  private static func encode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(jsonString: text)
    return bytes
  }

  /// An object with string members, as JSON.
  static func encode(_ members: KeyValuePairs<String, String>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(object: members.map { (key: $0.key, value: $0.value) }) { bytes, value in
      bytes.append(jsonString: value)
    }
    return bytes
  }
}

extension JSONMembers: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the members, never their values: most are secret.
  package var description: String { "JSONMembers(\(members.map(\.key).joined(separator: ", ")))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["names": members.map(\.key)], displayStyle: .struct) }
}
