import AWSCredentials
import AWSRuntime

/// The chunks of a response, with an error instead of the last of them if they do not have the checksum of the response, or are
/// not as many bytes as announced.
struct ValidatedChunks: AsyncSequence, Sendable {
  let body: AWSHTTPBody
  /// How many bytes are announced; `nil` if that is not known.
  let length: Int64?
  let checksum: S3ResponseChecksum

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: AWSHTTPBody.AsyncIterator
    let length: Int64?
    let checksum: S3ResponseChecksum
    var sum: any RunningChecksum
    var count: Int64 = 0
    /// What arrived last, if it may be the last of all: it is held back until that is known.
    var held: (any HTTPBodyChunk)?
    var isOver = false

    mutating func next() async throws -> (any HTTPBodyChunk)? {
      while !isOver {
        guard let chunk = try await base.nextChunk() else {
          isOver = true
          if let length, count != length {
            throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count)
          }
          // With a length, what arrived last was compared before it was passed on.
          if length == nil || count == 0 { try checksum.compare(sum) }
          defer { held = nil }
          return held
        }
        count += Int64(chunk.byteCount)
        if let length, count > length {
          isOver = true
          throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count)
        }
        sum.update(chunk)
        if let length {
          if count == length { try checksum.compare(sum) }
          return chunk
        }
        let before = held
        held = chunk
        if let before { return before }
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: body.makeAsyncIterator(), length: length, checksum: checksum, sum: checksum.begin())
  }
}
