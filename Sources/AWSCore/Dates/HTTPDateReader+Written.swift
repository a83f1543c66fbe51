extension HTTPDateReader {
  /// The parts of a date in the format that is written, `Sun, 06 Nov 1994 08:49:37 GMT`, in which everything has its place.
  ///
  /// - Returns: `nil` for all else, valid or not.
  static func written(_ text: String) -> Fields? {
    guard text.utf8.count == 29 else { return nil }
    return unsafe text.utf8.withContiguousStorageIfAvailable { bytes in unsafe written(bytes) } ?? nil
  }

  private static func written(_ bytes: UnsafeBufferPointer<UInt8>) -> Fields? {
    let blank = UInt8(ascii: " ")
    let colon = UInt8(ascii: ":")
    guard unsafe bytes[0] > blank, unsafe bytes[1] > blank, unsafe bytes[2] > blank,
      unsafe bytes[3] == UInt8(ascii: ","), unsafe bytes[4] == blank, unsafe bytes[7] == blank,
      unsafe bytes[11] == blank, unsafe bytes[16] == blank,
      unsafe bytes[19] == colon, unsafe bytes[22] == colon, unsafe bytes[25] == blank,
      unsafe letters(of: bytes, at: 26) == packed("GMT"), let month = unsafe month(letters(of: bytes, at: 8)),
      let day = unsafe number(in: bytes, 5..<7), let year = unsafe number(in: bytes, 12..<16),
      let hour = unsafe number(in: bytes, 17..<19), let minute = unsafe number(in: bytes, 20..<22),
      let second = unsafe number(in: bytes, 23..<25), hour < 24, minute < 60, second <= 60
    else { return nil }
    return Fields(year: year, month: month, day: day, second: hour * 3600 + minute * 60 + second)
  }

  private static func letters(of bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32 {
    unsafe UInt32(bytes[position]) << 16 | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2])
  }

  private static func number(in bytes: UnsafeBufferPointer<UInt8>, _ digits: Range<Int>) -> Int? {
    var value = 0
    for position in digits {
      let digit = unsafe bytes[position] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
