public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// What S3 reports about an object in the response to a GET or HEAD request.
  public struct ObjectAttributes: Sendable {
    /// The tag of the content.
    public let etag: ETag?
    /// The version, in a bucket with versioning.
    public let versionId: String?
    /// How many bytes the content has.
    public let contentLength: Int64?
    /// The media type of the content.
    public let contentType: String?
    /// How the content is encoded, for example `gzip`.
    public let contentEncoding: String?
    /// How a browser should present the content.
    public let contentDisposition: String?
    /// The language of the content.
    public let contentLanguage: String?
    /// How long the content may be cached.
    public let cacheControl: String?
    /// When the object was written, to the second.
    public let lastModified: Date?
    /// User metadata, names in lower case.
    public let metadata: [String: String]
    /// The storage class. S3 omits it for ``S3/StorageClass/standard``.
    public let storageClass: StorageClass
    /// All header fields of the response, for what has no member here.
    public let headers: HTTPFields

    init(_ response: S3Response) {
      etag = response.etag()
      versionId = response.header("x-amz-version-id")
      contentLength = response.integer("content-length")
      contentType = response.header("content-type")
      contentEncoding = response.header("content-encoding")
      contentDisposition = response.header("content-disposition")
      contentLanguage = response.header("content-language")
      cacheControl = response.header("cache-control")
      lastModified = response.date("last-modified")
      metadata = response.metadata()
      storageClass = response.header("x-amz-storage-class").map(StorageClass.init(rawValue:)) ?? .standard
      headers = response.head.headerFields
    }
  }
}
