import CAWSChecksums

/// A cyclic redundancy check of 32 or 64 bits whose bits are reflected, which begins with ones and is inverted at its end, as all
/// of those are that AWS uses ("Checking object integrity" in the Amazon S3 User Guide).
package struct CRC: Sendable {
  /// The checksum of gzip and of event-stream messages (ISO 3309).
  package static let crc32 = CRC(width: 32, polynomial: 0xEDB8_8320)
  /// Castagnoli's checksum (RFC 3720, 12.1).
  package static let crc32c = CRC(width: 32, polynomial: 0x82F6_3B78)
  /// The 64-bit checksum of the NVM Express NVM Command Set Specification.
  package static let crc64NVME = CRC(width: 64, polynomial: 0x9A6C_9329_AC4B_C9B5)

  /// How many bits a checksum has.
  package let width: Int
  /// The polynomial without its highest term; the highest bit of the width stands for x^0.
  private let polynomial: UInt64
  /// Entry `256 n + i` is the state after the byte `i` and `n` bytes of zero.
  private let tables: [UInt64]
  /// What `aws_crc_fold` multiplies with.
  private let constants: [UInt64]

  init(width: Int, polynomial: UInt64) {
    self.width = width
    self.polynomial = polynomial
    var tables: [UInt64] = (0..<256).map { index in
      (0..<8).reduce(UInt64(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    self.tables = tables
    // A product of two reflected words of 64 bits is one bit short of 128, so each power is one less than the distance.
    let powers: [UInt64] = [512 + 64 - 1, 512 - 1, 128 + 64 - 1, 128 - 1]
    constants = powers.map { Self.power($0, width: width, polynomial: polynomial) << UInt64(64 - width) }
  }

  /// The checksum of bytes.
  package func checksum(of bytes: some Sequence<UInt8>) -> UInt64 {
    var running = Running(self)
    running.update(bytes)
    return running.value
  }

  /// The checksum of two runs of bytes, one behind the other.
  ///
  /// - Parameters:
  ///   - first: The checksum of the first run.
  ///   - second: The checksum of the second run.
  ///   - count: How many bytes the second run has.
  package func combined(_ first: UInt64, with second: UInt64, of count: UInt64) -> UInt64 {
    // The ones with which a checksum begins, and with which it is inverted, cancel out.
    let shift = Self.power(count, of: 8, width: width, polynomial: polynomial)
    return Self.product(first, shift, width: width, polynomial: polynomial) ^ second
  }

  // MARK: - Polynomials

  private static func product(_ left: UInt64, _ right: UInt64, width: Int, polynomial: UInt64) -> UInt64 {
    var (multiple, sum) = (left, UInt64(0))
    for bit in (0..<UInt64(width)).reversed() {
      if right >> bit & 1 == 1 { sum ^= multiple }
      multiple = multiple & 1 == 1 ? multiple >> 1 ^ polynomial : multiple >> 1
    }
    return sum
  }

  /// `x^(exponent * factor)`, modulo the polynomial.
  private static func power(_ exponent: UInt64, of factor: Int = 1, width: Int, polynomial: UInt64) -> UInt64 {
    var square = UInt64(1) << UInt64(width - 1 - factor)
    var (result, rest) = (UInt64(1) << UInt64(width - 1), exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square, width: width, polynomial: polynomial) }
      square = product(square, square, width: width, polynomial: polynomial)
      rest >>= 1
    }
    return result
  }

  // MARK: - Bytes

  private static let canFold = aws_crc_can_fold()
  /// From here on the processor's multiplication is faster than the tables.
  private static let shortestToFold = 256

  fileprivate func state(after bytes: UnsafeBufferPointer<UInt8>, from state: UInt64) -> UInt64 {
    guard let start = bytes.baseAddress else { return state }
    let blocks = bytes.count >= Self.shortestToFold && Self.canFold ? bytes.count / 64 : 0
    return unsafe tables.withUnsafeBufferPointer { tables in
      guard let tables = tables.baseAddress else { return state }
      let folded = blocks > 0 ? unsafe aws_crc_fold(start, blocks, state, constants, tables) : state
      return unsafe aws_crc_update(start + blocks * 64, bytes.count - blocks * 64, folded, tables)
    }
  }

  /// The checksum of bytes that arrive in chunks.
  package struct Running: Sendable {
    /// What is computed.
    package let algorithm: CRC
    private var state: UInt64

    /// Begins a checksum.
    package init(_ algorithm: CRC) {
      self.algorithm = algorithm
      state = algorithm.ones
    }

    /// Takes the next bytes.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
      let (algorithm, before) = (algorithm, state)
      let after = bytes.withContiguousStorageIfAvailable { bytes in
        unsafe algorithm.state(after: bytes, from: before)
      }
      if let after {
        state = after
      } else {
        state = unsafe Array(bytes).withUnsafeBufferPointer { bytes in
          unsafe algorithm.state(after: bytes, from: before)
        }
      }
    }

    /// Takes the next bytes.
    package mutating func update(bytes: UnsafeBufferPointer<UInt8>) {
      state = unsafe algorithm.state(after: bytes, from: state)
    }

    /// The checksum of all bytes so far.
    package var value: UInt64 { state ^ algorithm.ones }

    /// The checksum of all bytes so far, its highest byte first.
    package var bytes: [UInt8] { algorithm.bytes(of: value) }
  }

  private var ones: UInt64 { .max >> UInt64(64 - width) }

  /// The bytes of a checksum, the highest first.
  package func bytes(of checksum: UInt64) -> [UInt8] {
    stride(from: width - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: checksum >> UInt64($0)) }
  }
}
