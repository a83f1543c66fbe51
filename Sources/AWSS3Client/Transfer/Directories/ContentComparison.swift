import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whether two files or objects of the same size have the same content, by checksums.
struct ContentComparison: Sendable {
  let client: S3Client
  let source: S3.Location
  let target: S3.Location

  func isSame(_ entry: TransferEntry, _ old: TransferEntry) async throws -> Bool {
    switch (source, target) {
    case (.directory, .objects): try await hasContent(of: path(source, entry.name), checksums(target, old))
    case (.objects, .directory): try await hasContent(of: path(target, old.name), checksums(source, entry))
    default: try await checksums(source, entry).isSame(as: checksums(target, old))
    }
  }

  private func path(_ location: S3.Location, _ name: String) -> String { (location.directory ?? "") + "/" + name }

  private func checksums(_ location: S3.Location, _ entry: TransferEntry) async throws -> ObjectChecksums {
    var input = S3.HeadObjectInput(bucket: location.bucket ?? "", key: (location.prefix ?? "") + entry.name)
    input.checksumMode = .enabled
    return ObjectChecksums(try await client.headObject(input))
  }

  private func hasContent(of path: String, _ checksums: ObjectChecksums) async throws -> Bool {
    guard let (algorithm, value) = checksums.strongest else { return false }
    var running = algorithm.begin()
    for try await chunk in try await AWSHTTPBody.file(path) { running.update(chunk) }
    return running.bytes == value
  }
}

/// What S3 tells of an object's content.
struct ObjectChecksums: Sendable {
  private let values: [(name: String, algorithm: BodyChecksum, value: [UInt8])]
  /// The entity tag, if it depends on nothing but the content and how it was cut into parts.
  private let tag: String?

  init(_ output: S3.HeadObjectOutput) {
    let told: [(BodyChecksum, String?)] = [
      (.crc64NVME, output.checksumCRC64NVME), (.sha256, output.checksumSHA256), (.sha1, output.checksumSHA1),
      (.crc32c, output.checksumCRC32C), (.crc32, output.checksumCRC32),
    ]
    // One with a hyphen is that of the checksums of the parts.
    var values = told.compactMap { algorithm, text in
      text.flatMap { $0.contains("-") ? nil : Data(base64Encoded: $0) }.map { (algorithm.name, algorithm, Array($0)) }
    }
    let encryption = output.serverSideEncryption?.rawValue ?? ""
    let isPlain = !encryption.hasPrefix("aws:kms") && output.sseCustomerAlgorithm == nil
    let etag = output.etag
    tag = isPlain && etag?.isWeak == false ? etag?.value : nil
    if let tag, let hash = Self.hash(tag) { values.append((BodyChecksum.md5.name, .md5, hash)) }
    self.values = values
  }

  /// The bytes of an MD5 hash in hexadecimal.
  static func hash(_ tag: String) -> [UInt8]? {
    let digits = tag.utf8.compactMap(\.hexValue)
    guard digits.count == 32, tag.utf8.count == 32 else { return nil }
    return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// The first checksum of the whole content.
  var strongest: (algorithm: BodyChecksum, value: [UInt8])? { values.first.map { ($0.algorithm, $0.value) } }

  /// Whether a checksum that both objects have is the same. If there is none, they may differ.
  func isSame(as other: ObjectChecksums) -> Bool {
    for own in values {
      if let found = other.values.first(where: { $0.name == own.name }) { return found.value == own.value }
    }
    guard let tag, let otherTag = other.tag else { return false }
    return tag.exact == otherTag.exact
  }
}
