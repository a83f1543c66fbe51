/// Takes a session token out of a text that quotes it, in whatever way the text escapes.
///
/// A service that refuses a signature or a token may quote the token: as it is, percent-encoded, or with characters escaped
/// as JSON (`\/`, `\u003d`) or XML (`&#x2B;`) allow.
struct TokenRedaction {
  private let token: [UInt8]
  private static let replacement = Array("(session token, not shown)".utf8)

  /// - Parameter token: The token; not empty.
  init(_ token: String) { self.token = Array(token.utf8) }

  /// The text without the token.
  func redacted(_ text: String) -> String {
    redacted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The text without the token; `nil` if it does not hold it.
  func redacted(_ text: [UInt8]) -> [UInt8]? {
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while index < text.count {
      guard let end = end(of: text, from: index) else {
        index += 1
        continue
      }
      output += text[copied..<index]
      output += Self.replacement
      (copied, index) = (end, end)
    }
    return copied == 0 ? nil : output + text[copied...]
  }

  /// Where the token ends that begins at a place; `nil` if none does.
  private func end(of text: [UInt8], from start: Int) -> Int? {
    var index = start
    for byte in token {
      guard index < text.count else { return nil }
      if text[index] == byte {
        index += 1
      } else if let length = Self.escape(of: byte, in: text[index...]) {
        index += length
      } else {
        return nil
      }
    }
    return index
  }

  /// The length of the escape that stands for a byte at the beginning of a text.
  private static func escape(of byte: UInt8, in text: ArraySlice<UInt8>) -> Int? {
    let rest = text.dropFirst()
    switch text.first {
    case UInt8(ascii: "\\"):
      if rest.first == byte { return 2 }
      let digits = rest.dropFirst().prefix(4)
      let isEscape = rest.first == UInt8(ascii: "u") && digits.count == 4 && value(digits, radix: 16) == Int(byte)
      return isEscape ? 6 : nil
    case UInt8(ascii: "%"):
      let digits = rest.prefix(2)
      return digits.count == 2 && value(digits, radix: 16) == Int(byte) ? 3 : nil
    case UInt8(ascii: "&"):
      guard rest.first == UInt8(ascii: "#"), let end = rest.prefix(10).firstIndex(of: UInt8(ascii: ";")) else {
        return nil
      }
      let number = rest[..<end].dropFirst()
      let isHexadecimal = number.first.map { $0 | 0x20 } == UInt8(ascii: "x")
      guard value(isHexadecimal ? number.dropFirst() : number, radix: isHexadecimal ? 16 : 10) == Int(byte) else {
        return nil
      }
      return end + 1 - text.startIndex
    default: return nil
    }
  }

  /// A number that is written in digits and nothing else.
  private static func value(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
    guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }
}
