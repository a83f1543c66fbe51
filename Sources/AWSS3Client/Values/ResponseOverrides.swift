extension S3 {
  /// Header fields that S3 should send in the response to a read instead of the object's own, for example the file name
  /// under which a browser saves the content of a presigned URL. S3 accepts them in signed requests only. `nil` keeps
  /// the object's own value.
  public struct ResponseOverrides: Sendable, Hashable {
    /// The value of `Content-Type`.
    public var contentType: String?
    /// The value of `Content-Disposition`, for example `attachment; filename="report.pdf"`.
    public var contentDisposition: String?
    /// The value of `Content-Encoding`.
    public var contentEncoding: String?
    /// The value of `Content-Language`.
    public var contentLanguage: String?
    /// The value of `Cache-Control`.
    public var cacheControl: String?
    /// The value of `Expires`.
    public var expires: String?

    /// Makes overrides. By default there are none.
    public init(
      contentType: String? = nil, contentDisposition: String? = nil, contentEncoding: String? = nil,
      contentLanguage: String? = nil, cacheControl: String? = nil, expires: String? = nil
    ) {
      self.contentType = contentType
      self.contentDisposition = contentDisposition
      self.contentEncoding = contentEncoding
      self.contentLanguage = contentLanguage
      self.cacheControl = cacheControl
      self.expires = expires
    }

    func encode(into request: inout S3RequestContent) {
      request.add(query: "response-cache-control", cacheControl)
      request.add(query: "response-content-disposition", contentDisposition)
      request.add(query: "response-content-encoding", contentEncoding)
      request.add(query: "response-content-language", contentLanguage)
      request.add(query: "response-content-type", contentType)
      request.add(query: "response-expires", expires)
    }
  }
}
