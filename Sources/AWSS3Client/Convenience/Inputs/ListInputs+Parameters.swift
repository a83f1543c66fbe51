public import HTTPTypes

extension S3.ListObjectsV2Input {
  /// Makes an input with what is set most often.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only keys that begin with this prefix; `nil` for all keys.
  ///   - delimiter: The text at which keys are grouped, usually `/`. All keys that are equal up to the first delimiter
  ///     after the prefix are listed as one common prefix, like the files of a folder. `nil` to list every key.
  ///   - startAfter: Lists only keys that come after this one in the order of their bytes; `nil` for all keys.
  ///   - maxKeys: The maximum number of keys on a page, up to 1000; `nil` for S3's default of 1000.
  ///   - fetchOwner: Whether the list contains each object's owner; `nil` for S3's default, which is not to.
  ///   - continuationToken: The ``S3/ListObjectsV2Output/nextContinuationToken`` of the previous page, to request the page
  ///     after it; `nil` for the first page.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    bucket: String, prefix: String? = nil, delimiter: String? = nil, startAfter: String? = nil, maxKeys: Int? = nil,
    fetchOwner: Bool? = nil, continuationToken: String? = nil, additionalHeaders: HTTPFields = [:]
  ) {
    self.init(bucket: bucket)
    self.prefix = prefix
    self.delimiter = delimiter
    self.startAfter = startAfter
    self.maxKeys = maxKeys
    self.fetchOwner = fetchOwner
    self.continuationToken = continuationToken
    self.additionalHeaders = additionalHeaders
  }
}

extension S3.ListBucketsInput {
  /// Makes an input.
  ///
  /// - Parameters:
  ///   - prefix: Lists only buckets whose names begin with this prefix; `nil` for all buckets.
  ///   - bucketRegion: Lists only buckets in this region; `nil` for all regions.
  ///   - maxBuckets: The maximum number of buckets on a page, 1 to 10,000; `nil` for all buckets on one page.
  ///   - continuationToken: The ``S3/ListBucketsOutput/continuationToken`` of the previous page, to request the page after
  ///     it; `nil` for the first page.
  ///   - additionalHeaders: Additional header fields to send, for features of S3 for which this input has no property.
  @_disfavoredOverload
  public init(
    prefix: String? = nil, bucketRegion: String? = nil, maxBuckets: Int? = nil, continuationToken: String? = nil,
    additionalHeaders: HTTPFields = [:]
  ) {
    self.init()
    self.prefix = prefix
    self.bucketRegion = bucketRegion
    self.maxBuckets = maxBuckets
    self.continuationToken = continuationToken
    self.additionalHeaders = additionalHeaders
  }
}
