extension S3 {
  /// What the pages of a list hold, one by one: objects, versions, parts, … Each iteration starts from the first page, and
  /// requests a page when all elements of the previous one have been returned.
  public struct Elements<Element: Sendable>: AsyncSequence, Sendable {
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    // Of a page its elements, whatever the type of the page is.
    private let start: @Sendable () -> (() async throws -> [Element]?)

    init<Page: Sendable>(_ pages: Pages<Page>, _ elements: @escaping @Sendable (Page) -> [Element]) {
      start = {
        var pages = pages.makeAsyncIterator()
        return { try await pages.next().map(elements) }
      }
    }

    /// The iterator, which requests a page when all elements of the previous one have been returned.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private let nextPage: () async throws -> [Element]?
      private var page: ArraySlice<Element> = []

      init(_ nextPage: @escaping () async throws -> [Element]?) { self.nextPage = nextPage }

      /// Returns the next element, for which it may request a page; returns `nil` after the last element.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> Element? {
        while true {
          if let element = page.popFirst() { return element }
          guard let next = try await nextPage() else { return nil }
          page = next[...]
        }
      }
    }

    /// Makes an iterator that begins with the first element.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(start()) }
  }

  /// The objects of a list, over all its pages.
  public typealias Objects = Elements<Object>
}

extension S3.Pages {
  /// What the pages hold, one by one.
  ///
  /// ```swift
  /// for try await rule in s3.listObjectVersionsPages(input).elements(\.deleteMarkers) { … }
  /// ```
  ///
  /// - Parameter elements: What of a page is returned.
  public func elements<Element: Sendable>(
    _ elements: @escaping @Sendable (Page) -> [Element]
  ) -> S3.Elements<Element> {
    S3.Elements(self, elements)
  }
}
