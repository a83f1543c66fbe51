import AWSCore
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes bytes one after the other into memory of a fixed size, and reads what it has written.
///
/// It lives no longer than the memory is lent. Whoever makes one knows an upper bound of what will be
/// written; writing past it traps, and never overwrites anything. It does what an array of bytes does at a fifth of the
/// cost: nothing grows, nothing is shared, and each text is one copy.
@safe struct ByteWriter {
  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private(set) var count = 0

  init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    // Memory for nothing has no address, but nothing can be written into it either.
    unsafe base = memory.baseAddress ?? UnsafeMutablePointer(bitPattern: 1).unsafelyUnwrapped
    capacity = memory.count
  }

  /// Whether it writes into memory that begins at an address.
  @inline(__always)
  func begins(at address: UnsafeMutablePointer<UInt8>) -> Bool { unsafe base == address }

  subscript(_ index: Int) -> UInt8 {
    @inline(__always) get {
      precondition(index >= 0 && index < count, "a byte that has not been written")
      return unsafe base[index]
    }
    @inline(__always) set {
      precondition(index >= 0 && index < count, "a byte that has not been written")
      unsafe base[index] = newValue
    }
  }

  /// Lends a range of what has been written.
  @inline(__always)
  func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that have not been written")
    return unsafe body(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Makes room for a number of bytes at the end and lends it.
  @inline(__always)
  private mutating func extend(by length: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    precondition(length <= capacity - count, "more is written than was reckoned")
    unsafe body(base + count)
    count += length
  }
}

// MARK: - Writing

extension ByteWriter {
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    precondition(count < capacity, "more is written than was reckoned")
    unsafe base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe extend(by: text.utf8CodeUnitCount) {
      unsafe $0.initialize(from: text.utf8Start, count: text.utf8CodeUnitCount)
    }
  }

  @inline(__always)
  mutating func append(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBufferPointer { unsafe append($0) } }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe extend(by: bytes.count) { target in
      if let address = bytes.baseAddress { unsafe target.initialize(from: address, count: bytes.count) }
    }
  }

  @inline(__always)
  mutating func append(text: String) {
    let isCopied: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append($0) }
    if isCopied == nil { for byte in text.utf8 { append(byte) } }
  }

  mutating func append(lowercased text: String) {
    let start = count
    append(text: text)
    lowercase(from: start)
  }

  /// Turns the letters from a point on into lower-case ones.
  mutating func lowercase(from start: Int) {
    precondition(start >= 0, "bytes that have not been written")
    var index = start
    while index + 8 <= count {
      let bytes = unsafe EightBytes(UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
      unsafe UnsafeMutableRawPointer(base + index).storeBytes(of: bytes.lowercased, as: UInt64.self)
      index += 8
    }
    while index < count {
      unsafe base[index] = base[index].lowercasedASCII
      index += 1
    }
  }

  /// Turns the letters from a point on into upper-case ones.
  mutating func uppercase(from start: Int) {
    for index in start..<count { self[index] = self[index].uppercasedASCII }
  }

  /// Copies a range of what has been written to the end.
  @inline(__always)
  mutating func append(copyOf range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that have not been written")
    let source = unsafe UnsafePointer(base + range.lowerBound)
    unsafe extend(by: range.count) { unsafe $0.initialize(from: source, count: range.count) }
  }

  /// Puts a copy of a range of what has been written in the place of as many bytes.
  @inline(__always)
  mutating func replace(from start: Int, with range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that have not been written")
    precondition(start >= 0 && range.count <= count - start, "bytes that have not been written")
    unsafe UnsafeMutableRawPointer(base + start).copyMemory(from: base + range.lowerBound, byteCount: range.count)
  }

  /// Writes a byte as it stands in a canonical URI: unreserved bytes as they are, all others as `%XX`.
  @inline(__always)
  mutating func append(percentEncoded byte: UInt8) {
    if byte.isUnreserved {
      append(byte)
    } else {
      unsafe extend(by: 3) { target in
        unsafe target[0] = UInt8(ascii: "%")
        unsafe target[1] = (byte >> 4).uppercaseHexDigit
        unsafe target[2] = (byte & 15).uppercaseHexDigit
      }
    }
  }

  /// Writes a text, each of its bytes as ``append(percentEncoded:)`` does.
  mutating func append(percentEncoding text: String) {
    let isEncoded: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { source in
      // Each byte may become three; what is not needed is given back.
      precondition(source.count * 3 <= capacity - count, "more is written than was reckoned")
      var target = unsafe base + count
      for index in source.indices {
        let byte = unsafe source[index]
        if byte.isUnreserved {
          unsafe target.pointee = byte
          unsafe target += 1
        } else {
          unsafe target[0] = UInt8(ascii: "%")
          unsafe target[1] = (byte >> 4).uppercaseHexDigit
          unsafe target[2] = (byte & 15).uppercaseHexDigit
          unsafe target += 3
        }
      }
      count = unsafe target - base
    }
    if isEncoded == nil { for byte in text.utf8 { append(percentEncoded: byte) } }
  }

  mutating func append(decimal value: Int) { append(text: String(value)) }

  /// Writes 32 bytes as 64 hexadecimal digits.
  @inline(__always)
  mutating func append(hexOf digest: some ContiguousBytes) {
    unsafe digest.withUnsafeBytes { source in
      precondition(source.count == 32, "a SHA-256 has 32 bytes")
      unsafe extend(by: 64) { target in
        for half in 0..<2 {
          let bytes = unsafe source.loadUnaligned(fromByteOffset: 16 * half, as: SIMD16<UInt8>.self)
          var digits = SIMD32<UInt8>()
          digits.evenHalf = ByteWriter.lowercaseHexDigits(bytes &>> 4)
          digits.oddHalf = ByteWriter.lowercaseHexDigits(bytes & 15)
          unsafe UnsafeMutableRawPointer(target + 32 * half).storeBytes(of: digits, as: SIMD32<UInt8>.self)
        }
      }
    }
  }

  @inline(__always)
  private static func lowercaseHexDigits(_ values: SIMD16<UInt8>) -> SIMD16<UInt8> {
    // A letter's value carries into the upper half when six is added, and letters do not follow the digits in ASCII.
    let areLetters = 0 &- (values &+ 6) &>> 4
    return values &+ UInt8(ascii: "0") &+ areLetters & (UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
  }

  /// Writes bytes as two hexadecimal digits each.
  mutating func append(hexadecimal bytes: [UInt8]) {
    for byte in bytes {
      append((byte >> 4).lowercaseHexDigit)
      append((byte & 15).lowercaseHexDigit)
    }
  }

  /// Writes the hash of a range of what has been written.
  mutating func append(sha256Of range: Range<Int>) {
    unsafe append(hexOf: withBytes(range) { unsafe ByteWriter.sha256(of: $0) })
  }

  /// Writes the hash of bytes.
  mutating func append(sha256Of bytes: [UInt8]) {
    let digest = unsafe bytes.withUnsafeBufferPointer { unsafe ByteWriter.sha256(of: $0) }
    append(hexOf: digest)
  }

  private static func sha256(of bytes: UnsafeBufferPointer<UInt8>) -> SHA256Digest {
    var hash = SHA256()
    unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
    return hash.finalize()
  }

  /// Removes what was written after a position.
  @inline(__always)
  mutating func removeAll(after end: Int) {
    precondition(end >= 0 && end <= count, "bytes that have not been written")
    count = end
  }
}

// MARK: - Reading

extension ByteWriter {
  /// Compares two ranges byte by byte; a range that begins another comes before it.
  @inline(__always)
  func compare(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    unsafe withBytes(left) { left in unsafe withBytes(right) { right in unsafe EightBytes.compare(left, right) } }
  }

  /// Where the first byte of a range is that is not in a set; the end of the range if there is none.
  @inline(__always)
  func end(of set: ASCIISet, in range: Range<Int>) -> Int {
    unsafe withBytes(range) { bytes in
      var index = 0
      while index < bytes.count, unsafe set.contains(bytes[index]) { index += 1 }
      return range.lowerBound + index
    }
  }

  /// Whether a range holds a text.
  @inline(__always)
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return unsafe withBytes(range) { bytes in
      for index in bytes.indices where unsafe bytes[index] != text.utf8Start[index] { return false }
      return true
    }
  }

  /// Whether a range holds some bytes.
  @inline(__always)
  func holds(_ other: [UInt8], in range: Range<Int>) -> Bool {
    guard range.count == other.count else { return false }
    return unsafe withBytes(range) { bytes in
      unsafe other.withUnsafeBufferPointer { other in unsafe EightBytes.compare(bytes, other) == 0 }
    }
  }

  /// Whether a range holds a text.
  func holds(_ text: String, in range: Range<Int>) -> Bool {
    unsafe withBytes(range) { unsafe text.utf8.elementsEqual($0) }
  }

  /// Whether all bytes from a point on are visible ASCII characters.
  ///
  /// It looks at all of them without an early exit, which the compiler does many bytes at a time; a session token has
  /// hundreds.
  @inline(__always)
  func holdsVisibleASCII(from start: Int) -> Bool {
    unsafe withBytes(start..<count) { bytes in
      var highest: UInt8 = 0
      for index in bytes.indices { highest = max(highest, unsafe bytes[index] &- 0x21) }
      return highest <= 0x5D
    }
  }

  /// Whether all bytes from a point on are visible ASCII characters with single spaces between them.
  @inline(__always)
  func holdsSingleSpacedASCII(from start: Int) -> Bool {
    unsafe withBytes(start..<count) { bytes in
      let space = UInt8(ascii: " ")
      guard let first = unsafe bytes.first, let last = unsafe bytes.last, first != space, last != space else {
        return false
      }
      var highest = first &- space
      var repeated: UInt8 = 0
      for index in 1..<bytes.count {
        highest = unsafe max(highest, bytes[index] &- space)
        repeated |= unsafe (bytes[index] == space ? 0xFF : 0) & (bytes[index - 1] == space ? 0xFF : 0)
      }
      return highest <= 0x5E && repeated == 0
    }
  }

  /// Whether a test holds for all bytes of a range.
  @inline(__always)
  func all(in range: Range<Int>, _ test: (EightBytes) -> UInt64) -> Bool {
    unsafe withBytes(range) { unsafe EightBytes.all($0, test) }
  }

  /// Whether a slash of a range is followed by another one or by a dot.
  @inline(__always)
  func holdsDotOrSlashAfterSlash(in range: Range<Int>) -> Bool {
    unsafe withBytes(range) { bytes in
      var found: UInt8 = 0
      for index in 1..<max(1, bytes.count) {
        let isSlash: UInt8 = unsafe bytes[index - 1] == UInt8(ascii: "/") ? 0xFF : 0
        // The dot and the slash stand beside each other.
        found |= isSlash & (unsafe bytes[index] &- 0x2E < 2 ? 0xFF : 0)
      }
      return found != 0
    }
  }

  func contains(_ byte: UInt8, in range: Range<Int>) -> Bool {
    unsafe withBytes(range) { bytes in
      for index in bytes.indices where unsafe bytes[index] == byte { return true }
      return false
    }
  }

  /// A copy of a range.
  func array(_ range: Range<Int>) -> [UInt8] { unsafe withBytes(range) { unsafe Array($0) } }

  /// A range as text; bytes that are not UTF-8 cannot occur, as all text comes from strings.
  func text(_ range: Range<Int>) -> String { unsafe withBytes(range) { unsafe String(decoding: $0, as: UTF8.self) } }
}

extension String {
  /// Whether a test holds for every byte: as `utf8.allSatisfy`, without a step through the string for each.
  @inline(__always)
  func everyByte(_ test: (UInt8) -> Bool) -> Bool {
    let result: Bool? = unsafe utf8.withContiguousStorageIfAvailable { bytes -> Bool in
      var index = 0
      while index < bytes.count {
        if unsafe !test(bytes[index]) { return false }
        index += 1
      }
      return true
    }
    return result ?? utf8.allSatisfy(test)
  }
}
