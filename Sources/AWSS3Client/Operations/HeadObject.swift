public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/headObject(_:)``.
  public struct HeadObjectInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// The object's key, not percent-encoded.
    public var key: String
    /// The version whose attributes are read; `nil` for the current one.
    public var versionId: String?
    /// Conditions that the object must meet for its attributes to be returned. By default there are none.
    public var conditions: ReadConditions
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/headObject(_:)``.
    public init(
      bucket: String, key: String, versionId: String? = nil, conditions: ReadConditions = ReadConditions(),
      additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.key = key
      self.versionId = versionId
      self.conditions = conditions
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3.HeadObjectInput: S3Operation {
  package typealias Output = S3.ObjectAttributes
  package static let operation = S3OperationDescription("HeadObject", .head, responseBody: .none)
  package var target: S3Target { .object(bucket: bucket, key: key) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    request.add(query: "versionId", versionId)
    try conditions.encode(into: &request)
  }

  package static func decode(_ response: S3Response) -> S3.ObjectAttributes { S3.ObjectAttributes(response) }
}

extension S3Client {
  /// Reads an object's attributes without its content.
  ///
  /// The response has no body, so an error's code is derived from the HTTP status: ``S3Error/Code/notFound``,
  /// ``S3Error/Code/forbidden``, ``S3Error/Code/notModified``, ``S3Error/Code/preconditionFailed``.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func headObject(_ input: S3.HeadObjectInput) async throws -> S3.ObjectAttributes {
    try await call(input)
  }
}
