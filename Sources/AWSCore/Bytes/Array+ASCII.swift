extension [UInt8] {
  @inlinable package mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  @inlinable package mutating func append(decimal value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Writes a byte as it stands in a canonical URI: unreserved bytes as they are, all others as `%XX`.
  @inlinable package mutating func append(percentEncoded byte: UInt8) {
    if byte.isUnreserved {
      append(byte)
    } else {
      append(ascii: "%")
      append((byte >> 4).uppercaseHexDigit)
      append((byte & 15).uppercaseHexDigit)
    }
  }
}
