public import HTTPTypes

extension S3.GetObjectInput {
  /// Conditions that the object must meet to be read. They are ``ifMatch``, ``ifNoneMatch``, ``ifModifiedSince`` and
  /// ``ifUnmodifiedSince`` together.
  public var conditions: S3.ReadConditions {
    get {
      S3.ReadConditions(
        ifMatch: ifMatch, ifNoneMatch: ifNoneMatch, ifModifiedSince: ifModifiedSince,
        ifUnmodifiedSince: ifUnmodifiedSince)
    }
    set {
      ifMatch = newValue.ifMatch
      ifNoneMatch = newValue.ifNoneMatch
      ifModifiedSince = newValue.ifModifiedSince
      ifUnmodifiedSince = newValue.ifUnmodifiedSince
    }
  }

  /// Values of header fields that S3 should send in the response instead of the values that are stored with the object.
  /// They are the properties whose names begin with `response` together.
  public var responseOverrides: S3.ResponseOverrides {
    get {
      S3.ResponseOverrides(
        contentType: responseContentType, contentDisposition: responseContentDisposition,
        contentEncoding: responseContentEncoding, contentLanguage: responseContentLanguage,
        cacheControl: responseCacheControl, expires: responseExpires)
    }
    set {
      responseContentType = newValue.contentType
      responseContentDisposition = newValue.contentDisposition
      responseContentEncoding = newValue.contentEncoding
      responseContentLanguage = newValue.contentLanguage
      responseCacheControl = newValue.cacheControl
      responseExpires = newValue.expires
    }
  }

  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - versionId: The version to read; `nil` for the current one.
  ///   - range: The part to read; `nil` for the whole object.
  ///   - conditions: Conditions that the object must meet to be read. By default there are none.
  ///   - responseOverrides: Values of header fields that S3 should send in the response.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    bucket: String, key: String, versionId: String? = nil, range: S3.ByteRange? = nil,
    conditions: S3.ReadConditions = S3.ReadConditions(),
    responseOverrides: S3.ResponseOverrides = S3.ResponseOverrides(), additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket, key: key)
    self.versionId = versionId
    self.range = range
    self.conditions = conditions
    self.responseOverrides = responseOverrides
    self.additionalHeaders = additionalHeaders
  }
}

extension S3.GetObjectOutput {
  /// The object's attributes, as S3 reported them. If a part was read, the length is that of the part.
  public var attributes: S3.ObjectAttributes { S3.ObjectAttributes(head) }
}
