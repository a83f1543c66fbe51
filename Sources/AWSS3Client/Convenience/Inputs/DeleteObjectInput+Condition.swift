public import HTTPTypes

extension S3.DeleteObjectInput {
  /// The condition under which the object is deleted; `nil` to delete it in any case. It is what ``ifMatch``,
  /// ``ifMatchLastModifiedTime`` and ``ifMatchSize`` say; if several are set, the first of them.
  public var condition: S3.DeleteCondition? {
    get {
      if let ifMatch { return .ifMatch(ifMatch) }
      if let ifMatchLastModifiedTime { return .ifLastModified(ifMatchLastModifiedTime) }
      return ifMatchSize.map { .ifSize($0) }
    }
    set {
      (ifMatch, ifMatchLastModifiedTime, ifMatchSize) = (nil, nil, nil)
      switch newValue {
      case .ifMatch(let etag): ifMatch = etag
      case .ifLastModified(let date): ifMatchLastModifiedTime = date
      case .ifSize(let size): ifMatchSize = size
      case nil: break
      }
    }
  }

  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - versionId: The version to delete permanently. If `nil`, the object is deleted; in a bucket with versioning, S3
  ///     adds a delete marker instead, which hides the object, and keeps its versions.
  ///   - ifMatch: Deletes the object only if its current entity tag is this one; otherwise the call throws
  ///     ``S3Error/Code/preconditionFailed``. `nil` to delete the object whatever its tag is.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    bucket: String, key: String, versionId: String? = nil, ifMatch: S3.ETag? = nil, additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket, key: key)
    self.versionId = versionId
    self.ifMatch = ifMatch
    self.additionalHeaders = additionalHeaders
  }
}
