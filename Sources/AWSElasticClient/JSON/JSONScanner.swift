import AWSCredentials

/// Walks over the bytes of a JSON text (RFC 8259) without building anything.
///
/// Strict where leniency would hide a broken answer: no trailing commas, no comments, no control characters in strings.
struct JSONScanner {
  /// Deeper texts are refused, so that no answer can exhaust a thread's stack.
  static let maximumDepth = 512

  let bytes: [UInt8]
  var position: Int

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The byte at the position, or `nil` at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Moves past one value and gives the bytes it takes up.
  mutating func skipValue(depth: Int = 0) throws(JSONSyntaxError) -> Range<Int> {
    guard depth < Self.maximumDepth else { throw error("it is nested more than \(Self.maximumDepth) levels deep") }
    skipWhitespace()
    let start = position
    switch current {
    case UInt8(ascii: "{"):
      try skipMembers { (scanner, _) throws(JSONSyntaxError) in _ = try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try skipElements { scanner throws(JSONSyntaxError) in _ = try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""):
      try skipString()
    case UInt8(ascii: "t"): try skip(word: "true")
    case UInt8(ascii: "f"): try skip(word: "false")
    case UInt8(ascii: "n"): try skip(word: "null")
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      try skipNumber()
    case nil: throw error("it ends where a value should be")
    default: throw error("there is no value here")
    }
    return start..<position
  }

  /// Moves past an object and calls a closure before each value with the range of the key, quotes included.
  mutating func skipMembers(
    _ value: (inout JSONScanner, Range<Int>) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try expect("{")
    skipWhitespace()
    if current == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      skipWhitespace()
      let start = position
      try skipString()
      let key = start..<position
      skipWhitespace()
      try expect(":")
      skipWhitespace()
      try value(&self, key)
      skipWhitespace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      return try expect("}")
    }
  }

  /// Moves past an array and calls a closure before each element.
  mutating func skipElements(
    _ element: (inout JSONScanner) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try expect("[")
    skipWhitespace()
    if current == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      skipWhitespace()
      try element(&self)
      skipWhitespace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      return try expect("]")
    }
  }

  func error(_ problem: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, problem: problem) }
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

/// Why bytes are not a JSON text.
struct JSONSyntaxError: Error, CustomStringConvertible {
  /// The number of bytes before the fault.
  let offset: Int
  let problem: String

  var description: String { "not JSON: \(problem) (at byte \(offset))" }
}
