public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/deleteBucket(_:)``.
  public struct DeleteBucketInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/deleteBucket(_:)``.
    public init(bucket: String, additionalHeaders: HTTPFields = [:]) {
      self.bucket = bucket
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3.DeleteBucketInput: S3Operation {
  package typealias Output = Void
  package static let operation = S3OperationDescription("DeleteBucket", .delete, endpoint: .expressControl)
  package var target: S3Target { .bucket(bucket) }
  package func encode(into request: inout S3RequestContent) {}
  package static func decode(_ response: S3Response) {}
}

extension S3Client {
  /// Deletes an empty bucket. If the bucket contains objects, the call throws ``S3Error/Code/bucketNotEmpty``.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func deleteBucket(_ input: S3.DeleteBucketInput) async throws {
    try await call(input)
  }
}
