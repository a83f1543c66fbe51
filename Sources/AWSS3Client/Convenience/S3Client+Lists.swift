import AWSCredentials

extension S3Client {
  /// Lists a bucket's objects one by one. Each page is requested only when it is needed.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: Lists only keys that begin with this prefix; `nil` for all keys.
  ///   - startAfter: Lists only keys that come after this one in the order of their bytes; `nil` for all keys.
  public func objects(in bucket: String, prefix: String? = nil, startAfter: String? = nil) -> S3.Objects {
    S3.Objects(
      pages: listObjectsV2Pages(S3.ListObjectsV2Input(bucket: bucket, prefix: prefix, startAfter: startAfter)))
  }
}

extension S3 {
  /// The objects of a list, over all its pages. Each iteration starts from the first page.
  public struct Objects: AsyncSequence, Sendable {
    /// The type of the elements: one object of the list.
    public typealias Element = Object
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    let pages: Pages<ListObjectsV2Output>

    /// The iterator, which requests a page when all objects of the previous one have been returned.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: one object of the list.
      public typealias Element = Object
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private var pages: Pages<ListObjectsV2Output>.AsyncIterator
      private var page: ArraySlice<Object> = []

      init(pages: Pages<ListObjectsV2Output>.AsyncIterator) { self.pages = pages }

      /// Returns the next object, for which it may request a page; returns `nil` after the last object.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> Object? {
        while true {
          if let object = page.popFirst() { return object }
          guard let next = try await pages.next() else { return nil }
          page = next.contents[...]
        }
      }
    }

    /// Makes an iterator that begins with the first object.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator()) }
  }
}
