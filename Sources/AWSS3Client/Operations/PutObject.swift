public import AWSCredentials
public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/putObject(_:)``.
  public struct PutObjectInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// The object's key, not percent-encoded.
    public var key: String
    /// The content. Its length must be known before it is sent. If it can be read only once, the request cannot be sent
    /// again after a failed attempt.
    public var body: AWSHTTPBody
    /// The media type of the content; `nil` for S3's default, `binary/octet-stream`.
    public var contentType: String?
    /// The encoding of the content, for example `gzip`; `nil` for none.
    public var contentEncoding: String?
    /// The value of `Content-Disposition`, which tells a browser how to present the content; `nil` for none.
    public var contentDisposition: String?
    /// The language of the content (`Content-Language`); `nil` for none.
    public var contentLanguage: String?
    /// The value of `Cache-Control`, which says how long the content may be cached; `nil` for none.
    public var cacheControl: String?
    /// User metadata that is stored with the object. Names are case-insensitive. Values may contain printable ASCII
    /// characters only.
    public var metadata: [String: String]
    /// The storage class of the object; `nil` for S3's default, ``S3/StorageClass/standard``.
    public var storageClass: StorageClass?
    /// The condition under which the object is written; `nil` to write it in any case.
    ///
    /// If a response is lost, the client sends the request again. The condition may then fail because the first attempt
    /// has written the object. In this case the call throws ``S3Error/Code/preconditionFailed`` with
    /// ``S3Error/mayHaveTakenEffect`` `true`; to find out whether that is the reason, read the object's tag or
    /// metadata.
    public var condition: WriteCondition?
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/putObject(_:)``.
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

    /// Makes the input of ``S3Client/putObject(_:)`` with content in memory, as text, `[UInt8]`, `Data` or SwiftNIO's
    /// `ByteBuffer`.
    public init(
      bucket: String, key: String, body: some AWSHTTPBodyBytes, contentType: String? = nil, cacheControl: String? = nil,
      metadata: [String: String] = [:], storageClass: StorageClass? = nil, condition: WriteCondition? = nil,
      additionalHeaders: HTTPFields = [:]
    ) {
      self.init(
        bucket: bucket, key: key, body: AWSHTTPBody(body), contentType: contentType, cacheControl: cacheControl,
        metadata: metadata, storageClass: storageClass, condition: condition, additionalHeaders: additionalHeaders)
    }
  }
}

extension S3 {
  /// The output of ``S3Client/putObject(_:)``.
  public struct PutObjectOutput: Sendable {
    /// The entity tag of the content; `nil` if the server did not report it.
    public let etag: ETag?
    /// The id of the version that was written, if the bucket has versioning; else `nil`.
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
  /// Writes an object of up to 5 GiB with one request.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func putObject(_ input: S3.PutObjectInput) async throws -> S3.PutObjectOutput {
    try await call(input)
  }
}
