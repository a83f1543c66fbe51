import AWSCore

extension S3Client {
  /// Copies an object of any size within S3, with its metadata and tags: up to 5 GiB with one request (CopyObject), a
  /// larger one in parts (UploadPartCopy), of which several are copied at once. The content is not sent to this process
  /// and back.
  ///
  /// All parts are of the same content: if the source is replaced meanwhile, the call throws
  /// ``S3Error/Code/preconditionFailed``. If the call fails or its task is cancelled, the parts that were copied are
  /// removed.
  ///
  /// The storage class, the encryption and the ACL of the copy are those of `input`, as with one request, not those of
  /// the source.
  ///
  /// - Parameters:
  ///   - input: The source, the bucket and key of the copy, and everything else that it should have. Metadata is copied
  ///     unless `metadataDirective` is `.replace`; tags, unless `taggingDirective` is `.replace`.
  ///   - options: How a large object is cut into parts.
  ///   - progress: Where to report how far the copy has got; `nil` for nowhere.
  /// - Throws: ``S3Error`` for the first request that failed; `CancellationError` if the task is cancelled.
  @discardableResult
  public func copy(
    _ input: S3.CopyObjectInput, options: S3.CopyOptions = S3.CopyOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    try await copy(input, size: nil, options, progress)
  }

  /// - Parameter size: The size of the source in bytes; `nil` to ask for it.
  package func copy(
    _ input: S3.CopyObjectInput, size: Int64?, _ options: S3.CopyOptions, _ progress: S3.TransferProgress?
  ) async throws -> S3.UploadOutput {
    defer { progress?.finish() }
    if let size, size <= options.threshold { return try await copyAtOnce(input, size, progress) }
    let head = try await headObject(input.head)
    guard let size = head.contentLength, size > options.threshold else {
      return try await copyAtOnce(input, head.contentLength ?? 0, progress)
    }
    var part = S3.UploadPartCopyInput(
      bucket: input.bucket, copySource: input.copySource, key: input.key, partNumber: 0, uploadId: "")
    part.copySourceIfMatch = input.copySourceIfMatch ?? head.etag
    part.copySourceIfNoneMatch = input.copySourceIfNoneMatch
    part.copySourceIfModifiedSince = input.copySourceIfModifiedSince
    part.copySourceIfUnmodifiedSince = input.copySourceIfUnmodifiedSince
    part.sseCustomerAlgorithm = input.sseCustomerAlgorithm
    part.sseCustomerKey = input.sseCustomerKey
    part.sseCustomerKeyMD5 = input.sseCustomerKeyMD5
    part.copySourceSSECustomerAlgorithm = input.copySourceSSECustomerAlgorithm
    part.copySourceSSECustomerKey = input.copySourceSSECustomerKey
    part.copySourceSSECustomerKeyMD5 = input.copySourceSSECustomerKeyMD5
    part.requestPayer = input.requestPayer
    part.expectedBucketOwner = input.expectedBucketOwner
    part.expectedSourceBucketOwner = input.expectedSourceBucketOwner
    var object = input.object(like: head)
    if input.taggingDirective != .replace, (head.tagCount ?? 0) > 0 { object.tagging = try await tags(input) }
    let upload = S3.UploadOptions(multipartThreshold: 0, partSize: options.partSize, concurrency: options.concurrency)
    return try await self.upload(object, .object(size: size, part), upload, progress) { uploader in
      try await uploader.upload()
    }
  }

  private func copyAtOnce(
    _ input: S3.CopyObjectInput, _ size: Int64, _ progress: S3.TransferProgress?
  ) async throws -> S3.UploadOutput {
    progress?.begin(total: size)
    let output = try await copyObject(input)
    progress?.add(size)
    return S3.UploadOutput(
      etag: output.copyObjectResult.etag, versionId: output.versionId, size: size, parts: 0)
  }

  /// The tags of the source, as the header field of the copy has them.
  private func tags(_ input: S3.CopyObjectInput) async throws -> String {
    var request = S3.GetObjectTaggingInput(bucket: input.copySource.bucket, key: input.copySource.key)
    request.versionId = input.copySource.versionId
    request.requestPayer = input.requestPayer
    request.expectedBucketOwner = input.expectedSourceBucketOwner
    return try await getObjectTagging(request).tagSet
      .map { PercentEncoding.encode($0.key) + "=" + PercentEncoding.encode($0.value) }.joined(separator: "&")
  }
}

extension S3.CopyObjectInput {
  /// The request for the attributes of the source.
  fileprivate var head: S3.HeadObjectInput {
    var request = S3.HeadObjectInput(bucket: copySource.bucket, key: copySource.key)
    request.versionId = copySource.versionId
    request.ifMatch = copySourceIfMatch
    request.ifNoneMatch = copySourceIfNoneMatch
    request.ifModifiedSince = copySourceIfModifiedSince
    request.ifUnmodifiedSince = copySourceIfUnmodifiedSince
    request.sseCustomerAlgorithm = copySourceSSECustomerAlgorithm
    request.sseCustomerKey = copySourceSSECustomerKey
    request.sseCustomerKeyMD5 = copySourceSSECustomerKeyMD5
    request.requestPayer = requestPayer
    request.expectedBucketOwner = expectedSourceBucketOwner
    return request
  }

  /// What the copy should be.
  ///
  /// - Parameter source: The source's attributes.
  fileprivate func object(like source: S3.HeadObjectOutput) -> S3.PutObjectInput {
    var object = S3.PutObjectInput(bucket: bucket, key: key)
    let isNew = metadataDirective == .replace
    object.cacheControl = isNew ? cacheControl : source.cacheControl
    object.contentDisposition = isNew ? contentDisposition : source.contentDisposition
    object.contentEncoding = isNew ? contentEncoding : source.contentEncoding
    object.contentLanguage = isNew ? contentLanguage : source.contentLanguage
    object.contentType = isNew ? contentType : source.contentType
    object.metadata = isNew ? metadata : source.metadata
    object.expires = isNew ? expires : source.expires.flatMap { HTTPDate.date(from: $0) }
    object.tagging = tagging
    object.acl = acl
    object.grantFullControl = grantFullControl
    object.grantRead = grantRead
    object.grantReadACP = grantReadACP
    object.grantWriteACP = grantWriteACP
    object.ifMatch = ifMatch
    object.ifNoneMatch = ifNoneMatch
    object.checksumAlgorithm = checksumAlgorithm
    object.serverSideEncryption = serverSideEncryption
    object.storageClass = storageClass
    object.websiteRedirectLocation = websiteRedirectLocation
    object.sseCustomerAlgorithm = sseCustomerAlgorithm
    object.sseCustomerKey = sseCustomerKey
    object.sseCustomerKeyMD5 = sseCustomerKeyMD5
    object.sseKMSKeyId = sseKMSKeyId
    object.sseKMSEncryptionContext = sseKMSEncryptionContext
    object.bucketKeyEnabled = bucketKeyEnabled
    object.requestPayer = requestPayer
    object.objectLockMode = objectLockMode
    object.objectLockRetainUntilDate = objectLockRetainUntilDate
    object.objectLockLegalHoldStatus = objectLockLegalHoldStatus
    object.expectedBucketOwner = expectedBucketOwner
    object.additionalHeaders = additionalHeaders
    return object
  }
}

extension S3 {
  /// How an object is copied within S3.
  public struct CopyOptions: Sendable, Hashable {
    /// An object of up to this size in bytes is copied with one request; by default, and at most, 5 GiB, which is S3's
    /// limit. A large object is copied faster in parts.
    public var multipartThreshold: Int64
    /// The size of a part in bytes, from 5 MiB to 5 GiB; by default 128 MiB. Parts are larger if the object would not
    /// fit into 10,000 of them.
    public var partSize: Int64
    /// How many parts are copied at once; by default 8.
    public var concurrency: Int

    /// Makes options.
    public init(multipartThreshold: Int64 = 5 << 30, partSize: Int64 = 128 << 20, concurrency: Int = 8) {
      self.multipartThreshold = multipartThreshold
      self.partSize = partSize
      self.concurrency = concurrency
    }

    var threshold: Int64 { min(multipartThreshold, 5 << 30) }
  }
}
