/// The pages of a list, of which each is requested as soon as the one before has arrived: while a page is used, the next one is on
/// its way.
package struct PagesAhead<Page: Sendable>: AsyncSequence {
  private let pages: S3.Pages<Page>

  package init(_ pages: S3.Pages<Page>) { self.pages = pages }

  package struct AsyncIterator: AsyncIteratorProtocol {
    private var ahead: PageRequest<Page>?

    fileprivate init(_ first: S3.Pages<Page>.Step) { ahead = PageRequest(first) }

    package mutating func next() async throws -> Page? {
      guard let current = ahead else { return nil }
      // After an error there is nothing to go on from.
      ahead = nil
      let (page, next) = try await current.value
      ahead = next.map { PageRequest($0) }
      return page
    }
  }

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages.first) }
}

/// A page that is on its way. Its request is cancelled when nobody waits for it any more.
private final class PageRequest<Page: Sendable>: Sendable {
  private let task: Task<(page: Page, next: S3.Pages<Page>.Step?), any Error>

  init(_ step: S3.Pages<Page>.Step) { task = Task { try await step.request() } }

  deinit { task.cancel() }

  var value: (page: Page, next: S3.Pages<Page>.Step?) {
    get async throws {
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }
}
