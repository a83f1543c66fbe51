import AWSCore
import AWSCredentials
import AWSSigV4

extension S3 {
  /// The object that is copied, and which of its versions.
  public struct CopySource: Sendable {
    /// The name of the object's bucket, or the ARN of an access point.
    public var bucket: String
    /// The key of the object to copy, not percent-encoded.
    public var key: String
    /// The version to copy; `nil` for the current one.
    public var versionId: String?

    /// Whether the text that it was made of begins with a slash, as some write it.
    var isRooted = false

    /// Makes a source from its text: `BUCKET/KEY`, if need be with a slash before it and `?versionId=ID` behind it. The
    /// key is not percent-encoded. The ARN of an access point is followed by `/object/KEY`.
    ///
    /// - Returns: `nil` if the text has no bucket and key.
    public init?(text: String) {
      var rest = text.utf8[...]
      isRooted = rest.first == UInt8(ascii: "/")
      if isRooted { rest = rest.dropFirst() }
      let separator = rest.starts(with: "arn:".utf8) ? "/object/" : "/"
      guard let slash = rest.firstRange(of: Array(separator.utf8)) else { return nil }
      bucket = String(Substring(rest[..<slash.lowerBound]))
      rest = rest[slash.upperBound...]
      if let mark = rest.ranges(of: Array("?versionId=".utf8)).last {
        versionId = String(Substring(rest[mark.upperBound...]))
        rest = rest[..<mark.lowerBound]
      }
      key = String(Substring(rest))
      guard !bucket.isEmpty, !key.isEmpty else { return nil }
    }

    /// Makes a source from the bucket, the key and the version of an object.
    public init(bucket: String, key: String, versionId: String? = nil) {
      self.bucket = bucket
      self.key = key
      self.versionId = versionId
    }

    /// The value of the `x-amz-copy-source` header field: bucket and key, percent-encoded, and the version.
    package func headerValue() throws(S3Problem) -> String {
      guard !key.isEmpty else {
        throw S3Problem(code: .emptyKey, message: "The key of the object to be copied is empty; nothing was sent.")
      }
      let isARN = bucket.utf8.starts(with: "arn:".utf8)
      guard !bucket.isEmpty, isARN || !bucket.utf8.contains(UInt8(ascii: "/")) else {
        throw S3Problem(
          code: .invalidBucketName, message: "\(bucket.debugDescription) is not the bucket of an object to be copied.")
      }
      let start = isRooted ? "/" : ""
      let container = start + PercentEncoding.encode(bucket, slash: .kept) + (isARN ? "/object/" : "/")
      let version = versionId.map { "?versionId=" + $0 } ?? ""
      return container + PercentEncoding.encode(key, slash: .kept) + version
    }
  }
}
