/// Unpacks gzip (RFC 1952) piece by piece, as its bytes arrive: one or more members.
package struct GzipReader: Sendable {
  /// What is between two members, or not yet enough to be read.
  private var buffer: [UInt8] = []
  /// The content of a member.
  private var content: Inflate?
  /// Whether the content has ended and its checksum is next.
  private var awaitsChecksum = false
  private var checksum = CRC.Running(.crc32)
  private var size: UInt32 = 0
  private var members = 0

  package init() {}

  /// Takes the next bytes.
  package mutating func add(_ bytes: [UInt8]) {
    if content == nil { buffer += bytes } else { content?.add(bytes) }
  }

  /// The next piece of what they hold, at most about 64 KiB; `nil` if there is none before more bytes are taken.
  package mutating func next() throws(Gzip.Failure) -> [UInt8]? {
    while true {
      if let piece = try piece() { return piece }
      if content != nil { return nil }
      if awaitsChecksum {
        guard buffer.count >= 8 else { return nil }
        guard UInt64(Self.word(buffer[..<4])) == checksum.value, Self.word(buffer[4..<8]) == size else {
          throw .malformed
        }
        buffer.removeFirst(8)
        awaitsChecksum = false
        members += 1
      } else {
        guard let end = try Self.end(ofHead: buffer) else { return nil }
        var begun = Inflate()
        begun.add(buffer[end...])
        content = begun
        buffer = []
        checksum = CRC.Running(.crc32)
        size = 0
      }
    }
  }

  /// All bytes were taken.
  ///
  /// - Throws: `malformed` if something is missing.
  package func finish() throws(Gzip.Failure) {
    guard content == nil, !awaitsChecksum, buffer.isEmpty, members > 0 else { throw .malformed }
  }

  /// The next piece of the content; `nil` if there is none. At the end of the content, the checksum is next.
  private mutating func piece() throws(Gzip.Failure) -> [UInt8]? {
    guard content != nil else { return nil }
    let piece: [UInt8]
    do throws(Inflate.Failure) {
      piece = try content?.piece() ?? []
    } catch {
      throw .malformed
    }
    if !piece.isEmpty {
      checksum.update(piece)
      size &+= UInt32(truncatingIfNeeded: piece.count)
      return piece
    }
    guard let content, content.isEnded else { return nil }
    buffer = Array(content.rest)
    self.content = nil
    awaitsChecksum = true
    return nil
  }

  /// Where a member's head ends: magic number, method 8, flags, time, and the optional parts that the flags announce.
  ///
  /// - Returns: `nil` if it has not arrived as a whole.
  private static func end(ofHead bytes: [UInt8]) throws(Gzip.Failure) -> Int? {
    guard bytes.starts(with: [0x1F, 0x8B, 8].prefix(bytes.count)) else { throw .malformed }
    guard bytes.count >= 10 else { return nil }
    let flags = bytes[3]
    var end = 10
    if flags & 4 != 0 {
      guard bytes.count >= end + 2 else { return nil }
      end += 2 + Int(bytes[end]) + Int(bytes[end + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard end <= bytes.count, let zero = bytes[end...].firstIndex(of: 0) else { return nil }
      end = zero + 1
    }
    if flags & 2 != 0 { end += 2 }
    return end <= bytes.count ? end : nil
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
