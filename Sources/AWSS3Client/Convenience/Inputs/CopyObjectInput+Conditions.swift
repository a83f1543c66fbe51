public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3.CopyObjectInput {
  /// Whether a copy gets the source's metadata or new metadata.
  public enum Metadata: Sendable, Hashable {
    /// The copy gets the source's user metadata, content type, content encoding and similar values.
    case copied
    /// The copy gets the values that this case contains. No metadata is copied from the source.
    case replaced(
      [String: String], contentType: String? = nil, cacheControl: String? = nil, contentEncoding: String? = nil,
      contentDisposition: String? = nil, contentLanguage: String? = nil)
  }

  /// Conditions that the source must meet; otherwise it is not copied. They are the properties whose names begin with
  /// `copySourceIf` together.
  public var sourceConditions: S3.ReadConditions {
    get {
      S3.ReadConditions(
        ifMatch: copySourceIfMatch, ifNoneMatch: copySourceIfNoneMatch, ifModifiedSince: copySourceIfModifiedSince,
        ifUnmodifiedSince: copySourceIfUnmodifiedSince)
    }
    set {
      copySourceIfMatch = newValue.ifMatch
      copySourceIfNoneMatch = newValue.ifNoneMatch
      copySourceIfModifiedSince = newValue.ifModifiedSince
      copySourceIfUnmodifiedSince = newValue.ifUnmodifiedSince
    }
  }

  /// The condition under which the copy is written; `nil` to write it in any case. It is what ``ifMatch`` and
  /// ``ifNoneMatch`` say together. See ``S3/PutObjectInput/condition``.
  public var condition: S3.WriteCondition? {
    get { S3.WriteCondition(ifMatch: ifMatch, ifNoneMatch: ifNoneMatch) }
    set {
      ifMatch = newValue?.ifMatch
      ifNoneMatch = newValue?.ifNoneMatch
    }
  }

  /// Sets what metadata the copy gets.
  public mutating func setMetadata(_ metadata: Metadata) {
    switch metadata {
    case .copied:
      metadataDirective = nil
      self.metadata = [:]
      (contentType, cacheControl, contentEncoding, contentDisposition, contentLanguage) = (nil, nil, nil, nil, nil)
    case .replaced(let metadata, let type, let cache, let encoding, let disposition, let language):
      metadataDirective = .replace
      self.metadata = metadata
      (contentType, cacheControl, contentEncoding) = (type, cache, encoding)
      (contentDisposition, contentLanguage) = (disposition, language)
    }
  }

  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The bucket to copy to.
  ///   - key: The key to copy to, not percent-encoded.
  ///   - source: The object to copy.
  ///   - metadata: Whether the copy gets the source's metadata or new metadata.
  ///   - storageClass: The storage class of the copy. If `nil`, S3 uses ``S3/StorageClass/standard``, whatever the
  ///     source's storage class is.
  ///   - sourceConditions: Conditions that the source must meet. By default there are none.
  ///   - condition: The condition under which the copy is written; `nil` to write it in any case.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  public init(
    bucket: String, key: String, source: S3.CopySource, metadata: Metadata = .copied,
    storageClass: S3.StorageClass? = nil, sourceConditions: S3.ReadConditions = S3.ReadConditions(),
    condition: S3.WriteCondition? = nil, additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket, copySource: source, key: key)
    setMetadata(metadata)
    self.storageClass = storageClass
    self.sourceConditions = sourceConditions
    self.condition = condition
    self.additionalHeaders = additionalHeaders
  }
}

extension S3.CopyObjectOutput {
  /// The entity tag of the copy; `nil` if the server did not report it.
  public var etag: S3.ETag? { copyObjectResult.etag }

  /// When the copy was made, according to S3's clock; `nil` if the server did not report it.
  public var lastModified: Date? { copyObjectResult.lastModified }
}
