public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/headBucket(_:)``.
  public struct HeadBucketInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/headBucket(_:)``.
    public init(bucket: String, additionalHeaders: HTTPFields = [:]) {
      self.bucket = bucket
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// What S3 reports about a bucket.
  public struct HeadBucketOutput: Sendable, Hashable {
    /// The region of the bucket; `nil` if the server did not report it.
    public let region: String?
  }
}

extension S3.HeadBucketInput: S3Operation {
  package typealias Output = S3.HeadBucketOutput
  package static let operation = S3OperationDescription("HeadBucket", .head, responseBody: .none)
  package var target: S3Target { .bucket(bucket) }
  package func encode(into request: inout S3RequestContent) {}

  package static func decode(_ response: S3Response) -> S3.HeadBucketOutput {
    S3.HeadBucketOutput(region: response.header("x-amz-bucket-region"))
  }
}

extension S3Client {
  /// Checks whether a bucket exists and the credentials allow access to it. If not, the call throws.
  ///
  /// The response has no body, so an error's code is derived from the HTTP status: ``S3Error/Code/notFound``,
  /// ``S3Error/Code/forbidden``, or, if the bucket is in another region, ``S3Error/Code/permanentRedirect`` with
  /// ``S3Error/bucketRegion``.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func headBucket(_ input: S3.HeadBucketInput) async throws -> S3.HeadBucketOutput {
    try await call(input)
  }
}
