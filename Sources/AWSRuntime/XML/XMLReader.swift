/// Reads the part of XML that services answer with. No entities but the predefined ones and character references, so that
/// no answer can make the reader expand or fetch anything.
struct XMLReader {
  private static let deepest = 64
  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(XMLError) -> XMLNode {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipMisc()
    guard peek == UInt8(ascii: "<") else { throw error("no root element") }
    return try root()
  }

  // One loop with a stack of its own: depth in the document costs no depth of calls.
  private mutating func root() throws(XMLError) -> XMLNode {
    var open: [XMLNode] = []
    var text: [[UInt8]] = []
    while true {
      guard let byte = peek else { throw error("the document ends inside <\(open.last?.name ?? "?")>") }
      if byte != UInt8(ascii: "<") {
        guard !text.isEmpty else { throw error("text outside the root element") }
        try characters(into: &text[text.count - 1])
      } else if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        guard !text.isEmpty else { throw error("text outside the root element") }
        position += 9
        let start = position
        try skip(past: "]]>")
        text[text.count - 1] += bytes[start..<(position - 3)]
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "</") {
        position += 2
        let name = try self.name()
        skipSpace()
        try expect(">")
        guard var node = open.popLast(), let content = text.popLast(), node.name == name else {
          throw error("</\(name)> closes nothing that is open")
        }
        node.text = String(decoding: content, as: UTF8.self)
        guard !open.isEmpty else { return node }
        open[open.count - 1].children.append(node)
      } else {
        position += 1
        let name = try self.name()
        let node = XMLNode(name: name)
        if try skipAttributes() {
          guard !open.isEmpty else { return node }
          open[open.count - 1].children.append(node)
        } else {
          guard open.count < Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
          open.append(node)
          text.append([])
        }
      }
    }
  }

  // Everything up to the root element: white space, the declaration, comments, a document type.
  private mutating func skipMisc() throws(XMLError) {
    while true {
      skipSpace()
      if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<!") {
        // An HTML error page of a proxy begins like this; declarations inside a document type are not for us.
        try skip(past: ">")
      } else {
        return
      }
    }
  }

  /// - Returns: Whether the element is empty, as in `<Name/>`.
  private mutating func skipAttributes() throws(XMLError) -> Bool {
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: ">"): return false
      case UInt8(ascii: "/"):
        try expect(">")
        return true
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        while let inner = peek, inner != byte { position += 1 }
        guard peek != nil else { throw error("an attribute's value does not end") }
        position += 1
      case UInt8(ascii: "<"): throw error("'<' inside a tag")
      default: break
      }
    }
    throw error("a tag does not end")
  }

  private mutating func characters(into text: inout [UInt8]) throws(XMLError) {
    while let byte = peek, byte != UInt8(ascii: "<") {
      position += 1
      if byte == UInt8(ascii: "&") {
        try reference(into: &text)
      } else if byte == 0x0D {
        // XML 1.0, 2.11: a line end is one line feed.
        if peek == 0x0A { position += 1 }
        text.append(0x0A)
      } else {
        text.append(byte)
      }
    }
  }

  private mutating func reference(into text: inout [UInt8]) throws(XMLError) {
    let start = position
    while let byte = peek, byte != UInt8(ascii: ";"), position - start < 12 { position += 1 }
    guard peek == UInt8(ascii: ";") else { throw error("a reference does not end") }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    position += 1
    switch name {
    case "lt": text.append(UInt8(ascii: "<"))
    case "gt": text.append(UInt8(ascii: ">"))
    case "amp": text.append(UInt8(ascii: "&"))
    case "quot": text.append(UInt8(ascii: "\""))
    case "apos": text.append(UInt8(ascii: "'"))
    default:
      let number: UInt32? =
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
          UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
          UInt32(name.dropFirst(1))
        } else {
          nil
        }
      guard let number, let scalar = Unicode.Scalar(number) else { throw error("&\(name); is not defined") }
      text += Array(String(Character(scalar)).utf8)
    }
  }

  private mutating func name() throws(XMLError) -> String {
    var start = position
    while let byte = peek, !byte.endsXMLName {
      position += 1
      if byte == UInt8(ascii: ":") { start = position }
    }
    guard position > start else { throw error("a tag without a name") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private func starts(with text: StaticString) -> Bool {
    guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.description.utf8.elementsEqual(bytes[position..<(position + text.utf8CodeUnitCount)])
  }

  private mutating func skip(past text: StaticString) throws(XMLError) {
    while position < bytes.count {
      if starts(with: text) {
        position += text.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw error("'\(text)' is missing")
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(XMLError) {
    guard peek == UInt8(ascii: character) else { throw error("'\(character)' is missing") }
    position += 1
  }

  private func error(_ problem: String) -> XMLError { XMLError(problem: problem, offset: position) }
}

extension UInt8 {
  fileprivate var endsXMLName: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "="),
      UInt8(ascii: "\""), UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
