import AWSCore
import AWSCredentials

// Keys, ids and tokens are bytes. What Swift would generate compares them as text, by canonical equivalence, and takes `é` for
// `e` with an accent. Each member of a type stands in its `==`; the hash needs only what tells most values apart.

extension S3.Object: Hashable {
  /// Whether both objects are the same. Key and owner are compared byte for byte.
  public static func == (left: S3.Object, right: S3.Object) -> Bool {
    left.key.exact == right.key.exact && left.size == right.size && left.etag == right.etag
      && left.lastModified == right.lastModified && left.storageClass == right.storageClass
      && left.ownerId?.exact == right.ownerId?.exact
  }

  /// Hashes the key, the size and the entity tag.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(key.exact)
    hasher.combine(size)
    hasher.combine(etag)
  }
}

extension S3.ListObjectsV2Output: Hashable {
  /// Whether both pages are the same. Prefixes and continuation token are compared byte for byte.
  public static func == (left: S3.ListObjectsV2Output, right: S3.ListObjectsV2Output) -> Bool {
    left.objects == right.objects && left.commonPrefixes.map(\.exact) == right.commonPrefixes.map(\.exact)
      && left.isTruncated == right.isTruncated
      && left.nextContinuationToken?.exact == right.nextContinuationToken?.exact
  }

  /// Hashes the objects, the common prefixes and the continuation token.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(objects)
    hasher.combine(commonPrefixes.map(\.exact))
    hasher.combine(nextContinuationToken?.exact)
  }
}

extension S3.ListBucketsOutput: Hashable {
  /// Whether both pages are the same. Owner and continuation token are compared byte for byte.
  public static func == (left: S3.ListBucketsOutput, right: S3.ListBucketsOutput) -> Bool {
    left.buckets == right.buckets && left.ownerId?.exact == right.ownerId?.exact
      && left.continuationToken?.exact == right.continuationToken?.exact
  }

  /// Hashes the buckets and the continuation token.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(buckets)
    hasher.combine(continuationToken?.exact)
  }
}

extension S3.Bucket: Hashable {
  /// Whether all properties of both values are the same. The name is compared byte for byte.
  public static func == (left: Self, right: Self) -> Bool {
    left.name.exact == right.name.exact && left.creationDate == right.creationDate
      && left.region?.exact == right.region?.exact
  }

  /// Hashes the bytes of the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name.exact) }
}

extension S3.PutObjectOutput: Hashable {
  /// Whether both outputs are the same. The version id is compared byte for byte.
  public static func == (left: S3.PutObjectOutput, right: S3.PutObjectOutput) -> Bool {
    left.etag == right.etag && left.versionId?.exact == right.versionId?.exact
  }

  /// Hashes the entity tag and the version id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(etag)
    hasher.combine(versionId?.exact)
  }
}

extension S3.CopyObjectOutput: Hashable {
  /// Whether both outputs are the same. Entity tags and version ids are compared byte for byte.
  public static func == (left: S3.CopyObjectOutput, right: S3.CopyObjectOutput) -> Bool {
    left.etag == right.etag && left.lastModified == right.lastModified
      && left.versionId?.exact == right.versionId?.exact
      && left.sourceVersionId?.exact == right.sourceVersionId?.exact
  }

  /// Hashes the entity tag and the version id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(etag)
    hasher.combine(versionId?.exact)
  }
}

extension S3.DeleteObjectOutput: Hashable {
  /// Whether both outputs are the same. The version id is compared byte for byte.
  public static func == (left: S3.DeleteObjectOutput, right: S3.DeleteObjectOutput) -> Bool {
    left.versionId?.exact == right.versionId?.exact && left.isDeleteMarker == right.isDeleteMarker
  }

  /// Hashes the version id.
  public func hash(into hasher: inout Hasher) { hasher.combine(versionId?.exact) }
}

extension S3.CopySource: Hashable {
  /// Whether both sources are the same. All texts are compared byte for byte.
  public static func == (left: S3.CopySource, right: S3.CopySource) -> Bool {
    left.bucket.exact == right.bucket.exact && left.key.exact == right.key.exact
      && left.versionId?.exact == right.versionId?.exact && left.isRooted == right.isRooted
  }

  /// Hashes the bucket, the key and the version id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bucket.exact)
    hasher.combine(key.exact)
    hasher.combine(versionId?.exact)
  }
}

extension S3.ObjectAttributes: Hashable {
  /// Whether all attributes are the same. Version id and metadata are compared byte for byte.
  public static func == (left: S3.ObjectAttributes, right: S3.ObjectAttributes) -> Bool {
    left.etag == right.etag && left.versionId?.exact == right.versionId?.exact
      && left.contentLength == right.contentLength && left.contentType?.exact == right.contentType?.exact
      && left.contentEncoding?.exact == right.contentEncoding?.exact
      && left.contentDisposition?.exact == right.contentDisposition?.exact
      && left.contentLanguage?.exact == right.contentLanguage?.exact
      && left.cacheControl?.exact == right.cacheControl?.exact && left.lastModified == right.lastModified
      && left.metadata.mapValues(\.exact) == right.metadata.mapValues(\.exact)
      && left.storageClass == right.storageClass && left.headers == right.headers
  }

  /// Hashes the entity tag, the version id and the length.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(etag)
    hasher.combine(versionId?.exact)
    hasher.combine(contentLength)
  }
}
