import AWSCore
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension S3ObjectOptions {
  static func date(_ text: String) -> Date? { ISO8601.date(from: text) ?? HTTPDate.date(from: text) }

  /// What requests say of the objects that are written and read, worked out once.
  func settings() throws -> S3ObjectSettings {
    S3ObjectSettings(
      options: self, grants: try S3Grants(grants), metadata: try metadata.map(S3Metadata.read) ?? [:],
      expires: expires.flatMap(Self.date), key: try customer.customerKey,
      sourceKey: try S3CustomerKeyOptions.customerKey(sourceKey, "--sse-c-copy-source-key"))
  }
}

/// What requests say of the objects that are written and read.
struct S3ObjectSettings: Sendable {
  fileprivate let options: S3ObjectOptions
  fileprivate let grants: S3Grants
  fileprivate let metadata: [String: String]
  fileprivate let expires: Date?
  fileprivate let key: S3.CustomerKey?
  fileprivate let sourceKey: S3.CustomerKey?

  /// - Parameter path: The path of the file, of which the media type is guessed; `nil` if there is none.
  func apply(to input: inout S3.PutObjectInput, path: String?) {
    input.acl = options.acl.map { S3.ObjectCannedACL(rawValue: $0) }
    input.grantRead = grants.read
    input.grantReadACP = grants.readACL
    input.grantWriteACP = grants.writeACL
    input.grantFullControl = grants.full
    input.storageClass = options.storageClass.map { S3.StorageClass(rawValue: $0) }
    input.serverSideEncryption = options.sse.map { S3.ServerSideEncryption(rawValue: $0) }
    input.sseKMSKeyId = options.kmsKeyId.map { S3.SecretText($0) }
    input.sseCustomerKey = key
    input.contentType =
      options.contentType ?? (options.isTypeNotGuessed ? nil : path.flatMap(MediaType.guess(path:)))
    input.cacheControl = options.cacheControl
    input.contentDisposition = options.contentDisposition
    input.contentEncoding = options.contentEncoding
    input.contentLanguage = options.contentLanguage
    input.expires = expires
    input.metadata = metadata
    input.websiteRedirectLocation = options.websiteRedirect
    input.checksumAlgorithm = options.checksumAlgorithm.map { S3.ChecksumAlgorithm(rawValue: $0) }
  }

  func apply(to input: inout S3.GetObjectInput) { input.sseCustomerKey = key }

  func apply(to input: inout S3.CopyObjectInput) {
    input.acl = options.acl.map { S3.ObjectCannedACL(rawValue: $0) }
    input.grantRead = grants.read
    input.grantReadACP = grants.readACL
    input.grantWriteACP = grants.writeACL
    input.grantFullControl = grants.full
    input.storageClass = options.storageClass.map { S3.StorageClass(rawValue: $0) }
    input.serverSideEncryption = options.sse.map { S3.ServerSideEncryption(rawValue: $0) }
    input.sseKMSKeyId = options.kmsKeyId.map { S3.SecretText($0) }
    input.sseCustomerKey = key
    input.copySourceSSECustomerKey = sourceKey
    input.contentType = options.contentType
    input.cacheControl = options.cacheControl
    input.contentDisposition = options.contentDisposition
    input.contentEncoding = options.contentEncoding
    input.contentLanguage = options.contentLanguage
    input.expires = expires
    input.metadata = metadata
    // S3 takes no metadata with a copy that has those of its source.
    input.metadataDirective =
      options.metadataDirective.map { S3.MetadataDirective(rawValue: $0) } ?? (metadata.isEmpty ? nil : .replace)
    input.websiteRedirectLocation = options.websiteRedirect
    input.checksumAlgorithm = options.checksumAlgorithm.map { S3.ChecksumAlgorithm(rawValue: $0) }
  }
}
