extension S3Client {
  /// Deletes an object. Deleting an object that does not exist succeeds.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - versionId: The version to delete permanently; `nil` to delete the object, which in a bucket with versioning means
  ///     to hide it by a delete marker.
  ///   - condition: The condition under which the object is deleted; `nil` to delete it in any case.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func delete(
    bucket: String, key: String, versionId: String? = nil, condition: S3.DeleteCondition? = nil
  ) async throws {
    var input = S3.DeleteObjectInput(bucket: bucket, key: key, versionId: versionId)
    input.condition = condition
    try await deleteObject(input)
  }

  /// Copies an object within S3, with its metadata.
  ///
  /// - Parameters:
  ///   - source: The object to copy.
  ///   - bucket: The bucket to copy to.
  ///   - key: The key to copy to.
  ///   - condition: The condition under which the copy is written; `nil` to write it in any case.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func copy(
    _ source: S3.CopySource, toBucket bucket: String, key: String, condition: S3.WriteCondition? = nil
  ) async throws -> S3.CopyObjectOutput {
    try await copyObject(S3.CopyObjectInput(bucket: bucket, key: key, source: source, condition: condition))
  }

  /// Creates a bucket.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - location: The region of the bucket. The default is the client's region.
  /// - Throws: ``S3Error``; see ``createBucket(_:)``. `CancellationError` if the task is cancelled.
  @discardableResult
  public func createBucket(
    _ bucket: String, location: S3.BucketLocation = .clientRegion
  ) async throws -> S3.CreateBucketOutput {
    var input = S3.CreateBucketInput(bucket: bucket)
    // S3's first region has no name in a location constraint, and refuses its own.
    if let region = location.region(client: region), region != "us-east-1" {
      var configuration = S3.CreateBucketConfiguration()
      configuration.locationConstraint = S3.BucketLocationConstraint(rawValue: region)
      input.createBucketConfiguration = configuration
    }
    return try await createBucket(input)
  }

  /// Deletes an empty bucket.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func deleteBucket(_ bucket: String) async throws {
    try await deleteBucket(S3.DeleteBucketInput(bucket: bucket))
  }
}
