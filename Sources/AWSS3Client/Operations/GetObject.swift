public import AWSCredentials
public import HTTPTypes

extension S3 {
  /// The input of ``S3Client/getObject(_:)``.
  public struct GetObjectInput: OperationInput {
    /// The name of the bucket.
    public var bucket: String
    /// The object's key, not percent-encoded.
    public var key: String
    /// The version to read; `nil` for the current one.
    public var versionId: String?
    /// The part to read; `nil` for the whole object.
    ///
    /// Servers and proxies may ignore ranges, so the client checks the response. It must contain this part, which may
    /// end earlier at the end of the object, or the whole object if the range covers the whole object. If it contains
    /// another part, the call throws ``S3Error/Code/invalidResponse`` without reading the content.
    public var range: ByteRange?
    /// Conditions that the object must meet to be read. By default there are none.
    public var conditions: ReadConditions
    /// Values of header fields that S3 should send in the response instead of the values that are stored with the
    /// object.
    public var responseOverrides: ResponseOverrides
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Makes the input of ``S3Client/getObject(_:)``.
    public init(
      bucket: String, key: String, versionId: String? = nil, range: ByteRange? = nil,
      conditions: ReadConditions = ReadConditions(), responseOverrides: ResponseOverrides = ResponseOverrides(),
      additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.key = key
      self.versionId = versionId
      self.range = range
      self.conditions = conditions
      self.responseOverrides = responseOverrides
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// S3's response to a read: the object's content, which is read as a stream, and its attributes.
  public struct GetObjectOutput: Sendable {
    /// The content as a stream. It can be read once. Reading throws an error if the connection ends before the whole
    /// content has arrived.
    public let body: AWSHTTPBody
    /// The object's attributes, as S3 reported them. If a part was read, the length is that of the part.
    public let attributes: ObjectAttributes
    /// Which part of the object ``body`` contains; `nil` if it contains the whole object.
    public let contentRange: ContentRange?
  }
}

extension S3.GetObjectInput: S3Operation {
  package typealias Output = S3.GetObjectOutput
  package static let operation = S3OperationDescription("GetObject", .get, responseBody: .streamed)
  package var target: S3Target { .object(bucket: bucket, key: key) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    responseOverrides.encode(into: &request)
    request.add(query: "versionId", versionId)
    try request.set("range", try range?.headerValue())
    try conditions.encode(into: &request)
  }

  package static func decode(_ response: S3Response) -> S3.GetObjectOutput {
    let attributes = S3.ObjectAttributes(response)
    // Of a whole object a range says nothing: that of a 200 is none (RFC 9110, 14.4).
    let range = response.head.status.code == 206 ? response.header("content-range").flatMap(S3.ContentRange.init) : nil
    return S3.GetObjectOutput(body: response.streamedBody, attributes: attributes, contentRange: range)
  }
}

extension S3Client {
  /// Reads an object as a stream. The call returns as soon as the header fields of a successful response have arrived;
  /// read the content from the output's body.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func getObject(_ input: S3.GetObjectInput) async throws -> S3.GetObjectOutput {
    try await call(input)
  }
}
