import AWSCore
import AWSCredentials
import AWSRuntime

extension S3Client {
  /// Lists a bucket's objects page by page. Each page is requested only when it is needed.
  ///
  /// - Parameter input: The bucket, and which objects to list. If the input has a continuation token, the first page is
  ///   the one that the token stands for.
  public func listObjectsV2Pages(_ input: S3.ListObjectsV2Input) -> S3.ListObjectsV2Pages {
    S3.ListObjectsV2Pages(client: self, input: input)
  }

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
  /// The pages of a list of objects. Each iteration starts from the first page.
  public struct ListObjectsV2Pages: AsyncSequence, Sendable {
    /// The type of the elements: one page of the list.
    public typealias Element = ListObjectsV2Output
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    let client: S3Client
    let input: ListObjectsV2Input

    /// The iterator, which requests one page after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: one page of the list.
      public typealias Element = ListObjectsV2Output
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private let client: S3Client
      private var input: ListObjectsV2Input?

      init(client: S3Client, input: ListObjectsV2Input) {
        self.client = client
        self.input = input
      }

      /// Requests and returns the next page; returns `nil` after the last page.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> ListObjectsV2Output? {
        guard let input else { return nil }
        // After an error there is nothing to go on from.
        self.input = nil
        let page = try await client.listObjectsV2(input)
        if let token = page.nextContinuationToken {
          // Tokens are bytes: two that look alike are two places.
          guard token.exact != input.continuationToken?.exact else {
            let problem = S3Problem(
              .invalidResponse, code: .invalidResponse, message: "The list does not get on: a page ends where it began."
            )
            throw S3Error(problem, operation: "s3.ListObjectsV2", target: input.target)
          }
          self.input = input
          self.input?.continuationToken = token
        }
        return page
      }
    }

    /// Makes an iterator that begins with the first page.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, input: input) }
  }
}

extension S3 {
  /// The objects of a list, over all its pages. Each iteration starts from the first page.
  public struct Objects: AsyncSequence, Sendable {
    /// The type of the elements: one object of the list.
    public typealias Element = Object
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    let pages: ListObjectsV2Pages

    /// The iterator, which requests a page when all objects of the previous one have been returned.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: one object of the list.
      public typealias Element = Object
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private var pages: ListObjectsV2Pages.AsyncIterator
      private var page: ArraySlice<Object> = []

      init(pages: ListObjectsV2Pages.AsyncIterator) { self.pages = pages }

      /// Returns the next object, for which it may request a page; returns `nil` after the last object.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> Object? {
        while true {
          if let object = page.popFirst() { return object }
          guard let next = try await pages.next() else { return nil }
          page = next.objects[...]
        }
      }
    }

    /// Makes an iterator that begins with the first object.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator()) }
  }
}
