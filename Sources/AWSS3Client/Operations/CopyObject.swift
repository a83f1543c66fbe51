import AWSCore
import AWSRuntime
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// The input of ``S3Client/copyObject(_:)``.
  public struct CopyObjectInput: OperationInput {
    /// The bucket to copy to.
    public var bucket: String
    /// The key to copy to, not percent-encoded.
    public var key: String
    /// The object to copy.
    public var source: CopySource
    /// Whether the copy gets the source's metadata or new metadata.
    public var metadata: Metadata
    /// The storage class of the copy. If `nil`, S3 uses ``S3/StorageClass/standard``, whatever the source's storage
    /// class is.
    public var storageClass: StorageClass?
    /// Conditions that the source must meet; otherwise it is not copied. By default there are none.
    public var sourceConditions: ReadConditions
    /// The condition under which the copy is written; `nil` to write it in any case. See
    /// ``S3/PutObjectInput/condition``.
    public var condition: WriteCondition?
    /// Additional header fields to send, for features of S3 for which this input has no property.
    public var additionalHeaders: HTTPFields

    /// Whether a copy gets the source's metadata or new metadata.
    public enum Metadata: Sendable, Hashable {
      /// The copy gets the source's user metadata, content type, content encoding and similar values.
      case copied
      /// The copy gets the values that this case contains. No metadata is copied from the source.
      case replaced(
        [String: String], contentType: String? = nil, cacheControl: String? = nil, contentEncoding: String? = nil,
        contentDisposition: String? = nil, contentLanguage: String? = nil)
    }

    /// Makes the input of ``S3Client/copyObject(_:)``.
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
  /// The output of ``S3Client/copyObject(_:)``.
  public struct CopyObjectOutput: Sendable {
    /// The entity tag of the copy; `nil` if the server did not report it.
    public let etag: ETag?
    /// When the copy was made, according to S3's clock; `nil` if the server did not report it.
    public let lastModified: Date?
    /// The version id of the copy, if its bucket has versioning; else `nil`.
    public let versionId: String?
    /// The version id of the source that was copied, if its bucket has versioning; else `nil`.
    public let sourceVersionId: String?
  }
}

extension S3.CopyObjectInput: S3Operation {
  package typealias Output = S3.CopyObjectOutput
  package static let operation = S3OperationDescription(
    "CopyObject", .put, responseBody: .document, endpoint: .noExpressSession)
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
  /// Copies an object of up to 5 GiB within S3. The content is not sent to this process and back.
  ///
  /// S3 may send status 200 and then report a failure in the body of the response. This client handles it like any
  /// other failure: it retries or throws.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func copyObject(_ input: S3.CopyObjectInput) async throws -> S3.CopyObjectOutput {
    try await call(input)
  }
}
