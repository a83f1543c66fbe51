import AWSCredentials
import AWSRuntime
import AWSS3Client
import HTTPTypes

/// The operations on objects that almost every check uses, in one place.
extension LiveStore {
  /// Writes an object with header fields.
  @discardableResult
  func put(
    _ content: some AWSHTTPBodyBytes, _ key: String, headers: HTTPFields = [:], metadata: [String: String] = [:],
    contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    try await client.putObject(
      S3.PutObjectInput(
        bucket: bucket, key: key, body: AWSHTTPBody(content), contentType: contentType, metadata: metadata,
        condition: condition, additionalHeaders: headers))
  }

  /// Opens an object.
  func open(
    _ key: String, version: String? = nil, range: S3.ByteRange? = nil, conditions: S3.ReadConditions = .init(),
    headers: HTTPFields = [:]
  ) async throws -> S3.GetObjectOutput {
    try await client.getObject(
      S3.GetObjectInput(
        bucket: bucket, key: key, versionId: version, range: range, conditions: conditions, additionalHeaders: headers))
  }

  /// The content of an object as text.
  func text(
    _ key: String, version: String? = nil, range: S3.ByteRange? = nil, conditions: S3.ReadConditions = .init(),
    headers: HTTPFields = [:]
  ) async throws -> String {
    try await open(key, version: version, range: range, conditions: conditions, headers: headers)
      .collect(as: String.self)
  }

  /// The attributes of an object.
  func head(
    _ key: String, version: String? = nil, conditions: S3.ReadConditions = .init(), headers: HTTPFields = [:]
  ) async throws -> S3.ObjectAttributes {
    try await client.headObject(
      S3.HeadObjectInput(
        bucket: bucket, key: key, versionId: version, conditions: conditions, additionalHeaders: headers)
    ).attributes
  }

  @discardableResult
  func delete(_ key: String, version: String? = nil, ifMatch: S3.ETag? = nil) async throws -> S3.DeleteObjectOutput {
    try await client.deleteObject(
      S3.DeleteObjectInput(bucket: bucket, key: key, versionId: version, ifMatch: ifMatch))
  }

  /// Copies an object, by default one of the same bucket.
  @discardableResult
  func copy(
    _ source: String, from sourceBucket: String? = nil, version: String? = nil, to key: String,
    metadata: S3.CopyObjectInput.Metadata = .copied, sourceConditions: S3.ReadConditions = .init(),
    condition: S3.WriteCondition? = nil, headers: HTTPFields = [:]
  ) async throws -> S3.CopyObjectOutput {
    try await client.copyObject(
      S3.CopyObjectInput(
        bucket: bucket, key: key,
        source: S3.CopySource(bucket: sourceBucket ?? bucket, key: source, versionId: version), metadata: metadata,
        sourceConditions: sourceConditions, condition: condition, additionalHeaders: headers))
  }

  /// One page of a list.
  func page(
    prefix: String? = nil, delimiter: String? = nil, after: String? = nil, maxKeys: Int? = nil, owner: Bool = false,
    token: String? = nil
  ) async throws -> S3.ListObjectsV2Output {
    try await client.listObjectsV2(
      S3.ListObjectsV2Input(
        bucket: bucket, prefix: prefix, delimiter: delimiter, startAfter: after, maxKeys: maxKeys, fetchOwner: owner,
        continuationToken: token))
  }

  /// The bytes of all keys that a list gives.
  func keys(prefix: String? = nil) async throws -> [[UInt8]] {
    var keys: [[UInt8]] = []
    for try await object in client.objects(in: bucket, prefix: prefix) { keys.append(Array(object.key.utf8)) }
    return keys
  }

  // MARK: - With everything that the operations have

  @discardableResult
  func put(_ content: String, _ key: String, with change: (inout S3.PutObjectInput) -> Void) async throws -> S3.ETag? {
    var input = S3.PutObjectInput(bucket: bucket, key: key)
    input.body = AWSHTTPBody(content)
    change(&input)
    return try await client.putObject(input).etag
  }

  func open(_ key: String, with change: (inout S3.GetObjectInput) -> Void) async throws -> S3.GetObjectOutput {
    var input = S3.GetObjectInput(bucket: bucket, key: key)
    change(&input)
    return try await client.getObject(input)
  }

  func text(_ key: String, with change: (inout S3.GetObjectInput) -> Void) async throws -> String {
    try await open(key, with: change).body.collect(as: String.self, upTo: 1 << 24)
  }

  func head(_ key: String, with change: (inout S3.HeadObjectInput) -> Void) async throws -> S3.HeadObjectOutput {
    var input = S3.HeadObjectInput(bucket: bucket, key: key)
    change(&input)
    return try await client.headObject(input)
  }

  func copy(_ source: String, to key: String, with change: (inout S3.CopyObjectInput) -> Void) async throws {
    var input = S3.CopyObjectInput(
      bucket: bucket, copySource: S3.CopySource(bucket: bucket, key: source), key: key)
    change(&input)
    _ = try await client.copyObject(input)
  }

  // MARK: - Presigned

  func presignGet(
    _ key: String, version: String? = nil, overrides: S3.ResponseOverrides = .init(), expiresIn: Duration = .seconds(60)
  ) async throws -> S3.PresignedURL {
    try await client.presign(
      S3.GetObjectInput(bucket: bucket, key: key, versionId: version, responseOverrides: overrides),
      expiresIn: expiresIn)
  }

  func presignPut(
    _ key: String, contentType: String? = nil, metadata: [String: String] = [:]
  ) async throws -> S3.PresignedURL {
    try await client.presign(
      S3.PutObjectInput(bucket: bucket, key: key, contentType: contentType, metadata: metadata),
      expiresIn: .seconds(60))
  }

  func presignHead(_ key: String) async throws -> S3.PresignedURL {
    try await client.presign(S3.HeadObjectInput(bucket: bucket, key: key), expiresIn: .seconds(60))
  }

  func presignDelete(_ key: String) async throws -> S3.PresignedURL {
    try await client.presign(S3.DeleteObjectInput(bucket: bucket, key: key), expiresIn: .seconds(60))
  }

  // MARK: - Buckets

  /// Makes a bucket whose objects can be locked.
  static func createLockable(_ bucket: String, _ client: S3Client) async throws {
    var input = S3.CreateBucketInput(bucket: bucket)
    input.objectLockEnabledForBucket = true
    _ = try await client.createBucket(input)
  }

  /// The names of all buckets of the user.
  func buckets() async throws -> [String] { try await client.listBuckets().buckets.map(\.name) }
}
