/// An element of an XML document: its name without a prefix, its text and its child elements.
///
/// AWS's responses need no more than this of XML: elements, their text and a few attributes.
package struct XMLNode: Sendable, Hashable {
  /// The element's name, without a namespace prefix.
  package var name: String
  /// The text directly inside the element, as it stands there.
  package var text: String
  /// The child elements, in order.
  package var children: [XMLNode]
  /// The values of the attributes by their names without a namespace prefix. Declarations of namespaces are left out.
  package var attributes: [String: String]

  package init(
    name: String, text: String = "", children: [XMLNode] = [], attributes: [String: String] = [:]
  ) {
    self.name = name
    self.text = text
    self.children = children
    self.attributes = attributes
  }

  /// The first child element of a name.
  package subscript(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// All child elements of a name.
  package func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

  /// The text of the first child element of a name.
  package func text(_ name: String) -> String? { self[name]?.text }

  /// Reads a document.
  ///
  /// - Returns: The root element.
  /// - Throws: ``XMLError`` if the text is not well-formed as far as this reader looks, or nested deeper than 64 levels.
  package static func parse(_ bytes: [UInt8]) throws(XMLError) -> XMLNode {
    var reader = XMLReader(bytes: bytes)
    return try reader.document()
  }

  /// Text made safe to stand inside an element.
  ///
  /// Line ends are written as character references, since a reader would otherwise turn a carriage return into a line
  /// feed (XML 1.0, 2.11).
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#xD;"
      case "\n": result += "&#xA;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Why a text is not XML. The description is the end of a sentence after "is", and is always put into one.
package struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  package let problem: String
  /// Where, in bytes from the beginning.
  package let offset: Int

  package var description: String { "not well-formed XML at byte \(offset): \(problem)" }
}
