import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Everything the signer writes goes, as bytes, to the end of one buffer.
//
// A slice of the buffer must not be alive while the buffer grows: it would share the storage, and growing would copy all
// of it. Ranges are passed about instead.
extension [UInt8] {
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  mutating func append(lowercased text: String) {
    let start = count
    append(text: text)
    for index in start..<count { self[index] = self[index].lowercasedASCII }
  }

  mutating func append(uppercased text: String) {
    let start = count
    append(text: text)
    for index in start..<count { self[index] = self[index].uppercasedASCII }
  }

  mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  /// Copies a range of this buffer to its end.
  mutating func append(copyOf range: Range<Int>) {
    let start = extend(by: range.count)
    unsafe withUnsafeMutableBytes { all in
      unsafe UnsafeMutableRawBufferPointer(rebasing: all[start...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: all[range]))
    }
  }

  /// Makes room at the end, filled with zeros, and returns where it begins.
  private mutating func extend(by length: Int) -> Int {
    let start = count
    append(contentsOf: repeatElement(0, count: length))
    return start
  }

  mutating func append(decimal value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(sha256Of data: some DataProtocol) { append(hexOf: SHA256.hash(data: data)) }

  /// Writes the hash of a range of this buffer.
  mutating func append(sha256Of range: Range<Int>) {
    let digest = SHA256.hash(data: self[range])
    append(hexOf: digest)
  }

  /// Writes 32 bytes as 64 hexadecimal digits.
  mutating func append(hexOf digest: some ContiguousBytes) {
    unsafe digest.withUnsafeBytes { source in
      var position = extend(by: source.count * 2)
      unsafe withUnsafeMutableBufferPointer { all in
        for index in source.indices {
          let byte = unsafe source[index]
          unsafe all[position] = (byte >> 4).lowercaseHexDigit
          unsafe all[position + 1] = (byte & 15).lowercaseHexDigit
          position += 2
        }
      }
    }
  }

  /// Writes a byte as it stands in a canonical URI: unreserved bytes as they are, all others as `%XX`.
  mutating func append(percentEncoded byte: UInt8) {
    if byte.isUnreserved {
      append(byte)
    } else {
      append(ascii: "%")
      append((byte >> 4).uppercaseHexDigit)
      append((byte & 15).uppercaseHexDigit)
    }
  }

  /// The bytes of a range as text; bytes that are not UTF-8 cannot occur, as all text comes from strings.
  func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// Whether a range of the buffer holds a text.
  func holds(_ text: [UInt8], in range: Range<Int>) -> Bool {
    range.count == text.count && self[range].elementsEqual(text)
  }
}

extension UInt8 {
  var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
  var uppercasedASCII: UInt8 { (0x61...0x7A).contains(self) ? self & 0xDF : self }

  /// The unreserved characters of RFC 3986 §2.3, which are never percent-encoded.
  var isUnreserved: Bool {
    switch self {
    case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// The characters of a token of RFC 9110 §5.6.2: methods and header names are made of these.
  var isTokenCharacter: Bool {
    switch self {
    case 0x41...0x5A, 0x61...0x7A, 0x30...0x39: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  var isControl: Bool { self < 0x20 || self == 0x7F }
  var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLowercaseHexDigit: Bool { isDigit || (0x61...0x66).contains(self) }

  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }

  fileprivate var lowercaseHexDigit: UInt8 { self < 10 ? 0x30 + self : 0x57 + self }
  fileprivate var uppercaseHexDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
