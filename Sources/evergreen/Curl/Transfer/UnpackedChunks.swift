import AWSCore
import AWSCredentials

/// A body that was packed with gzip, unpacked as it arrives.
struct UnpackedChunks: AsyncSequence, Sendable {
  let body: AWSHTTPBody

  struct AsyncIterator: AsyncIteratorProtocol {
    private var base: AWSHTTPBody.AsyncIterator
    private var reader = GzipReader()
    private var isEmpty = true

    init(_ base: AWSHTTPBody.AsyncIterator) { self.base = base }

    mutating func next() async throws -> [UInt8]? {
      while true {
        if let piece = try piece() { return piece }
        guard let chunk = try await base.next() else {
          try end()
          return nil
        }
        isEmpty = isEmpty && chunk.isEmpty
        reader.add(chunk)
      }
    }

    private mutating func piece() throws(CurlFailure) -> [UInt8]? {
      do throws(Gzip.Failure) {
        return try reader.next()
      } catch {
        throw CurlFailure(.encoding, "\(error)".sentence)
      }
    }

    private func end() throws(CurlFailure) {
      // A response without a body may say that it is packed.
      if isEmpty { return }
      do throws(Gzip.Failure) {
        try reader.finish()
      } catch {
        throw CurlFailure(.encoding, "\(error)".sentence)
      }
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body.makeAsyncIterator()) }
}
