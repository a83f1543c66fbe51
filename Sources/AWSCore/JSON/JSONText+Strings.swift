extension JSONText {
  /// The characters of a string, given with its quotes. Half a surrogate pair becomes U+FFFD.
  package func string(in range: Range<Int>) -> String {
    let content = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
    guard holdsEscapes, content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
    return String(decoding: Self.resolvingEscapes(in: content).text, as: UTF8.self)
  }

  /// The same, without replacing anything: `nil` if the bytes are not UTF-8, or if there is half a surrogate pair.
  package func exactString(in range: Range<Int>) -> String? {
    let content = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
    guard holdsEscapes, content.contains(UInt8(ascii: "\\")) else { return String(validating: content, as: UTF8.self) }
    let (text, isExact) = Self.resolvingEscapes(in: content)
    return isExact ? String(validating: text, as: UTF8.self) : nil
  }

  /// Whether a string, given with its quotes, is a text, byte for byte.
  package func isString(in range: Range<Int>, equalTo text: String) -> Bool {
    let content = (range.lowerBound + 1)..<(range.upperBound - 1)
    let length = text.utf8.count
    if content.count == length {
      var position = content.lowerBound
      for byte in text.utf8 {
        guard bytes[position] == byte else { return false }
        position += 1
      }
      return true
    }
    // An escape takes more bytes than what it stands for.
    guard holdsEscapes, content.count > length, content.contains(where: { bytes[$0] == UInt8(ascii: "\\") }) else {
      return false
    }
    return Self.resolvingEscapes(in: bytes[content]).text.elementsEqual(text.utf8)
  }

  /// What a string stands for, and whether no half of a surrogate pair was replaced by U+FFFD.
  private static func resolvingEscapes(in content: ArraySlice<UInt8>) -> (text: [UInt8], isExact: Bool) {
    var text: [UInt8] = []
    var isExact = true
    text.reserveCapacity(content.count)
    var rest = content
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        text.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        let scalar = scalar(&rest)
        isExact = isExact && scalar != nil
        text.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
      default: text.append(escape)
      }
    }
    return (text, isExact)
  }

  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    let high = codeUnit(&rest)
    if (0xD800..<0xDC00).contains(high), rest.starts(with: Array("\\u".utf8)) {
      var ahead = rest.dropFirst(2)
      let low = codeUnit(&ahead)
      if (0xDC00..<0xE000).contains(low) {
        rest = ahead
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      }
    }
    return Unicode.Scalar(high)
  }

  private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    return digits.reduce(0) { $0 << 4 | UInt32($1.hexValue ?? 0) }
  }
}
