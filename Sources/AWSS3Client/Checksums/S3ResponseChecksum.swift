import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// The checksum in a response with which its content is compared.
///
/// S3 sends the checksum of the whole object. So the content is compared if it is the whole object: that of a range or part
/// of it is not, nor is a checksum that was made of the checksums of parts ("Checking object integrity" in the Amazon S3
/// User Guide).
struct S3ResponseChecksum: Sendable {
  let algorithm: S3.ChecksumAlgorithm
  /// The checksum in Base64, as the response has it.
  let expected: String
  private let body: BodyChecksum

  /// Looks for a checksum.
  ///
  /// - Parameters:
  ///   - head: The head of the response.
  ///   - sent: The header fields of the request, which say whether it asked for checksums.
  /// - Returns: `nil` if the content is not compared.
  init?(_ head: HTTPResponse, sent: HTTPFields) {
    var found: (rank: Int, value: String)?
    for field in head.headerFields where field.name.canonicalName.utf8.starts(with: Self.prefix.utf8) {
      let name = field.name.canonicalName
      if name == "x-amz-checksum-type" {
        guard field.value.lowercased() != "composite" else { return nil }
      } else if let rank = Self.algorithms.firstIndex(where: { $0.checksum.name == name }),
        Self.isOfContent(field.value), rank < found?.rank ?? .max
      {
        found = (rank, field.value)
      }
    }
    guard let found, sent.value(of: .checksumMode)?.lowercased() == "enabled", Self.isWhole(head) else { return nil }
    (algorithm, body) = Self.algorithms[found.rank]
    expected = found.value
  }

  /// Whether a value is a checksum of content: the number of parts follows one that was made of the checksums of parts, and Base64
  /// has no hyphen.
  static func isOfContent(_ value: String) -> Bool { !value.utf8.contains(UInt8(ascii: "-")) }

  private static let prefix = "x-amz-checksum-"

  /// The checksums that are computed, in the order in which botocore chooses among several.
  private static let algorithms: [(name: S3.ChecksumAlgorithm, checksum: BodyChecksum)] = [
    S3.ChecksumAlgorithm.crc64nvme, .crc32c, .crc32, .sha1, .sha256, .sha512, .md5,
  ].compactMap { name in name.computed.map { (name, $0) } }

  private static func isWhole(_ head: HTTPResponse) -> Bool {
    guard head.status.code == 206 else { return head.status.code == 200 }
    guard let range = head.headerFields[.contentRange].flatMap(S3.ContentRange.init), let total = range.total else {
      return false
    }
    return range.first == 0 && range.last == total - 1
  }

  func begin() -> any RunningChecksum { body.begin() }

  /// Throws if the content does not have the checksum.
  func compare(_ sum: any RunningChecksum) throws(AWSHTTPBodyError) {
    let actual = sum.base64
    guard actual != expected else { return }
    throw .checksumMismatch(algorithm: algorithm.rawValue, expected: expected, actual: actual)
  }
}

extension HTTPField.Name {
  /// `x-amz-checksum-mode`.
  static let checksumMode = HTTPField.Name(known: "x-amz-checksum-mode")
}
