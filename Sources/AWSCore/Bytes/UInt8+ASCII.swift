extension UInt8 {
  @inlinable package var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
  @inlinable package var uppercasedASCII: UInt8 { (0x61...0x7A).contains(self) ? self & 0xDF : self }

  /// The unreserved characters of RFC 3986 §2.3, which are never percent-encoded.
  @inlinable @inline(__always) package var isUnreserved: Bool { ASCIISet.unreserved.contains(self) }

  /// The characters of a token of RFC 9110 §5.6.2: methods and header names are made of these.
  @inlinable @inline(__always) package var isTokenCharacter: Bool { ASCIISet.token.contains(self) }

  @inlinable package var isControl: Bool { self < 0x20 || self == 0x7F }
  @inlinable package var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
  @inlinable package var isDigit: Bool { (0x30...0x39).contains(self) }
  @inlinable package var isLowercaseHexDigit: Bool { isDigit || (0x61...0x66).contains(self) }

  /// The digit of a number below 16.
  @inlinable @inline(__always) package var lowercaseHexDigit: UInt8 {
    // From 10 on, six more reach the next bit, which makes the distance of the letters.
    let isLetter = 0 &- ((self &+ 6) >> 4)
    return self &+ 0x30 &+ (isLetter & 0x27)
  }
  @inlinable package var uppercaseHexDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
