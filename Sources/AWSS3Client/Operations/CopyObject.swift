import AWSCore
import AWSRuntime
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// What to copy within S3.
  public struct CopyObjectInput: OperationInput {
    /// The bucket to copy to.
    public var bucket: String
    /// The key to copy to, taken as it is.
    public var key: String
    /// The object to copy.
    public var source: CopySource
    /// Where the copy's metadata comes from.
    public var metadata: Metadata
    /// The storage class of the copy; S3's default is ``S3/StorageClass/standard``, whatever the source's class is.
    public var storageClass: StorageClass?
    /// The conditions on the source for the copy to be made.
    public var sourceConditions: ReadConditions
    /// The condition for writing the copy; `nil` for none. See ``S3/PutObjectInput/condition``.
    public var condition: WriteCondition?
    /// Additional header fields to send, for features that this input has no member for.
    public var additionalHeaders: HTTPFields

    /// Where a copy's metadata comes from.
    public enum Metadata: Sendable, Hashable {
      /// From the source, including its content type and similar fields.
      case copied
      /// From these values. Fields that are not given are not copied from the source.
      case replaced(
        [String: String], contentType: String? = nil, cacheControl: String? = nil, contentEncoding: String? = nil,
        contentDisposition: String? = nil, contentLanguage: String? = nil)
    }

    /// Makes an input.
    public init(
      bucket: String, key: String, source: CopySource, metadata: Metadata = .copied, storageClass: StorageClass? = nil,
      sourceConditions: ReadConditions = ReadConditions(), condition: WriteCondition? = nil,
      additionalHeaders: HTTPFields = [:]
    ) {
      self.bucket = bucket
      self.key = key
      self.source = source
      self.metadata = metadata
      self.storageClass = storageClass
      self.sourceConditions = sourceConditions
      self.condition = condition
      self.additionalHeaders = additionalHeaders
    }
  }
}

extension S3 {
  /// S3's response to a copy.
  public struct CopyObjectOutput: Sendable {
    /// The tag of the copy.
    public let etag: ETag?
    /// When the copy was written.
    public let lastModified: Date?
    /// The new version, in a bucket with versioning.
    public let versionId: String?
    /// The version that was copied, in a bucket with versioning.
    public let sourceVersionId: String?
  }
}

extension S3.CopyObjectInput: S3Operation {
  package typealias Output = S3.CopyObjectOutput
  package static let operation = S3OperationDescription("CopyObject", .put, responseBody: .document)
  package var target: S3Target { .object(bucket: bucket, key: key) }

  package func encode(into request: inout S3RequestContent) throws(S3Problem) {
    try request.set("x-amz-copy-source", try source.headerValue())
    switch metadata {
    case .copied: break
    case .replaced(let metadata, let type, let cache, let encoding, let disposition, let language):
      try request.set("x-amz-metadata-directive", "REPLACE")
      try request.set("cache-control", cache)
      try request.set("content-disposition", disposition)
      try request.set("content-encoding", encoding)
      try request.set("content-language", language)
      try request.set("content-type", type)
      try request.set(metadata: metadata)
    }
    try request.set("x-amz-storage-class", storageClass?.rawValue)
    try sourceConditions.encode(into: &request, prefix: "x-amz-copy-source-")
    try condition?.encode(into: &request)
  }

  package static func decode(_ response: S3Response) throws(S3Problem) -> S3.CopyObjectOutput {
    let root = try response.xml(root: "CopyObjectResult")
    return S3.CopyObjectOutput(
      etag: root.text("ETag").map(S3.ETag.init), lastModified: root.date("LastModified"),
      versionId: response.header("x-amz-version-id"), sourceVersionId: response.header("x-amz-copy-source-version-id"))
  }
}

extension S3Client {
  /// Copies an object of up to 5 GiB within S3, without its content passing through this process.
  ///
  /// S3 may respond with a success status and fail afterwards; such a failure is retried or thrown like any other.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func copyObject(_ input: S3.CopyObjectInput) async throws -> S3.CopyObjectOutput {
    try await call(input)
  }
}
