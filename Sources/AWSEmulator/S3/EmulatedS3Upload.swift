#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Crypto
import HTTPTypes
import NIOCore

/// A multipart upload that has begun and is not completed.
struct EmulatedS3Upload: Sendable {
  /// The smallest part but the last ("Amazon S3 multipart upload limits").
  static let smallestPart = 5 << 20
  static let partNumbers = 1...10_000

  /// A part in memory.
  struct Part: Sendable {
    let data: ByteBuffer
    let md5: [UInt8]
    let lastModified: Date
    /// The checksum of the upload's algorithm.
    let checksum: [UInt8]?

    var eTag: String { "\"\(Hex.encode(md5))\"" }
  }

  /// What a request to complete an upload says of a part.
  struct NamedPart: Sendable {
    let number: Int
    let eTag: String
    let checksum: String?
  }

  let bucket: ByteKey
  let key: ByteKey
  let id: String
  let initiated: Date
  /// Those of the object to be.
  let headers: HTTPFields
  /// The algorithm of the checksums of the parts; `nil` for none.
  let algorithm: EmulatedS3Checksum?
  /// Whether the object's checksum is that of its content, not that of the checksums of its parts.
  let isFullObject: Bool
  var parts: [Int: Part] = [:]

  var byteCount: Int { parts.values.reduce(0) { $0 + $1.data.readableBytes } }

  /// The object of the parts that a request names.
  func object(_ named: [NamedPart], fullChecksum: String?, now: Date) throws(EmulatedS3Error) -> EmulatedS3Object {
    guard !named.isEmpty else { throw .malformedXML }
    guard zip(named, named.dropFirst()).allSatisfy({ $0.number < $1.number }) else {
      throw EmulatedS3Error(
        status: 400, code: "InvalidPartOrder",
        message: "The list of parts was not in ascending order. Parts must be ordered by part number.")
    }
    let size = named.reduce(0) { $0 + (parts[$1.number]?.data.readableBytes ?? 0) }
    guard size <= Int(UInt32.max) else {
      throw EmulatedS3Error(
        status: 400, code: "EntityTooLarge", message: "The emulator holds objects of up to 4 GiB")
    }
    var data = ByteBufferAllocator().buffer(capacity: size)
    var md5s: [UInt8] = []
    for (index, name) in named.enumerated() {
      guard let part = parts[name.number], Self.plain(name.eTag) == Self.plain(part.eTag),
        name.checksum == nil || name.checksum == part.checksum.map(Base64.encode)
      else {
        throw EmulatedS3Error(
          status: 400, code: "InvalidPart",
          message: "One or more of the specified parts could not be found. The part may not have been uploaded, or the "
            + "specified entity tag may not match the part's entity tag.",
          details: [("UploadId", id), ("PartNumber", String(name.number)), ("ETag", name.eTag)])
      }
      guard index == named.count - 1 || part.data.readableBytes >= Self.smallestPart else {
        throw EmulatedS3Error(
          status: 400, code: "EntityTooSmall",
          message: "Your proposed upload is smaller than the minimum allowed size",
          details: [
            ("ProposedSize", String(part.data.readableBytes)), ("MinSizeAllowed", String(Self.smallestPart)),
            ("PartNumber", String(name.number)), ("ETag", part.eTag),
          ])
      }
      data.writeImmutableBuffer(part.data)
      md5s += part.md5
    }
    if let fullChecksum, let algorithm { try algorithm.check(fullChecksum, of: data) }
    return EmulatedS3Object(
      data: data, eTag: "\"\(Hex.encode(Insecure.MD5.hash(data: md5s)))-\(named.count)\"", lastModified: now,
      headers: headers)
  }

  private static func plain(_ eTag: String) -> String { eTag.filter { $0 != "\"" } }
}
