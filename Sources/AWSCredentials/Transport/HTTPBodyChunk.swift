/// Bytes of a body that stay in the memory in which they arrived until somebody needs them elsewhere.
///
/// A stream hands on its chunks as such values: SwiftNIO's buffers as they were received, and arrays. So bytes that go
/// from a connection into memory or into a file, or from a file into a connection, are not copied on their way.
package protocol HTTPBodyChunk: AWSHTTPBodyBytes {
  /// How many bytes there are.
  var byteCount: Int { get }
  /// Calls a closure with the bytes. The pointer is valid during the call only.
  func withBodyBytes<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension Array: HTTPBodyChunk where Element == UInt8 {
  package var byteCount: Int { count }

  package func withBodyBytes<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try unsafe withUnsafeBytes { bytes in try unsafe use(bytes) }
  }
}

/// Where the chunks of a body come from.
///
/// Each kind of stream that is read with every response has a class of its own: that is one piece of memory for the stream,
/// one for its reader, and no types to be looked up while the program runs.
package protocol HTTPBodySource: AnyObject, Sendable {
  /// Begins to read.
  ///
  /// - Throws: ``AWSHTTPBodyError/alreadyRead``, or why the stream cannot be opened.
  func makeReader() throws -> any HTTPBodyReader
}

/// Reads the chunks of a body, one after the other.
package protocol HTTPBodyReader: AnyObject {
  /// Waits for the next chunk, and returns it in the memory in which it arrived; `nil` at the end.
  func next() async throws -> (any HTTPBodyChunk)?
}

/// A sequence of chunks whose type does not matter.
package struct AnyChunks: Sendable {
  private let make: @Sendable () -> any HTTPBodyReader

  /// Hides a sequence of chunks of one type.
  package init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) where Chunks.Element: HTTPBodyChunk {
    make = { IteratorReader(chunks.makeAsyncIterator()) }
  }

  /// Hides a sequence of chunks of any types, such as one that passes on the chunks of another body.
  package init<Chunks: AsyncSequence & Sendable>(mixed chunks: Chunks) where Chunks.Element == any HTTPBodyChunk {
    make = { MixedIteratorReader(chunks.makeAsyncIterator()) }
  }

  func makeReader() -> any HTTPBodyReader { make() }
}

private final class IteratorReader<Base: AsyncIteratorProtocol>: HTTPBodyReader where Base.Element: HTTPBodyChunk {
  private var base: Base

  init(_ base: Base) { self.base = base }

  func next() async throws -> (any HTTPBodyChunk)? { try await base.next(isolation: #isolation) }
}

private final class MixedIteratorReader<Base: AsyncIteratorProtocol>: HTTPBodyReader
where Base.Element == any HTTPBodyChunk {
  private var base: Base

  init(_ base: Base) { self.base = base }

  func next() async throws -> (any HTTPBodyChunk)? { try await base.next(isolation: #isolation) }
}

/// A stream that can be read once.
final class SingleUseSource: HTTPBodySource {
  private let chunks: AnyChunks
  private let once = OnceFlag()

  init(_ chunks: AnyChunks) { self.chunks = chunks }

  /// Whether it has not been read.
  var isUntouched: Bool { !once.isTaken }

  func makeReader() throws -> any HTTPBodyReader {
    guard once.take() else { throw AWSHTTPBodyError.alreadyRead }
    return chunks.makeReader()
  }
}

/// A stream that is opened anew each time it is read.
final class ReopenedSource: HTTPBodySource {
  private let open: @Sendable () throws -> AnyChunks

  init(_ open: @escaping @Sendable () throws -> AnyChunks) { self.open = open }

  func makeReader() throws -> any HTTPBodyReader { try open().makeReader() }
}
