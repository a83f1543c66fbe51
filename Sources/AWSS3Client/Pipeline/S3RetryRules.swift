import AWSRuntime
import HTTPTypes

/// Which requests to S3 may be retried.
///
/// Reading changes nothing. Writing or deleting an object or a setting twice has the same result as doing it once, also
/// in a bucket that keeps versions, where the second try adds a version or marker of the same content. Writes on a
/// condition are sent again as well: if an earlier attempt has taken effect, the condition fails, and the error says
/// that this may be why.
enum S3RetryRules {
  /// The operations with POST, each of which does something else.
  private static let posts: [String: ServiceRequest.RetrySafety] = [
    // Deleting what is gone and restoring what is being restored change nothing.
    "DeleteObjects": .idempotent, "RestoreObject": .idempotent, "SelectObjectContent": .idempotent,
    // A second one finds no upload if the first one took effect, and would report a failure.
    "CompleteMultipartUpload": .onlyIfNotProcessed,
    // A second upload would stay behind, and cost, forever.
    "CreateMultipartUpload": .onlyIfNotProcessed,
    "CreateBucketMetadataConfiguration": .onlyIfNotProcessed,
    "CreateBucketMetadataTableConfiguration": .onlyIfNotProcessed,
    "WriteGetObjectResponse": .onlyIfNotProcessed,
  ]

  /// When an operation may be sent again though an earlier attempt may have taken effect.
  static func safety(of operation: S3OperationDescription) -> ServiceRequest.RetrySafety {
    switch operation.method {
    case .get, .head, .put, .delete: .idempotent
    default: posts[operation.name] ?? .onlyIfNotProcessed
    }
  }

  /// What S3's codes mean for a write on a condition ("Conditional writes" in the Amazon S3 User Guide).
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - headers: The header fields of the request.
  static func codeRules(of operation: S3OperationDescription, headers: HTTPFields) -> ServiceRequest.CodeRules? {
    if headers.contains(.ifMatch) { return changed }
    guard headers.contains(.ifNoneMatch) else { return nil }
    switch operation.name {
    case "PutObject", "CopyObject": return absent
    case "CompleteMultipartUpload": return absentUpload
    default: return nil
    }
  }

  private static let conflict = "ConditionalRequestConflict"
  private static let absent = ServiceRequest.CodeRules(
    retried: [conflict],
    advice: [conflict: "Other writes to the key were under way each time: look whether one of them has succeeded."])
  private static let absentUpload = ServiceRequest.CodeRules(
    advice: [conflict: "S3 has ended this upload: look whether the key exists by now, and if not, begin a new upload."])
  private static let changed = ServiceRequest.CodeRules(
    advice: [
      conflict: """
      The object was being changed at the same moment, so its ETag may be another by now: read the ETag again, and decide \
      anew.
      """
    ])
}
