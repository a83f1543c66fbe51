extension S3 {
  /// How an upload is cut into parts, and how many of them are sent at once.
  public struct UploadOptions: Sendable, Hashable {
    /// Content of up to this size in bytes is sent with one request; by default 16 MiB. Content of unknown length is
    /// sent with one request if it fits into one part.
    public var multipartThreshold: Int64
    /// The size of a part in bytes, from 5 MiB to 5 GiB; by default 8 MiB. Parts are larger if the content would not
    /// fit into 10,000 of them. If its length is not known, the size is doubled after each 1,000 parts.
    public var partSize: Int64
    /// How many parts are sent at once; by default 4. Content that is neither in memory nor in a file is kept in memory
    /// while it is sent, at most this number times ``partSize`` bytes. Larger parts than ``partSize`` are sent fewer at
    /// once, so that they need no more memory; a single part may need more.
    public var concurrency: Int

    /// Makes options.
    public init(multipartThreshold: Int64 = 16 << 20, partSize: Int64 = 8 << 20, concurrency: Int = 4) {
      self.multipartThreshold = multipartThreshold
      self.partSize = partSize
      self.concurrency = concurrency
    }

    /// How many bytes of parts may be in flight.
    var window: Int64 {
      let (product, overflow) = partSize.multipliedReportingOverflow(by: Int64(max(1, concurrency)))
      return overflow ? .max : product
    }
  }
}

extension S3 {
  /// The output of an upload, or of a copy within S3.
  public struct UploadOutput: Sendable {
    /// The entity tag of the object; `nil` if the server did not report it.
    public let etag: ETag?
    /// The id of the version that was written, if the bucket has versioning; else `nil`.
    public let versionId: String?
    /// How many bytes the object has.
    public let size: Int64
    /// How many parts the object was uploaded in; 0 if it was sent with one request.
    public let parts: Int
  }
}
