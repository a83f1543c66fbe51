/// Eight bytes that are looked at together, because looking at one byte at a time is most of the cost for short texts.
///
/// A test returns the highest bit of each byte; the other bits mean nothing.
struct EightBytes {
  private let word: UInt64

  @inline(__always) init(_ word: UInt64) { self.word = word }

  @inline(__always) private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
  private static let highest: UInt64 = 0x8080_8080_8080_8080

  /// Which bytes lie in a range of ASCII characters.
  @inline(__always)
  func areIn(_ range: ClosedRange<Unicode.Scalar>) -> UInt64 {
    Self.areIn(range, word & ~Self.highest) & ~word
  }

  /// Which bytes lie in a range, if none has its highest bit.
  @inline(__always)
  private static func areIn(_ range: ClosedRange<Unicode.Scalar>, _ low: UInt64) -> UInt64 {
    // Without the highest bit no sum carries over into the next byte. A byte reaches the highest bit if it is as high as the
    // lower end, and not if it is higher than the upper one.
    let reached = low &+ repeated(0x80 &- UInt8(truncatingIfNeeded: range.lowerBound.value))
    let passed = low &+ repeated(0x7F &- UInt8(truncatingIfNeeded: range.upperBound.value))
    return reached & ~passed
  }

  /// The bytes with letters in lower case.
  @inline(__always)
  var lowercased: UInt64 { word | (areIn("A"..."Z") & Self.highest) >> 2 }

  /// Which bytes are characters that stand for themselves in a path: the unreserved ones of RFC 3986 §2.3 and the slash.
  @inline(__always)
  var arePlainInPath: UInt64 {
    let low = word & ~Self.highest
    // The bit that makes a capital letter a small one makes a letter of nothing else.
    let letters = Self.areIn("a"..."z", low | Self.repeated(0x20))
    // The hyphen, the dot and the slash stand before the digits.
    return (letters | Self.areIn("-"..."9", low) | Self.areIn("_"..."_", low) | Self.areIn("~"..."~", low)) & ~word
  }

  /// Which bytes are lower-case letters, digits, hyphens and dots.
  @inline(__always)
  var arePlainInHost: UInt64 { areIn("a"..."z") | areIn("-"...".") | areIn("0"..."9") }

  /// Compares two texts byte by byte; one that begins the other comes before it.
  @inline(__always)
  static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let length = min(left.count, right.count)
    var index = 0
    while index + 8 <= length {
      let (one, other) = unsafe (inOrder(left, at: index), inOrder(right, at: index))
      if one != other { return one < other ? -1 : 1 }
      index += 8
    }
    while index < length {
      let (one, other) = unsafe (left[index], right[index])
      if one != other { return Int(one) - Int(other) }
      index += 1
    }
    return left.count - right.count
  }

  /// Eight bytes of a text as a number that is as large as they come late in the order of bytes.
  @inline(__always)
  private static func inOrder(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
    unsafe UInt64(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether a test holds for all bytes of a text.
  @inline(__always)
  static func all(_ bytes: UnsafeBufferPointer<UInt8>, _ test: (EightBytes) -> UInt64) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    guard raw.count >= 8 else {
      guard let first = unsafe raw.first else { return true }
      // The rest of the word is filled with what has to be tested anyway.
      var word = repeated(first)
      for index in 1..<raw.count { word = unsafe word << 8 | UInt64(raw[index]) }
      return test(EightBytes(word)) & highest == highest
    }
    var verdict = highest
    var index = 0
    while index < raw.count {
      // The last word overlaps the one before it.
      let word = unsafe raw.loadUnaligned(fromByteOffset: min(index, raw.count - 8), as: UInt64.self)
      verdict &= test(EightBytes(word))
      index += 8
    }
    return verdict == highest
  }
}
