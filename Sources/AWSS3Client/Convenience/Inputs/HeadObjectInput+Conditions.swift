public import HTTPTypes

extension S3.HeadObjectInput {
  /// Conditions that the object must meet for its attributes to be returned. They are ``ifMatch``, ``ifNoneMatch``,
  /// ``ifModifiedSince`` and ``ifUnmodifiedSince`` together.
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

  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - versionId: The version whose attributes are read; `nil` for the current one.
  ///   - conditions: Conditions that the object must meet for its attributes to be returned. By default there are none.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    bucket: String, key: String, versionId: String? = nil, conditions: S3.ReadConditions = S3.ReadConditions(),
    additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket, key: key)
    self.versionId = versionId
    self.conditions = conditions
    self.additionalHeaders = additionalHeaders
  }
}

extension S3.HeadObjectOutput {
  /// The object's attributes, as S3 reported them.
  public var attributes: S3.ObjectAttributes { S3.ObjectAttributes(head) }
}
