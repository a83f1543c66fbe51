public import AWSCredentials
public import HTTPTypes

extension S3.PutObjectInput {
  /// The condition under which the object is written; `nil` to write it in any case. It is what ``ifMatch`` and
  /// ``ifNoneMatch`` say together.
  ///
  /// If a response is lost, the client sends the request again. The condition may then fail because the first attempt has
  /// written the object. In this case the call throws ``S3Error/Code/preconditionFailed`` with
  /// ``S3Error/mayHaveTakenEffect`` `true`; to find out whether that is the reason, read the object's tag or metadata.
  public var condition: S3.WriteCondition? {
    get { S3.WriteCondition(ifMatch: ifMatch, ifNoneMatch: ifNoneMatch) }
    set {
      ifMatch = newValue?.ifMatch
      ifNoneMatch = newValue?.ifNoneMatch
    }
  }

  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - body: The content. Its length must be known before it is sent. If it can be read only once, the request cannot
  ///     be sent again after a failed attempt.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - cacheControl: How long the content may be cached (`Cache-Control`).
  ///   - metadata: User metadata that is stored with the object. Names are case-insensitive. Values may contain printable
  ///     ASCII characters only.
  ///   - storageClass: The storage class; `nil` for S3's default, ``S3/StorageClass/standard``.
  ///   - condition: The condition under which the object is written; `nil` to write it in any case.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    bucket: String, key: String, body: AWSHTTPBody = .empty, contentType: String? = nil, cacheControl: String? = nil,
    metadata: [String: String] = [:], storageClass: S3.StorageClass? = nil, condition: S3.WriteCondition? = nil,
    additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket, key: key, body: body)
    self.contentType = contentType
    self.cacheControl = cacheControl
    self.metadata = metadata
    self.storageClass = storageClass
    self.condition = condition
    self.additionalHeaders = additionalHeaders
  }

  /// Makes an input with content in memory, as text, `[UInt8]`, `Data` or SwiftNIO's `ByteBuffer`. The other parameters are
  /// those of the initialiser with a body.
  public init(
    bucket: String, key: String, body: some AWSHTTPBodyBytes, contentType: String? = nil, cacheControl: String? = nil,
    metadata: [String: String] = [:], storageClass: S3.StorageClass? = nil, condition: S3.WriteCondition? = nil,
    additionalHeaders: HTTPFields = [:]
  ) {
    self.init(
      bucket: bucket, key: key, body: AWSHTTPBody(body), contentType: contentType, cacheControl: cacheControl,
      metadata: metadata, storageClass: storageClass, condition: condition, additionalHeaders: additionalHeaders)
  }
}
