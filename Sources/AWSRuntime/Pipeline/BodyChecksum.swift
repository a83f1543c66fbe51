package import AWSCore
import AWSCredentials

/// A checksum of a request's body that a service compares with what arrives.
package struct BodyChecksum: Sendable {
  /// The name of the header or trailer, in lower case.
  package let name: String
  /// How many bytes the checksum has before it is written in Base64.
  package let length: Int
  private let make: @Sendable () -> any RunningChecksum

  /// Describes an algorithm.
  ///
  /// - Parameters:
  ///   - name: The name of the header or trailer, in lower case.
  ///   - length: How many bytes the checksum has.
  ///   - make: Begins a checksum.
  package init(name: String, length: Int, make: @escaping @Sendable () -> any RunningChecksum) {
    self.name = name
    self.length = length
    self.make = make
  }

  /// CRC-32, as in gzip ("Checking object integrity" in the Amazon S3 User Guide).
  package static let crc32 = BodyChecksum(name: "x-amz-checksum-crc32", length: 4) { CRC32.Running() }

  /// Begins a checksum.
  func begin() -> any RunningChecksum { make() }

  /// The length of the value in bytes.
  var valueLength: Int { (length + 2) / 3 * 4 }
}

/// A checksum of bytes that arrive in chunks.
package protocol RunningChecksum: Sendable {
  /// Takes the next bytes.
  mutating func update(_ bytes: [UInt8])
  /// The checksum of all bytes so far, the highest byte first.
  var bytes: [UInt8] { get }
}

extension CRC32.Running: RunningChecksum {
  package var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
