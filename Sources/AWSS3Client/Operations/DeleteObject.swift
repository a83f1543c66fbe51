public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/deleteObject(_:)``.
  public struct DeleteObjectInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// The object's key, not percent-encoded.
    public var key: String
    /// The version to delete permanently. If `nil`, the object is deleted; in a bucket with versioning, S3 adds a
    /// delete marker instead, which hides the object, and keeps its versions.
    public var versionId: String?
    /// Deletes the object only if its current entity tag is this one; otherwise the call throws
    /// ``S3Error/Code/preconditionFailed``. `nil` to delete the object whatever its tag is.
    public var ifMatch: ETag?
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/deleteObject(_:)``.
    public init(
      bucket: String, key: String, versionId: String? = nil, ifMatch: ETag? = nil, additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.key = key
      self.versionId = versionId
      self.ifMatch = ifMatch
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// The output of ``S3Client/deleteObject(_:)``.
  public struct DeleteObjectOutput: Sendable {
    /// The version that was deleted, or the version id of the new delete marker; `nil` in a bucket without versioning.
    public let versionId: String?
    /// Whether ``versionId`` is that of a delete marker, which the call created or, if it named the marker's version,
    /// deleted.
    public let isDeleteMarker: Bool
  }
}

extension S3.DeleteObjectInput: S3Operation {
  package typealias Output = S3.DeleteObjectOutput
  package static let operation = S3OperationDescription("DeleteObject", .delete)
  package var target: S3Target { .object(bucket: bucket, key: key) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    request.add(query: "versionId", versionId)
    try request.set("if-match", ifMatch?.description)
  }

  package static func decode(_ response: S3Response) -> S3.DeleteObjectOutput {
    S3.DeleteObjectOutput(
      versionId: response.header("x-amz-version-id"),
      isDeleteMarker: response.header("x-amz-delete-marker")?.lowercased() == "true")
  }
}

extension S3Client {
  /// Deletes an object. Deleting an object that does not exist succeeds.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func deleteObject(_ input: S3.DeleteObjectInput) async throws -> S3.DeleteObjectOutput {
    try await call(input)
  }
}
