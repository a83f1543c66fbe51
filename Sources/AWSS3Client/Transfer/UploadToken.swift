import AWSCore
import AWSCredentials

extension S3 {
  /// What is needed to go on with a multipart upload after a failure, in the same process or in another one. It is
  /// `Codable`, so that it can be stored; it contains no credentials.
  ///
  /// Make it with ``S3Client/beginUpload(_:options:)``, and use it with ``S3Client/upload(_:resuming:options:)``.
  public struct UploadToken: Sendable, Codable {
    /// The name of the bucket.
    public let bucket: String
    /// The key of the object, not percent-encoded.
    public let key: String
    /// S3's id of the upload.
    public let uploadId: String
    /// The size of the content in bytes; `nil` if it was not known when the upload began.
    public let size: Int64?
    /// The size of a part in bytes. If the size of the content is not known, it is that of the first 1,000 parts.
    public let partSize: Int64
  }
}

extension S3.UploadToken: Hashable {
  /// Whether both tokens are for the same upload. Texts are compared byte for byte.
  public static func == (left: S3.UploadToken, right: S3.UploadToken) -> Bool {
    left.bucket.exact == right.bucket.exact && left.key.exact == right.key.exact
      && left.uploadId.exact == right.uploadId.exact && left.size == right.size && left.partSize == right.partSize
  }

  /// Hashes the id of the upload.
  public func hash(into hasher: inout Hasher) { hasher.combine(uploadId.exact) }
}
