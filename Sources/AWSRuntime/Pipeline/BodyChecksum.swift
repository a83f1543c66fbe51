package import AWSCore
package import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A checksum of a request's body that a service compares with what arrives.
package struct BodyChecksum: Sendable {
  /// The name of the header or trailer, in lower case.
  package let name: String
  /// How many bytes the checksum has before it is written in Base64.
  package let length: Int
  /// The algorithm, if checksums of parts can be combined to the checksum of the whole.
  private let cyclic: CRC?
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
    cyclic = nil
  }

  /// A cyclic redundancy check.
  private init(name: String, _ algorithm: CRC) {
    self.name = name
    length = algorithm.width / 8
    make = { CRC.Running(algorithm) }
    cyclic = algorithm
  }

  /// A hash function.
  private init<Function: HashFunction & Sendable>(name: String, _: Function.Type) {
    self.init(name: name, length: Function.Digest.byteCount) { RunningHash<Function>() }
  }

  // The names are those of "Checking object integrity" in the Amazon S3 User Guide.

  /// CRC-32, as in gzip: `x-amz-checksum-crc32`.
  package static let crc32 = BodyChecksum(name: "x-amz-checksum-crc32", .crc32)
  /// CRC-32C: `x-amz-checksum-crc32c`.
  package static let crc32c = BodyChecksum(name: "x-amz-checksum-crc32c", .crc32c)
  /// CRC-64/NVME: `x-amz-checksum-crc64nvme`.
  package static let crc64NVME = BodyChecksum(name: "x-amz-checksum-crc64nvme", .crc64NVME)
  /// SHA-1: `x-amz-checksum-sha1`.
  package static let sha1 = BodyChecksum(name: "x-amz-checksum-sha1", Insecure.SHA1.self)
  /// SHA-256: `x-amz-checksum-sha256`.
  package static let sha256 = BodyChecksum(name: "x-amz-checksum-sha256", SHA256.self)
  /// SHA-512: `x-amz-checksum-sha512`.
  package static let sha512 = BodyChecksum(name: "x-amz-checksum-sha512", SHA512.self)
  /// MD5: `x-amz-checksum-md5`.
  package static let md5Checksum = BodyChecksum(name: "x-amz-checksum-md5", Insecure.MD5.self)
  /// MD5 in the header `content-md5` (RFC 1864), for stores that know no other.
  package static let md5 = BodyChecksum(name: "content-md5", Insecure.MD5.self)

  /// The checksum of bytes, its highest byte first.
  package func checksum(of bytes: [UInt8]) -> [UInt8] {
    var running = make()
    running.update(bytes)
    return running.bytes
  }

  /// The checksum of the whole of an object that was uploaded in parts ("Full object checksums", in the same place).
  ///
  /// - Parameter parts: The checksum of each part, its highest byte first, and its length in bytes.
  /// - Returns: The checksum, its highest byte first; `nil` if the algorithm cannot combine checksums.
  package func wholeObject(_ parts: [(checksum: [UInt8], length: UInt64)]) -> [UInt8]? {
    guard let cyclic else { return nil }
    let value = parts.reduce(cyclic.checksum(of: [])) { whole, part in
      let next = part.checksum.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return cyclic.combined(whole, with: next, of: part.length)
    }
    return cyclic.bytes(of: value)
  }

  /// The checksum of the parts' checksums ("Composite checksums", in the same place): in Base64, and how many parts there are.
  ///
  /// - Parameter parts: The checksum of each part, its highest byte first.
  package func composite(_ parts: [[UInt8]]) -> String {
    Data(checksum(of: parts.flatMap { $0 })).base64EncodedString() + "-\(parts.count)"
  }

  /// Begins a checksum.
  package func begin() -> any RunningChecksum { make() }

  /// The length of the value in bytes.
  var valueLength: Int { (length + 2) / 3 * 4 }
}

/// A checksum of bytes that arrive in chunks.
package protocol RunningChecksum: Sendable {
  /// Takes the next bytes, without a copy.
  mutating func update(_ bytes: UnsafeRawBufferPointer)
  /// The checksum of all bytes so far, the highest byte first.
  var bytes: [UInt8] { get }
}

extension RunningChecksum {
  /// Takes the bytes of a chunk.
  package mutating func update(_ chunk: some HTTPBodyChunk) {
    unsafe chunk.withBodyBytes { bytes in unsafe update(bytes) }
  }

  /// The checksum of all bytes so far, in Base64.
  package var base64: String { Data(bytes).base64EncodedString() }
}

extension CRC.Running: RunningChecksum {
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe update(bytes: bytes.bindMemory(to: UInt8.self))
  }
}

private struct RunningHash<Function: HashFunction & Sendable>: RunningChecksum {
  private var function = Function()

  mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe function.update(bufferPointer: bytes) }

  var bytes: [UInt8] { Array(function.finalize()) }
}
