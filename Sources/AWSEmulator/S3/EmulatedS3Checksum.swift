import Crypto
import NIOCore

/// The checksums with which clients send objects (Amazon S3 user guide, "Checking object integrity").
enum EmulatedS3Checksum: String, CaseIterable, Sendable {
  case crc32, crc32c, crc64nvme, sha1, sha256

  var headerName: String { "x-amz-checksum-\(rawValue)" }

  init?(headerName: String) {
    guard let found = Self.allCases.first(where: { $0.headerName == headerName }) else { return nil }
    self = found
  }

  /// Refuses a value that is not the content's.
  func check(_ value: String, of content: ByteBuffer) throws(EmulatedS3Error) {
    guard value == Base64.encode(digest(of: content)) else {
      throw EmulatedS3Error(
        status: 400, code: "BadDigest",
        message: "The \(rawValue.uppercased()) you specified did not match the calculated checksum.")
    }
  }

  /// The checksum, its highest byte first.
  func digest(of content: ByteBuffer) -> [UInt8] {
    unsafe content.withUnsafeReadableBytes { bytes in
      switch self {
      case .crc32: unsafe Self.crc(of: bytes, table: Self.crc32Table, bits: 32)
      case .crc32c: unsafe Self.crc(of: bytes, table: Self.crc32cTable, bits: 32)
      case .crc64nvme: unsafe Self.crc(of: bytes, table: Self.crc64Table, bits: 64)
      case .sha1: unsafe Array(Insecure.SHA1.hash(data: bytes))
      case .sha256: unsafe Array(SHA256.hash(data: bytes))
      }
    }
  }

  // The polynomials of ISO 3309, of Castagnoli (RFC 3720), and of the NVM Express command set, bits reversed.
  private static let crc32Table = table(0xEDB8_8320)
  private static let crc32cTable = table(0x82F6_3B78)
  private static let crc64Table = table(0x9A6C_9329_AC4B_C9B5)

  private static func table(_ polynomial: UInt64) -> [UInt64] {
    (0..<256).map { index in
      (0..<8).reduce(UInt64(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    }
  }

  private static func crc(of bytes: UnsafeRawBufferPointer, table: [UInt64], bits: Int) -> [UInt8] {
    let ones = UInt64.max >> UInt64(64 - bits)
    var value = ones
    for index in bytes.indices {
      value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ (unsafe bytes[index]))]
    }
    value ^= ones
    return stride(from: bits - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
  }
}
