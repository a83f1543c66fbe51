// What is written beside a canonical request: single values, in buffers that grow.
extension [UInt8] {
  mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  mutating func append(decimal value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
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
}

extension UInt8 {
  var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
  var uppercasedASCII: UInt8 { (0x61...0x7A).contains(self) ? self & 0xDF : self }

  /// The unreserved characters of RFC 3986 §2.3, which are never percent-encoded.
  @inline(__always) var isUnreserved: Bool { ASCIISet.unreserved.contains(self) }

  /// The characters of a token of RFC 9110 §5.6.2: methods and header names are made of these.
  @inline(__always) var isTokenCharacter: Bool { ASCIISet.token.contains(self) }

  var isControl: Bool { self < 0x20 || self == 0x7F }
  var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLowercaseHexDigit: Bool { isDigit || (0x61...0x66).contains(self) }

  /// The digit of a number below 16.
  @inline(__always) var lowercaseHexDigit: UInt8 {
    // From 10 on, six more reach the next bit, which makes the distance of the letters.
    let isLetter = 0 &- ((self &+ 6) >> 4)
    return self &+ 0x30 &+ (isLetter & 0x27)
  }
  var uppercaseHexDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
