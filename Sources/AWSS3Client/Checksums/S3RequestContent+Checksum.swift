import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

extension S3RequestContent {
  /// Sends a checksum of the body, unless the caller gives one.
  ///
  /// - Parameters:
  ///   - algorithm: The algorithm that the caller asks for; `nil` for the client's.
  ///   - isRequired: Whether S3 refuses the request without a checksum.
  mutating func checksum(_ algorithm: S3.ChecksumAlgorithm?, isRequired: Bool = true) throws(S3Problem) {
    guard !hasChecksum, !rules.isPresigning else { return try set("x-amz-sdk-checksum-algorithm", algorithm) }
    guard let algorithm else { return setDefaultChecksum(isRequired: isRequired) }
    guard let computed = algorithm.computed else {
      throw S3Problem(
        code: .invalidInput,
        message: """
          This client does not compute the checksum \(algorithm.rawValue.oneLine(limit: 60)). Use CRC32, CRC32C, CRC64NVME, \
          SHA1, SHA256, SHA512 or MD5, or give the value of the checksum.
          """)
    }
    checksum = computed
    requiresChecksum = true
    checksumField = HTTPField(name: .checksumAlgorithm, value: algorithm.rawValue)
  }

  private mutating func setDefaultChecksum(isRequired: Bool) {
    guard rules.computesChecksums || isRequired else { return }
    guard isRequired, rules.requiredChecksum == .md5 else {
      checksum = .crc32
      checksumField = Self.crc32Field
      return
    }
    if !headers.contains(.contentMD5) { checksum = .md5 }
  }

  /// Asks for the checksums of the object: as the caller wants it, or as the client validates.
  mutating func set(_ name: String, validating mode: S3.ChecksumMode?) throws(S3Problem) {
    try set(name, mode ?? (rules.validatesChecksums && !rules.isPresigning ? .enabled : nil))
  }

  /// Leaves the checksum out that would be computed, if the caller's own header fields have one.
  mutating func dropChecksumIfGiven() {
    guard checksum != nil, hasChecksum || checksum?.name == "content-md5" && headers.contains(.contentMD5) else {
      return
    }
    checksum = nil
    checksumField = nil
  }

  private static let crc32Field = HTTPField(name: .checksumAlgorithm, value: S3.ChecksumAlgorithm.crc32.rawValue)

  /// Header fields about checksums that are none themselves.
  private static let noValues: Set<String> = [
    "x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type",
  ]

  private var hasChecksum: Bool {
    headers.contains { field in
      field.name.canonicalName.hasPrefix("x-amz-checksum-") && !Self.noValues.contains(field.name.canonicalName)
    }
  }
}

extension S3.ChecksumAlgorithm {
  /// The checksum as this client computes it; `nil` if it does not.
  var computed: BodyChecksum? {
    switch self {
    case .crc32: .crc32
    case .crc32c: .crc32c
    case .crc64nvme: .crc64NVME
    case .sha1: .sha1
    case .sha256: .sha256
    case .sha512: .sha512
    case .md5: .md5Checksum
    default: nil
    }
  }
}

extension HTTPField.Name {
  fileprivate static let checksumAlgorithm = HTTPField.Name(known: "x-amz-sdk-checksum-algorithm")
  fileprivate static let contentMD5 = HTTPField.Name(known: "content-md5")
}
