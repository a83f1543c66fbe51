/// Reads the part of XML that services write. No entities but the predefined ones and character references, so that no
/// document can make the reader expand or fetch anything.
///
/// The work is linear in the bytes: each is looked at a bounded number of times, which ``steps`` counts.
package struct XMLReader {
  private static let deepest = 64
  private let bytes: [UInt8]
  private var position = 0
  /// How many bytes have been looked at, for the tests that show the work to be linear.
  package private(set) var steps = 0

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the whole document: one root element, with comments, processing instructions and white space around it.
  package mutating func document() throws(XMLError) -> XMLNode {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipProlog()
    guard peek() == UInt8(ascii: "<") else { throw error("no root element") }
    let node = try root()
    try skipMisc()
    guard position == bytes.count else { throw error("something follows the root element") }
    return node
  }

  // One loop with a stack of its own: depth in the document costs no depth of calls.
  private mutating func root() throws(XMLError) -> XMLNode {
    var open: [OpenElement] = []
    while true {
      guard let byte = peek() else {
        throw error("the document ends inside <\((open.last?.node.name ?? "?").oneLine(limit: 60))>")
      }
      if byte != UInt8(ascii: "<") {
        guard !open.isEmpty else { throw error("text outside the root element") }
        try characters(into: &open[open.count - 1].content)
      } else if isMarkup, try skipCommentOrInstruction() {
        continue
      } else if isMarkup, skip(Mark.cdata) {
        guard !open.isEmpty else { throw error("text outside the root element") }
        let start = position
        try skip(past: Mark.cdataEnd)
        try append(start..<(position - Mark.cdataEnd.count), to: &open[open.count - 1].content)
      } else if skip(Mark.endTag) {
        let name = try qualifiedName()
        skipSpace()
        try expect(UInt8(ascii: ">"))
        guard let element = open.popLast(), bytes[element.name] == bytes[name] else {
          throw error("an end tag closes nothing that is open")
        }
        steps += name.count
        let node = try finished(element)
        if open.isEmpty { return node }
        open[open.count - 1].node.children.append(node)
      } else {
        position += 1
        let name = try qualifiedName()
        var node = XMLNode(name: localName(name))
        if try readAttributes(into: &node) {
          if open.isEmpty { return node }
          open[open.count - 1].node.children.append(node)
        } else {
          guard open.count < Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
          open.append(OpenElement(name: name, node: node))
        }
      }
    }
  }

  /// Whether what follows `<` is neither a name nor the beginning of an end tag.
  private var isMarkup: Bool {
    guard position + 1 < bytes.count else { return false }
    return bytes[position + 1] == UInt8(ascii: "!") || bytes[position + 1] == UInt8(ascii: "?")
  }

  /// An element whose end tag has not come yet.
  private struct OpenElement {
    /// Where its name stands, with its prefix.
    let name: Range<Int>
    var node: XMLNode
    var content: [UInt8] = []
  }

  // A key or token in which a byte was replaced is another one.
  private mutating func finished(_ element: OpenElement) throws(XMLError) -> XMLNode {
    steps += element.content.count
    guard let text = String(validating: element.content, as: UTF8.self) else { throw error("text that is not UTF-8") }
    var node = element.node
    node.text = text
    return node
  }
}

// MARK: - Around the root element

extension XMLReader {
  // White space, the declaration, comments, and one document type without declarations of its own: an HTML error page of a
  // proxy begins like this.
  private mutating func skipProlog() throws(XMLError) {
    try skipMisc()
    guard skip(Mark.declaration) else { return }
    guard skip(Mark.documentType) else { throw error("a declaration outside a document type") }
    while let byte = peek(), byte != UInt8(ascii: ">") {
      position += 1
      switch byte {
      case UInt8(ascii: "["): throw error("a document type with declarations")
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try skip(past: [byte])
      default: break
      }
    }
    try expect(UInt8(ascii: ">"))
    try skipMisc()
  }

  private mutating func skipMisc() throws(XMLError) {
    repeat { skipSpace() } while try skipCommentOrInstruction()
  }

  private mutating func skipCommentOrInstruction() throws(XMLError) -> Bool {
    if skip(Mark.comment) {
      try skip(past: Mark.commentEnd)
    } else if skip(Mark.instruction) {
      try skip(past: Mark.instructionEnd)
    } else {
      return false
    }
    return true
  }
}

// MARK: - Tags and names

extension XMLReader {
  /// Reads the attributes of a start tag. What is none is skipped.
  ///
  /// - Returns: Whether the element is empty, as in `<Name/>`.
  private mutating func readAttributes(into node: inout XMLNode) throws(XMLError) -> Bool {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: ">"):
        position += 1
        return false
      case UInt8(ascii: "/"):
        position += 1
        try expect(UInt8(ascii: ">"))
        return true
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        position += 1
        try skip(past: [byte])
      case UInt8(ascii: "<"): throw error("'<' inside a tag")
      case _ where byte.beginsXMLName: try readAttribute(into: &node)
      default: position += 1
      }
    }
    throw error("a tag does not end")
  }

  private mutating func readAttribute(into node: inout XMLNode) throws(XMLError) {
    let start = position
    while let byte = peek(), !byte.endsXMLName { position += 1 }
    let name = start..<position
    skipSpace()
    guard skip([UInt8(ascii: "=")]) else { return }
    skipSpace()
    guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return }
    position += 1
    let value = position
    try skip(past: [quote])
    guard !bytes[name].starts(with: "xmlns".utf8) else { return }
    steps += position - value
    let text = String(decoding: bytes[value..<(position - 1)], as: UTF8.self)
    node.attributes[localName(name)] = XMLReferences.replaced(in: text[...])
  }

  private mutating func qualifiedName() throws(XMLError) -> Range<Int> {
    let start = position
    while let byte = peek(), !byte.endsXMLName { position += 1 }
    guard start < position, bytes[start].beginsXMLName, bytes[position - 1] != UInt8(ascii: ":") else {
      throw error("a tag without a name")
    }
    return start..<position
  }

  // What follows the prefix.
  private mutating func localName(_ range: Range<Int>) -> String {
    steps += range.count
    var start = range.lowerBound
    for index in range where bytes[index] == UInt8(ascii: ":") { start = index + 1 }
    return String(decoding: bytes[start..<range.upperBound], as: UTF8.self)
  }
}

// MARK: - Text

extension XMLReader {
  private mutating func characters(into content: inout [UInt8]) throws(XMLError) {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<"), bytes[position] != UInt8(ascii: "&") {
      position += 1
    }
    steps += position - start + 1
    try append(start..<position, to: &content)
    if peek() == UInt8(ascii: "&") {
      position += 1
      try reference(into: &content)
    }
  }

  // XML 1.0, 2.11: a line end is one line feed.
  private mutating func append(_ range: Range<Int>, to content: inout [UInt8]) throws(XMLError) {
    steps += range.count
    guard range.contains(where: { bytes[$0] == 0 || bytes[$0] == 0x0D }) else {
      content += bytes[range]
      return
    }
    var rest = bytes[range]
    guard !rest.contains(0) else { throw error("a NUL character") }
    while let end = rest.firstIndex(of: 0x0D) {
      content += rest[..<end]
      content.append(0x0A)
      rest = rest[(end + 1)...]
      if rest.first == 0x0A { rest = rest.dropFirst() }
    }
    content += rest
  }

  private mutating func reference(into content: inout [UInt8]) throws(XMLError) {
    if skip([UInt8(ascii: "#")]) { return try characterReference(into: &content) }
    let start = position
    while let byte = peek(), byte != UInt8(ascii: ";"), position - start < 8 { position += 1 }
    guard let character = XMLReferences.predefined(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw error("a reference that is not defined")
    }
    try expect(UInt8(ascii: ";"))
    content.append(character)
  }

  // `&#65;` or `&#x41;`: digits alone, and a character that there is. S3 and Ceph write control characters so, which XML 1.0
  // does not allow; of those only NUL is refused.
  private mutating func characterReference(into content: inout [UInt8]) throws(XMLError) {
    let isHexadecimal = skip([UInt8(ascii: "x")])
    let start = position
    var value: UInt32 = 0
    while let byte = peek(), let digit = byte.xmlDigit(isHexadecimal: isHexadecimal) {
      position += 1
      // Beyond the last character it need not grow: leading zeros may be any number, the value may not.
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
    }
    guard position > start, value > 0, let scalar = Unicode.Scalar(value) else {
      throw error("a character reference that is no character")
    }
    try expect(UInt8(ascii: ";"))
    content += String(Character(scalar)).utf8
  }
}

// MARK: - Bytes

extension XMLReader {
  private enum Mark {
    static let comment = Array("<!--".utf8)
    static let commentEnd = Array("-->".utf8)
    static let cdata = Array("<![CDATA[".utf8)
    static let cdataEnd = Array("]]>".utf8)
    static let instruction = Array("<?".utf8)
    static let instructionEnd = Array("?>".utf8)
    static let endTag = Array("</".utf8)
    static let declaration = Array("<!".utf8)
    static let documentType = Array("DOCTYPE".utf8)
  }

  private mutating func peek() -> UInt8? {
    steps += 1
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Skips a mark if it stands here.
  private mutating func skip(_ mark: [UInt8]) -> Bool {
    steps += mark.count
    guard bytes.count - position >= mark.count else { return false }
    for index in mark.indices where bytes[position + index] != mark[index] { return false }
    position += mark.count
    return true
  }

  private mutating func skip(past mark: [UInt8]) throws(XMLError) {
    while let byte = peek() {
      if byte == mark.first, skip(mark) { return }
      position += 1
    }
    throw error("'\(String(decoding: mark, as: UTF8.self))' is missing")
  }

  private mutating func expect(_ byte: UInt8) throws(XMLError) {
    guard peek() == byte else { throw error("'\(Character(Unicode.Scalar(byte)))' is missing") }
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

  /// A letter, `_`, or part of a character that is not ASCII.
  fileprivate var beginsXMLName: Bool {
    (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == UInt8(ascii: "_") || self >= 0x80
  }

  fileprivate func xmlDigit(isHexadecimal: Bool) -> UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self - 0x30)
    case 0x41...0x46 where isHexadecimal: UInt32(self - 0x41 + 10)
    case 0x61...0x66 where isHexadecimal: UInt32(self - 0x61 + 10)
    default: nil
    }
  }
}
