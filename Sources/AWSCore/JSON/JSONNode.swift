/// A value inside a JSON text, by the bytes it takes up: nothing is built before it is asked for.
///
/// Responses are read through it, so that a document's bytes reach the caller as the server sent them. The text is
/// scanned once, and it is noted where each container ends: to go down a level costs what stands on that level, not all
/// that is below it.
package struct JSONNode {
  private let text: JSONText
  private let range: Range<Int>
  /// The entry of an object or array in ``JSONText/containers``.
  private let container: Int

  /// Checks a whole text.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var scanner = JSONScanner(bytes)
    var containers: [JSONContainer] = []
    let range = try scanner.skipValue(recording: &containers)
    scanner.skipWhitespace()
    guard scanner.current == nil else { throw scanner.error("something follows the value") }
    self.init(JSONText(bytes: bytes, containers: containers), range, container: 0)
  }

  package init(_ text: JSONText, _ range: Range<Int>, container: Int) {
    self.text = text
    self.range = range
    self.container = container
  }

  /// The value's bytes, as they were sent.
  package var raw: ArraySlice<UInt8> { text.bytes[range] }

  private var first: UInt8 { text.bytes[range.lowerBound] }

  package var isNull: Bool { first == UInt8(ascii: "n") }

  package var isObject: Bool { first == UInt8(ascii: "{") }

  package var isArray: Bool { first == UInt8(ascii: "[") }

  /// The values in an object or array, with their names in an object.
  package var children: JSONChildren { JSONChildren(of: text, range, container: container) }

  /// The members of an object; `nil` if it is none.
  package var fields: JSONFields? { isObject ? JSONFields(text, Array(children)) : nil }

  /// The elements of an array; `nil` if it is none.
  package var elements: [JSONNode]? { isArray ? children.map(\.value) : nil }

  package var string: String? { first == UInt8(ascii: "\"") ? text.string(in: range) : nil }

  package var bool: Bool? {
    switch first {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// A number as it is written, with every digit.
  package var numberText: String? {
    guard first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
    return String(decoding: raw, as: UTF8.self)
  }

  package var int: Int? { numberText.flatMap { Int($0) } }

  package var double: Double? { numberText.map { Double($0) ?? .nan } }

  /// A string as it stands; `nil` if that is not Unicode, so that something would have to be replaced.
  package var exactString: String? { first == UInt8(ascii: "\"") ? text.exactString(in: range) : nil }

  /// The name of a child in an object; `nil` if it is not Unicode.
  package func exactName(of child: JSONChildren.Element) -> String? { text.exactString(in: child.name) }

  /// The name of a child in an object, decoded.
  package func name(of child: JSONChildren.Element) -> String { text.string(in: child.name) }
}

/// The bytes of a text that was found to be JSON, and where its containers are.
package final class JSONText: Sendable {
  package let bytes: [UInt8]
  package let containers: [JSONContainer]
  /// Whether there is a backslash anywhere: without one, a string is as it stands.
  let holdsEscapes: Bool

  package init(bytes: [UInt8], containers: [JSONContainer]) {
    self.bytes = bytes
    self.containers = containers
    holdsEscapes = bytes.contains(UInt8(ascii: "\\"))
  }
}

/// The values in an object or array, in their order.
package struct JSONChildren: Sequence, IteratorProtocol {
  private let text: JSONText
  private let isObject: Bool
  private var position: Int
  /// The entry of the next container.
  private var container: Int

  package init(of text: JSONText, _ range: Range<Int>, container: Int) {
    self.text = text
    isObject = text.bytes[range.lowerBound] == UInt8(ascii: "{")
    position = range.lowerBound + 1
    self.container = container + 1
  }

  /// The next value, and the bytes of its name with the quotes, which are empty in an array.
  package mutating func next() -> (name: Range<Int>, value: JSONNode)? {
    // The text was checked as a whole: nothing but what is skipped here stands between two values.
    skip { $0 == UInt8(ascii: ",") || $0 <= 0x20 }
    guard position < text.bytes.count, text.bytes[position] != UInt8(ascii: "}"),
      text.bytes[position] != UInt8(ascii: "]")
    else { return nil }
    var name = position..<position
    if isObject {
      name = string()
      skip { $0 == UInt8(ascii: ":") || $0 <= 0x20 }
    }
    return (name, value())
  }

  private mutating func value() -> JSONNode {
    let start = position
    switch text.bytes[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let entry = container
      position = text.containers[entry].end
      container = text.containers[entry].next
      return JSONNode(text, start..<position, container: entry)
    case UInt8(ascii: "\""):
      return JSONNode(text, string(), container: 0)
    default:
      skip { $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "]") }
      return JSONNode(text, start..<position, container: 0)
    }
  }

  private mutating func string() -> Range<Int> {
    let start = position
    position += 1
    while text.bytes[position] != UInt8(ascii: "\"") {
      position += text.bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
    return start..<position
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while position < text.bytes.count, condition(text.bytes[position]) { position += 1 }
  }
}
