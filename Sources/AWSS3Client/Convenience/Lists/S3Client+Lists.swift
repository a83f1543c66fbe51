extension S3Client {
  /// Lists a bucket's objects one by one. Each page is requested only when it is needed.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only keys that begin with this prefix; `nil` for all keys.
  ///   - startAfter: Lists only keys that come after this one in the order of their bytes; `nil` for all keys.
  public func objects(in bucket: String, prefix: String? = nil, startAfter: String? = nil) -> S3.Objects {
    objects(S3.ListObjectsV2Input(bucket: bucket, prefix: prefix, startAfter: startAfter))
  }

  /// Lists a bucket's objects one by one, as an input says. With a delimiter, objects whose keys are grouped are left out:
  /// their groups are the common prefixes.
  ///
  /// - Parameter input: What to list, and where to begin.
  public func objects(_ input: S3.ListObjectsV2Input) -> S3.Objects {
    listObjectsV2Pages(input).elements { $0.contents }
  }

  /// Lists the common prefixes of a bucket's keys one by one, like the folders of a folder. Each page is requested only
  /// when it is needed.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only prefixes that begin with this text, such as `photos/`; `nil` for all.
  ///   - delimiter: The text with which a common prefix ends.
  public func prefixes(in bucket: String, prefix: String? = nil, delimiter: String = "/") -> S3.Elements<String> {
    listObjectsV2Pages(S3.ListObjectsV2Input(bucket: bucket, prefix: prefix, delimiter: delimiter))
      .elements { $0.commonPrefixes.map(\.prefix) }
  }

  /// Lists the versions and delete markers of a bucket's objects one by one: by key, and for a key the newest first. Each
  /// page is requested only when it is needed.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only keys that begin with this prefix; `nil` for all keys.
  public func versions(in bucket: String, prefix: String? = nil) -> S3.Elements<S3.VersionEntry> {
    var input = S3.ListObjectVersionsInput(bucket: bucket)
    input.prefix = prefix
    return listObjectVersionsPages(input).elements { S3.VersionEntry.all(in: $0) }
  }

  /// Lists the parts of a multipart upload one by one, by their numbers. Each page is requested only when it is needed.
  ///
  /// - Parameters:
  ///   - uploadId: The id of the upload.
  ///   - bucket: The name of the bucket.
  ///   - key: The key of the object that the upload is to become.
  public func parts(ofUpload uploadId: String, bucket: String, key: String) -> S3.Elements<S3.Part> {
    listPartsPages(S3.ListPartsInput(bucket: bucket, key: key, uploadId: uploadId)).elements { $0.parts }
  }

  /// Lists the multipart uploads of a bucket that are under way, one by one. Each page is requested only when it is
  /// needed.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only uploads whose keys begin with this prefix; `nil` for all.
  public func uploads(in bucket: String, prefix: String? = nil) -> S3.Elements<S3.MultipartUpload> {
    var input = S3.ListMultipartUploadsInput(bucket: bucket)
    // Without it, a key with a control character makes a response that is not XML.
    input.encodingType = .url
    input.prefix = prefix
    return listMultipartUploadsPages(input).elements { $0.uploads }
  }

  /// Lists the caller's buckets one by one. Each page is requested only when it is needed.
  ///
  /// - Parameter prefix: Lists only buckets whose names begin with this prefix; `nil` for all.
  public func buckets(prefix: String? = nil) -> S3.Elements<S3.Bucket> {
    listBucketsPages(S3.ListBucketsInput(prefix: prefix, maxBuckets: 1000)).elements { $0.buckets }
  }
}
