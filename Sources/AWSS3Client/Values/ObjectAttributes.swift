public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// The attributes of an object that S3 sends in the response to a GET or HEAD request.
  public struct ObjectAttributes: Sendable {
    /// The entity tag of the content; `nil` if the server did not send it.
    public let etag: ETag?
    /// The version id of the object, if its bucket has versioning; else `nil`.
    public let versionId: String?
    /// The length of the response's content in bytes; `nil` if the server did not send it.
    public internal(set) var contentLength: Int64?
    /// The media type of the content, such as `text/plain`; `nil` if the server did not send it.
    public let contentType: String?
    /// The encoding of the content, for example `gzip`; `nil` for none.
    public let contentEncoding: String?
    /// The value of `Content-Disposition`, which tells a browser how to present the content; `nil` for none.
    public let contentDisposition: String?
    /// The language of the content (`Content-Language`); `nil` for none.
    public let contentLanguage: String?
    /// The value of `Cache-Control`, which says how long the content may be cached; `nil` for none.
    public let cacheControl: String?
    /// When the object was written, in whole seconds; `nil` if the server did not send it.
    public let lastModified: Date?
    /// The user metadata of the object, with names in lower case.
    public let metadata: [String: String]
    /// The storage class of the object. If the response names none, this is ``S3/StorageClass/standard``, because S3
    /// omits the name of that class.
    public let storageClass: StorageClass
    /// All header fields of the response, also those for which this type has no property.
    public let headers: HTTPFields

    init(_ head: S3ResponseHead) {
      etag = head.etag("etag")
      versionId = head.header("x-amz-version-id")
      contentLength = head.integer("content-length")
      contentType = head.header("content-type")
      contentEncoding = head.header("content-encoding")
      contentDisposition = head.header("content-disposition")
      contentLanguage = head.header("content-language")
      cacheControl = head.header("cache-control")
      lastModified = head.date("last-modified")
      metadata = head.metadata()
      storageClass = head.header("x-amz-storage-class").map(StorageClass.init(rawValue:)) ?? .standard
      headers = head.fields
    }
  }
}
