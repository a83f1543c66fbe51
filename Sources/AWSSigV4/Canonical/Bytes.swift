import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Everything the signer writes goes, as bytes, to the end of one buffer.
extension [UInt8] {
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  mutating func append(lowercased text: String) {
    for byte in text.utf8 { append(byte.lowercasedASCII) }
  }

  mutating func append(uppercased text: String) {
    for byte in text.utf8 { append(byte.uppercasedASCII) }
  }

  mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  /// Copies a range of this buffer to its end.
  mutating func append(copyOf range: Range<Int>) { append(contentsOf: self[range]) }

  mutating func append(decimal value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(sha256Of data: some DataProtocol) { append(hexOf: SHA256.hash(data: data)) }

  mutating func append(hexOf digest: some ContiguousBytes) {
    unsafe digest.withUnsafeBytes { source in
      for index in source.indices {
        let byte = unsafe source[index]
        append((byte >> 4).lowercaseHexDigit)
        append((byte & 15).lowercaseHexDigit)
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
