/// An element of the XML that clients of S3 send: elements, attributes that nobody reads, and text.
struct XMLElement: Sendable {
  private(set) var name = ""
  private(set) var text = ""
  private(set) var children: [XMLElement] = []

  /// The children with a name.
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The text of the first child with a name; `nil` if there is none.
  func text(_ name: String) -> String? { children.first { $0.name == name }?.text }

  /// Reads a document; `nil` if it is none.
  init?(document: String) {
    var reader = Reader(rest: document.unicodeScalars[...])
    guard let root = reader.document() else { return nil }
    self = root
  }

  private init(name: String) { self.name = name }

  private struct Reader {
    var rest: Substring.UnicodeScalarView
    private static let deepest = 20

    init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    mutating func document() -> XMLElement? {
      while true {
        rest = rest.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
        guard rest.first == "<" else { return nil }
        guard rest.dropFirst().first == "?" else { break }
        guard skip(through: ">") else { return nil }
      }
      guard let root = element(depth: 0) else { return nil }
      return rest.allSatisfy { $0.properties.isWhitespace } ? root : nil
    }

    private mutating func skip(through end: Unicode.Scalar) -> Bool {
      guard let index = rest.firstIndex(of: end) else { return false }
      rest = rest[rest.index(after: index)...]
      return true
    }

    /// Reads an element of which the `<` is next.
    private mutating func element(depth: Int) -> XMLElement? {
      guard depth < Self.deepest, let end = rest.firstIndex(of: ">") else { return nil }
      var tag = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      let isEmpty = tag.last == "/"
      if isEmpty { tag = tag.dropLast() }
      var element = XMLElement(name: String(String.UnicodeScalarView(tag.prefix { !$0.properties.isWhitespace })))
      guard !element.name.isEmpty else { return nil }
      if isEmpty { return element }
      while let open = rest.firstIndex(of: "<") {
        guard let text = Self.unescaped(rest[..<open]) else { return nil }
        element.text += text
        rest = rest[open...]
        if rest.dropFirst().first == "/" {
          guard let close = rest.firstIndex(of: ">") else { return nil }
          let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<close]
          rest = rest[rest.index(after: close)...]
          return String(String.UnicodeScalarView(name)) == element.name ? element : nil
        }
        guard let child = self.element(depth: depth + 1) else { return nil }
        element.children.append(child)
      }
      return nil
    }

    private static func unescaped(_ text: Substring.UnicodeScalarView) -> String? {
      var output = String.UnicodeScalarView()
      var rest = text
      while let mark = rest.firstIndex(of: "&") {
        output += rest[..<mark]
        guard let end = rest[mark...].firstIndex(of: ";") else { return nil }
        guard let scalar = scalar(String(String.UnicodeScalarView(rest[rest.index(after: mark)..<end]))) else {
          return nil
        }
        output.append(scalar)
        rest = rest[rest.index(after: end)...]
      }
      output += rest
      return String(output)
    }

    private static func scalar(_ reference: String) -> Unicode.Scalar? {
      switch reference {
      case "amp": return "&"
      case "lt": return "<"
      case "gt": return ">"
      case "quot": return "\""
      case "apos": return "'"
      default:
        guard reference.hasPrefix("#") else { return nil }
        let number = reference.dropFirst()
        let code = number.hasPrefix("x") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
        return code.flatMap { Unicode.Scalar($0) }
      }
    }
  }
}
