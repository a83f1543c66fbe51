/// The checksum of gzip and of event-stream messages (ISO 3309: polynomial 0xEDB88320).
@usableFromInline package enum CRC32 {
  @usableFromInline package static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  @inlinable package static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
    ~state(after: bytes, from: ~0)
  }

  @inlinable static func state(after bytes: some Sequence<UInt8>, from state: UInt32) -> UInt32 {
    let table = table
    return bytes.reduce(state) { value, byte in value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] }
  }
}
