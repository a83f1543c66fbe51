/// Walks over the bytes of a JSON text (RFC 8259) once, without recursion and without building anything.
///
/// Strict where leniency would hide a broken response: no trailing commas, no comments, no control characters in
/// strings, no byte order mark.
package struct JSONScanner {
  /// Deeper texts are refused: what is read is built recursively, and no response may exhaust a thread's stack.
  package static let maximumDepth = 512

  package let bytes: [UInt8]
  package var position: Int

  package init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The byte at the position, or `nil` at the end.
  package var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  package mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Moves past one value and gives the bytes it takes up.
  ///
  /// - Parameter containers: Gets an entry for each object and array in the value, in the order of their first bytes.
  package mutating func skipValue(recording containers: inout [JSONContainer]) throws(JSONSyntaxError) -> Range<Int> {
    skipWhitespace()
    let start = position
    var open: [Int] = []
    while true {
      if try beginValue(&containers, &open) { continue }
      // A value is complete, and with it perhaps the containers that it was the last in.
      while true {
        guard let container = open.last else { return start..<position }
        skipWhitespace()
        let isObject = bytes[containers[container].start] == UInt8(ascii: "{")
        if current == UInt8(ascii: ",") {
          position += 1
          skipWhitespace()
          if isObject { try skipName() }
          break
        }
        try expect(isObject ? "}" : "]")
        containers[container].close(at: position, next: containers.count)
        open.removeLast()
      }
    }
  }

  /// Moves past one value and gives the bytes it takes up.
  package mutating func skipValue() throws(JSONSyntaxError) -> Range<Int> {
    var containers: [JSONContainer] = []
    return try skipValue(recording: &containers)
  }

  /// Moves past a scalar, an empty container, or the beginning of a container up to its first value.
  ///
  /// - Returns: Whether a container was opened that is not empty.
  private mutating func beginValue(
    _ containers: inout [JSONContainer], _ open: inout [Int]
  ) throws(JSONSyntaxError) -> Bool {
    skipWhitespace()
    switch current {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.maximumDepth else {
        throw error("it is nested more than \(Self.maximumDepth) levels deep")
      }
      let isObject = bytes[position] == UInt8(ascii: "{")
      containers.append(JSONContainer(start: position))
      position += 1
      skipWhitespace()
      if current == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        position += 1
        containers[containers.count - 1].close(at: position, next: containers.count)
        return false
      }
      open.append(containers.count - 1)
      if isObject { try skipName() }
      return true
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "t"): try skip(word: "true")
    case UInt8(ascii: "f"): try skip(word: "false")
    case UInt8(ascii: "n"): try skip(word: "null")
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: try skipNumber()
    case nil: throw error("it ends where a value should be")
    case 0xEF where position == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]):
      throw error("it begins with a byte order mark (EF BB BF), which JSON must not have (RFC 8259, 8.1)")
    default: throw error("there is no value here")
    }
    return false
  }

  package func error(_ problem: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, problem: problem) }
}

/// Where an object or array is in a text.
package struct JSONContainer {
  /// The opening bracket.
  package let start: Int
  /// What follows the closing bracket.
  private(set) var end = 0
  /// The entry of the first container that begins after this one's end.
  private(set) var next = 0

  package init(start: Int) { self.start = start }

  package mutating func close(at end: Int, next: Int) {
    self.end = end
    self.next = next
  }
}

// MARK: - Tokens

extension JSONScanner {
  private mutating func expect(_ character: Unicode.Scalar) throws(JSONSyntaxError) {
    guard current == UInt8(ascii: character) else { throw error("'\(character)' is missing") }
    position += 1
  }

  private mutating func skip(word: StaticString) throws(JSONSyntaxError) {
    for byte in word.description.utf8 {
      guard current == byte else { throw error("there is no value here") }
      position += 1
    }
  }

  /// Moves past a member's name and the colon.
  private mutating func skipName() throws(JSONSyntaxError) {
    try skipString()
    skipWhitespace()
    try expect(":")
  }

  private mutating func skipString() throws(JSONSyntaxError) {
    try expect("\"")
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try skipEscape()
      case 0..<0x20: throw error("a string holds a control character")
      default: break
      }
    }
    throw error("a string does not end")
  }

  private mutating func skipEscape() throws(JSONSyntaxError) {
    guard let byte = current else { throw error("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        guard let digit = current, digit.hexValue != nil else { throw error("an escape is not \\u and four digits") }
        position += 1
      }
    default: throw error("a string holds an unknown escape")
    }
  }

  private mutating func skipNumber() throws(JSONSyntaxError) {
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
    if current == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(JSONSyntaxError) {
    let start = position
    while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw error("a number lacks digits") }
  }
}

/// Why bytes are not a JSON text. The description is the end of a sentence after "is", and is always put into one.
package struct JSONSyntaxError: Error, CustomStringConvertible {
  /// The number of bytes before the fault.
  package let offset: Int
  package let problem: String

  package var description: String { "not JSON: \(problem) (at byte \(offset))" }
}
