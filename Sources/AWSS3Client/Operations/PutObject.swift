public import AWSCredentials
public import HTTPTypes

extension S3 {
  /// What to write into a bucket.
  public struct PutObjectInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// The key, taken as it is.
    public var key: String
    /// The content. Its length must be known; a content that can be read only once cannot be sent a second time if the
    /// first attempt fails.
    public var body: AWSHTTPBody
    /// The media type of the content; S3's default is `binary/octet-stream`.
    public var contentType: String?
    /// How the content is encoded, for example `gzip`.
    public var contentEncoding: String?
    /// How a browser should present the content.
    public var contentDisposition: String?
    /// The language of the content.
    public var contentLanguage: String?
    /// How long the content may be cached.
    public var cacheControl: String?
    /// User metadata, stored with the object. Names are case-insensitive; values are printable ASCII.
    public var metadata: [String: String]
    /// The storage class of the object.
    public var storageClass: StorageClass?
    /// The condition for writing the object; `nil` for none.
    ///
    /// If a response is lost, the client sends the request again, and the condition may then fail because of the
    /// client's own first attempt. ``S3Error/mayHaveTakenEffect`` of the ``S3Error/Code/preconditionFailed`` is then
    /// `true`; to find out, read the object's tag or metadata.
    public var condition: WriteCondition?
    /// Additional header fields to send, for features that this input has no member for.
    public var additionalHeaders: HTTPFields

    /// Makes an input.
    public init(
      bucket: String, key: String, body: AWSHTTPBody = .empty, contentType: String? = nil, cacheControl: String? = nil,
      metadata: [String: String] = [:], storageClass: StorageClass? = nil, condition: WriteCondition? = nil,
      additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.key = key
      self.body = body
      self.contentType = contentType
      self.cacheControl = cacheControl
      self.metadata = metadata
      self.storageClass = storageClass
      self.condition = condition
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// S3's response to a write.
  public struct PutObjectOutput: Sendable {
    /// The tag of the content.
    public let etag: ETag?
    /// The new version, in a bucket with versioning.
    public let versionId: String?
  }
}

extension S3.PutObjectInput: S3Operation {
  package typealias Output = S3.PutObjectOutput
  package static let operation = S3OperationDescription("PutObject", .put)
  package var target: S3Target { .object(bucket: bucket, key: key) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    guard case .known = body.length else {
      throw S3Problem(
        code: .invalidInput, message: "The length of the content must be known: S3 refuses a body of unknown length.")
    }
    request.body = body
    try request.set("cache-control", cacheControl)
    try request.set("content-disposition", contentDisposition)
    try request.set("content-encoding", contentEncoding)
    try request.set("content-language", contentLanguage)
    try request.set("content-type", contentType)
    try request.set("x-amz-storage-class", storageClass?.rawValue)
    try request.set(metadata: metadata)
    try condition?.encode(into: &request)
  }

  package static func decode(_ response: S3Response) -> S3.PutObjectOutput {
    S3.PutObjectOutput(etag: response.etag(), versionId: response.header("x-amz-version-id"))
  }
}

extension S3Client {
  /// Writes an object, in one request: up to 5 GiB.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func putObject(_ input: S3.PutObjectInput) async throws -> S3.PutObjectOutput {
    try await call(input)
  }
}
