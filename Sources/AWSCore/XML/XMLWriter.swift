/// Writes an XML document: elements, attributes and text, without white space between them.
///
/// An element without content is written as `<Name />`, as botocore does.
package struct XMLWriter {
  private var bytes: [UInt8] = []
  /// Whether the last start tag is not closed yet.
  private var isTagOpen = false
  /// The first text that XML cannot hold; `nil` if there is none.
  package private(set) var refusedText: String?

  package init() {}

  /// Whether XML can hold a text: there is no way to write most control characters (XML 1.0, 2.2).
  package static func canHold(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: true
      case 0..<0x20, 0xFFFE, 0xFFFF: false
      default: true
      }
    }
  }

  /// The document in UTF-8.
  package var document: [UInt8] { bytes }

  /// Adds an element that holds a text.
  package mutating func element(_ name: String, text: String) {
    begin(name)
    if !text.isEmpty {
      closeTag()
      append(text, inAttribute: false)
    }
    end(name)
  }

  /// Adds the start tag of an element. What is added until ``end(_:)`` stands inside the element.
  package mutating func begin(_ name: String, attributes: [(name: String, value: String)] = []) {
    closeTag()
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    for (name, value) in attributes {
      bytes.append(UInt8(ascii: " "))
      bytes += name.utf8
      bytes += "=\"".utf8
      append(value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
    isTagOpen = true
  }

  /// Adds the end of an element.
  package mutating func end(_ name: String) {
    guard !isTagOpen else {
      bytes += " />".utf8
      isTagOpen = false
      return
    }
    bytes += "</".utf8
    bytes += name.utf8
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func closeTag() {
    if isTagOpen { bytes.append(UInt8(ascii: ">")) }
    isTagOpen = false
  }

  // Line ends are written as character references: a reader would otherwise turn a carriage return into a line feed (XML 1.0,
  // 2.11), and all white space of an attribute into spaces (3.3.3).
  private mutating func append(_ text: String, inAttribute: Bool) {
    if refusedText == nil, !Self.canHold(text) { refusedText = text }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case 0x0D: bytes += "&#xD;".utf8
      case 0x0A: bytes += "&#xA;".utf8
      case UInt8(ascii: "\"") where inAttribute: bytes += "&quot;".utf8
      case 0x09 where inAttribute: bytes += "&#x9;".utf8
      default: bytes.append(byte)
      }
    }
  }
}
