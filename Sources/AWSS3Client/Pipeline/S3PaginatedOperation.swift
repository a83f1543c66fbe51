import AWSCore
import AWSCredentials
import AWSRuntime

/// An operation that lists page by page.
protocol S3PaginatedOperation: S3Operation {
  /// What says where the page begins, in parts; all `nil` at the beginning of the list.
  var position: [String?] { get }

  /// The input for the page that follows; `nil` after the last page.
  func next(after page: Output) -> Self?
}

extension S3 {
  /// The pages of a list. Each iteration starts from the first page, and requests each page when it is needed.
  public struct Pages<Page: Sendable>: AsyncSequence, Sendable {
    /// The type of the elements: one page of the list.
    public typealias Element = Page
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    /// A request for one page, which returns the request for the page after it.
    struct Step: Sendable {
      let request: @Sendable () async throws -> (page: Page, next: Step?)
    }

    let first: Step

    init<Operation: S3PaginatedOperation>(of input: Operation, client: S3Client) where Operation.Output == Page {
      first = Self.step(input, client)
    }

    private static func step<Operation: S3PaginatedOperation>(
      _ input: Operation, _ client: S3Client
    ) -> Step where Operation.Output == Page {
      Step {
        let page = try await client.call(input)
        guard let next = input.next(after: page) else { return (page, nil) }
        func fail(_ message: String) -> S3Error {
          let problem = S3Problem(.invalidResponse, code: .invalidResponse, message: message)
          return S3Error(problem, operation: "s3.\(Operation.operation.name)", target: input.target)
        }
        guard next.position.contains(where: { $0?.nilIfEmpty != nil }) else {
          throw fail("The list goes on but the response does not say where.")
        }
        // Markers are bytes: two that look alike are two places.
        guard next.position.map({ $0?.exact }) != input.position.map({ $0?.exact }) else {
          throw fail("The list does not get on: a page ends where it began.")
        }
        return (page, step(next, client))
      }
    }

    /// The iterator, which requests one page after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: one page of the list.
      public typealias Element = Page
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private var step: Step?

      init(_ step: Step) { self.step = step }

      /// Requests and returns the next page; returns `nil` after the last page.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> Page? {
        guard let step else { return nil }
        // After an error there is nothing to go on from.
        self.step = nil
        let (page, next) = try await step.request()
        self.step = next
        return page
      }
    }

    /// Makes an iterator that begins with the first page.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(first) }
  }
}
