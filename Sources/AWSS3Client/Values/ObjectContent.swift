public import AWSCredentials

extension S3 {
  /// The content of an object as a stream of chunks, such as `[UInt8]`, `Data` or SwiftNIO's `ByteBuffer`. Each chunk is
  /// received only when it is asked for. The content can be read once.
  public struct ObjectContent<Chunk: AWSHTTPBodyBytes>: AsyncSequence, Sendable {
    /// The type of the elements: a chunk of the content.
    public typealias Element = Chunk
    /// The type of the errors that an iteration throws.
    public typealias Failure = any Error

    let body: AWSHTTPBody

    /// The iterator, which receives one chunk after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: a chunk of the content.
      public typealias Element = Chunk
      /// The type of the errors that an iteration throws.
      public typealias Failure = any Error

      fileprivate var base: AWSHTTPBody.AsyncIterator

      /// Waits for the next chunk and returns it; returns `nil` at the end of the content.
      ///
      /// - Throws: Any error of reading the content, and `AWSHTTPBodyError` if the content is incomplete, has already been
      ///   read, or has a chunk that is not a value of the type; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> Chunk? {
        guard let bytes = try await base.nextChunk() else { return nil }
        if let chunk = bytes as? Chunk { return chunk }
        guard let chunk = Chunk(bodyBytes: bytes.bodyBytes) else {
          throw AWSHTTPBodyError.notConvertible(to: "\(Chunk.self)")
        }
        return chunk
      }
    }

    /// Makes an iterator that reads the content from its first chunk.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator()) }
  }
}

extension S3.ObjectContent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the number of bytes of the content, if it is known. The bytes are left out.
  public var description: String { "\(body)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the number of bytes of the content, if it is known. The bytes are left out.
  public var customMirror: Mirror { Mirror(self, children: ["body": description], displayStyle: .struct) }
}

extension S3.ObjectContent.AsyncIterator: CustomReflectable {
  /// A mirror without children, so that the content is not shown.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
