import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The checksum of the whole content of a multipart upload ("Checking object integrity" in the Amazon S3 User Guide, full object
/// checksums).
struct FullChecksum: Sendable {
  let algorithm: S3.ChecksumAlgorithm
  /// In Base64.
  let value: String

  /// A checksum that the caller gives; `nil` for none.
  init?(_ algorithm: S3.ChecksumAlgorithm, given value: String?) {
    guard let value else { return nil }
    self.algorithm = algorithm
    self.value = value
  }

  /// Combines the checksums of parts; `nil` if one is missing, or if those of the algorithm cannot be combined.
  init?(_ algorithm: S3.ChecksumAlgorithm, _ parts: [(part: S3.CompletedPart, count: Int64)]) {
    guard Self.isPossible(algorithm), let sum = algorithm.computed else { return nil }
    let sums = parts.compactMap { part, count -> (checksum: [UInt8], length: UInt64)? in
      guard let text = part.checksum(algorithm), let bytes = Data(base64Encoded: text), bytes.count == sum.length else {
        return nil
      }
      return (Array(bytes), UInt64(count))
    }
    guard sums.count == parts.count, let whole = sum.wholeObject(sums) else { return nil }
    self.algorithm = algorithm
    value = Data(whole).base64EncodedString()
  }

  /// Whether a multipart upload can have one: those of its parts must combine.
  static func isPossible(_ algorithm: S3.ChecksumAlgorithm) -> Bool {
    algorithm == .crc32 || algorithm == .crc32c || algorithm == .crc64nvme
  }
}

extension S3.PutObjectInput {
  /// The checksum of the whole content that the caller gives, if a multipart upload can have it.
  var givenChecksum: FullChecksum? {
    FullChecksum(.crc32, given: checksumCRC32) ?? FullChecksum(.crc32c, given: checksumCRC32C)
      ?? FullChecksum(.crc64nvme, given: checksumCRC64NVME)
  }

  /// The algorithm that the caller chooses; `nil` for the client's.
  var givenAlgorithm: S3.ChecksumAlgorithm? { givenChecksum?.algorithm ?? checksumAlgorithm }
}

extension S3Client {
  /// The algorithm of the checksums of the parts; `nil` if they have none, because the call asks for none and the client
  /// computes only those that are required.
  func partAlgorithm(of input: S3.PutObjectInput) -> S3.ChecksumAlgorithm? {
    if let algorithm = input.givenAlgorithm { return algorithm }
    guard case .success(let rules) = server, rules.computesChecksums else { return nil }
    return .crc32
  }
}

extension S3.CompletedPart {
  fileprivate func checksum(_ algorithm: S3.ChecksumAlgorithm) -> String? {
    switch algorithm {
    case .crc32: checksumCRC32
    case .crc32c: checksumCRC32C
    case .crc64nvme: checksumCRC64NVME
    default: nil
    }
  }
}

extension S3.CompleteMultipartUploadInput {
  /// Adds the checksum of the whole content; none for `nil`.
  mutating func set(_ checksum: FullChecksum?) {
    guard let checksum else { return }
    checksumType = .fullObject
    switch checksum.algorithm {
    case .crc32: checksumCRC32 = checksum.value
    case .crc32c: checksumCRC32C = checksum.value
    case .crc64nvme: checksumCRC64NVME = checksum.value
    default: break
    }
  }
}

extension S3.Part {
  /// Whether a part that S3 has is the same as one of the content: by its size and by each checksum that S3 tells, or by the entity
  /// tag if it tells none.
  func hasContent(of part: UploadPart, _ input: S3.PutObjectInput) async throws -> Bool {
    guard size == part.count else { return false }
    let told: [(BodyChecksum, String?)] = [
      (.crc32, checksumCRC32), (.crc32c, checksumCRC32C), (.crc64NVME, checksumCRC64NVME), (.sha1, checksumSHA1),
      (.sha256, checksumSHA256),
    ]
    var sums = told.compactMap { algorithm, text in
      text.flatMap { Data(base64Encoded: $0) }.map { (algorithm.begin(), Array($0)) }
    }
    // The tag is the MD5 hash of the content unless it is encrypted with a key of the caller's or of KMS. If that is the bucket's
    // own setting, the part is sent again, which does no harm.
    if sums.isEmpty, input.sseCustomerKey == nil, input.serverSideEncryption?.rawValue.hasPrefix("aws:kms") != true,
      let hash = etag.flatMap({ ObjectChecksums.hash($0.value) })
    {
      sums = [(BodyChecksum.md5.begin(), hash)]
    }
    guard !sums.isEmpty else { return true }
    for try await chunk in part.body() { for index in sums.indices { sums[index].0.update(chunk) } }
    return sums.allSatisfy { $0.bytes == $1 }
  }
}
