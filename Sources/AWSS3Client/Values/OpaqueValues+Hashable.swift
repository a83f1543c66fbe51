import AWSCore
import AWSCredentials

// Keys, ids and tokens are bytes. What Swift would generate compares them as text, by canonical equivalence, and takes `é` for
// `e` with an accent. Each member of a type stands in its `==`; the hash needs only what tells most values apart.

extension S3.Object: Hashable {
  /// Whether all properties of both values are the same. The key is compared byte for byte.
  public static func == (left: S3.Object, right: S3.Object) -> Bool {
    left.key.exact == right.key.exact && left.size == right.size && left.etag == right.etag
      && left.lastModified == right.lastModified && left.storageClass == right.storageClass
      && left.checksumAlgorithm == right.checksumAlgorithm && left.checksumType == right.checksumType
      && left.owner == right.owner && left.restoreStatus == right.restoreStatus
  }

  /// Hashes the key, the size and the entity tag.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(key.exact)
    hasher.combine(size)
    hasher.combine(etag)
  }
}

extension S3.Owner: Hashable {
  /// Whether both owners are the same. Their texts are compared byte for byte.
  public static func == (left: S3.Owner, right: S3.Owner) -> Bool {
    left.id?.exact == right.id?.exact && left.displayName?.exact == right.displayName?.exact
  }

  /// Hashes the bytes of the id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id?.exact) }
}

extension S3.RestoreStatus: Hashable {
  /// Whether all properties of both values are the same.
  public static func == (left: S3.RestoreStatus, right: S3.RestoreStatus) -> Bool {
    left.isRestoreInProgress == right.isRestoreInProgress && left.restoreExpiryDate == right.restoreExpiryDate
  }

  /// Hashes when the restored copy expires.
  public func hash(into hasher: inout Hasher) { hasher.combine(restoreExpiryDate) }
}

extension S3.CommonPrefix: Hashable {
  /// Whether both prefixes are the same, byte for byte.
  public static func == (left: S3.CommonPrefix, right: S3.CommonPrefix) -> Bool {
    left.prefix.exact == right.prefix.exact
  }

  /// Hashes the bytes of the prefix.
  public func hash(into hasher: inout Hasher) { hasher.combine(prefix.exact) }
}

extension S3.Bucket: Hashable {
  /// Whether all properties of both values are the same. The texts are compared byte for byte.
  public static func == (left: Self, right: Self) -> Bool {
    left.name.exact == right.name.exact && left.creationDate == right.creationDate
      && left.bucketRegion?.exact == right.bucketRegion?.exact && left.bucketArn?.exact == right.bucketArn?.exact
  }

  /// Hashes the bytes of the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name.exact) }
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
