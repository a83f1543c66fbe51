#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// Values of header fields that S3 should send in the response to a read instead of the values that are stored with
  /// the object, for example the file name under which a browser saves the content of a presigned URL. S3 accepts them
  /// in signed requests only. A property that is `nil` keeps the stored value.
  public struct ResponseOverrides: Sendable, Hashable {
    /// The value of `Content-Type` in the response; `nil` for the value that is stored with the object.
    public var contentType: String?
    /// The value of `Content-Disposition` in the response, such as `attachment; filename="report.pdf"`; `nil` for the
    /// value that is stored with the object.
    public var contentDisposition: String?
    /// The value of `Content-Encoding` in the response; `nil` for the value that is stored with the object.
    public var contentEncoding: String?
    /// The value of `Content-Language` in the response; `nil` for the value that is stored with the object.
    public var contentLanguage: String?
    /// The value of `Cache-Control` in the response; `nil` for the value that is stored with the object.
    public var cacheControl: String?
    /// The value of `Expires` in the response, in whole seconds; `nil` for the value that is stored with the object.
    public var expires: Date?

    /// Makes values that replace those stored with the object. By default none is replaced.
    public init(
      contentType: String? = nil, contentDisposition: String? = nil, contentEncoding: String? = nil,
      contentLanguage: String? = nil, cacheControl: String? = nil, expires: Date? = nil
    ) {
      self.contentType = contentType
      self.contentDisposition = contentDisposition
      self.contentEncoding = contentEncoding
      self.contentLanguage = contentLanguage
      self.cacheControl = cacheControl
      self.expires = expires
    }
  }
}
