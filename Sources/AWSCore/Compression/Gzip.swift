/// Unpacks gzip (RFC 1952).
///
/// No request of ours asks for it; some proxies pack documents all the same.
package enum Gzip {
  /// Why bytes cannot be unpacked.
  package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// They are not gzip, or not all of it.
    case malformed
    /// They unpack to more than the limit.
    case tooLarge

    package var description: String {
      switch self {
      case .malformed: "the body says that it is gzip, which it is not, or not all of it"
      case .tooLarge: "the body is larger than the limit once it is unpacked"
      }
    }
  }

  /// Unpacks bytes.
  ///
  /// - Parameters:
  ///   - bytes: One or more members, complete.
  ///   - limit: The most bytes to unpack: a small body can hold a large one.
  package static func unpacked(_ bytes: [UInt8], upTo limit: Int) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    repeat {
      var member = Inflate(try content(of: rest), upTo: limit - output.count)
      do throws(Inflate.Failure) {
        try member.run()
      } catch {
        switch error {
        case .malformed: throw .malformed
        case .tooLarge: throw .tooLarge
        }
      }
      let end = bytes[member.position...]
      guard end.count >= 8, UInt64(word(end)) == CRC.crc32.checksum(of: member.output),
        word(end.dropFirst(4)) == UInt32(truncatingIfNeeded: member.output.count)
      else { throw .malformed }
      output += member.output
      rest = end.dropFirst(8)
    } while !rest.isEmpty
    return output
  }

  /// What follows a member's header: magic number, method 8, flags, time, and the optional parts that the flags announce.
  private static func content(of bytes: ArraySlice<UInt8>) throws(Failure) -> ArraySlice<UInt8> {
    guard bytes.count >= 18, bytes.starts(with: [0x1F, 0x8B, 8]) else { throw .malformed }
    let flags = bytes[bytes.startIndex + 3]
    var rest = bytes.dropFirst(10)
    if flags & 4 != 0 {
      guard rest.count >= 2 else { throw .malformed }
      rest = rest.dropFirst(2 + Int(rest[rest.startIndex]) + Int(rest[rest.startIndex + 1]) << 8)
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard let end = rest.firstIndex(of: 0) else { throw .malformed }
      rest = rest[(end + 1)...]
    }
    return flags & 2 != 0 ? rest.dropFirst(2) : rest
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
