public import HTTPTypes

extension S3 {
  /// Which bucket to ask about.
  public struct HeadBucketInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// Additional header fields to send, for features that this input has no member for.
    public var additionalHeaders: HTTPFields

    /// Makes an input.
    public init(bucket: String, additionalHeaders: HTTPFields = [:]) {
      self.bucket = bucket
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// What S3 reports about a bucket.
  public struct HeadBucketOutput: Sendable, Hashable {
    /// The bucket's region, if the server reported it.
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
  /// Asks whether a bucket exists and may be read.
  ///
  /// The response has no body, so an error has a code derived from its status: ``S3Error/Code/notFound``,
  /// ``S3Error/Code/forbidden``, or ``S3Error/Code/permanentRedirect`` with ``S3Error/bucketRegion``.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func headBucket(_ input: S3.HeadBucketInput) async throws -> S3.HeadBucketOutput {
    try await call(input)
  }
}
