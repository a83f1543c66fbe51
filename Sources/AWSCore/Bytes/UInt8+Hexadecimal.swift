extension UInt8 {
  /// The value of a hexadecimal digit in either case; `nil` if the byte is none.
  @inlinable package var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}

extension String {
  /// Bytes as two hexadecimal digits each, in lower case.
  @inlinable package init(hexadecimal bytes: some Sequence<UInt8>) {
    var digits: [UInt8] = []
    // Room for a SHA-256, whose type does not say how long it is.
    digits.reserveCapacity(Swift.max(bytes.underestimatedCount, 32) * 2)
    for byte in bytes {
      digits.append((byte >> 4).lowercaseHexDigit)
      digits.append((byte & 15).lowercaseHexDigit)
    }
    self.init(decoding: digits, as: UTF8.self)
  }
}
