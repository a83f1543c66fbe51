import AWSCredentials

/// The chunks of a response, with an error if they are not as many bytes as announced.
struct CompleteChunks: AsyncSequence, Sendable {
  let body: AWSHTTPBody
  let expected: Int64

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: AWSHTTPBody.AsyncIterator
    let expected: Int64
    var count: Int64 = 0

    mutating func next() async throws -> (any HTTPBodyChunk)? {
      let chunk = try await base.nextChunk()
      count += Int64(chunk?.byteCount ?? 0)
      guard chunk == nil ? count == expected : count <= expected else {
        throw AWSHTTPBodyError.lengthMismatch(expected: expected, actual: count)
      }
      return chunk
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator(), expected: expected) }
}
