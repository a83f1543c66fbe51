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

/// A sequence of chunks whose type does not matter.
package struct AnyChunks: AsyncSequence, Sendable {
  private let make: @Sendable () -> AsyncIterator

  /// Hides a sequence of chunks of one type.
  package init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) where Chunks.Element: HTTPBodyChunk {
    make = { AsyncIterator(box: IteratorBox(chunks.makeAsyncIterator())) }
  }

  /// Hides a sequence of chunks of any types, such as one that passes on the chunks of another body.
  package init<Chunks: AsyncSequence & Sendable>(mixed chunks: Chunks) where Chunks.Element == any HTTPBodyChunk {
    make = { AsyncIterator(box: MixedIteratorBox(chunks.makeAsyncIterator())) }
  }

  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let box: AnyIteratorBox

    package mutating func next() async throws -> (any HTTPBodyChunk)? { try await box.next() }
  }

  package func makeAsyncIterator() -> AsyncIterator { make() }
}

// Each call mutates the iterator, so copies of the struct have to share one.
private class AnyIteratorBox {
  func next() async throws -> (any HTTPBodyChunk)? { nil }
}

private final class IteratorBox<Base: AsyncIteratorProtocol>: AnyIteratorBox where Base.Element: HTTPBodyChunk {
  private var base: Base

  init(_ base: Base) { self.base = base }

  override func next() async throws -> (any HTTPBodyChunk)? { try await base.next(isolation: #isolation) }
}

private final class MixedIteratorBox<Base: AsyncIteratorProtocol>: AnyIteratorBox
where Base.Element == any HTTPBodyChunk {
  private var base: Base

  init(_ base: Base) { self.base = base }

  override func next() async throws -> (any HTTPBodyChunk)? { try await base.next(isolation: #isolation) }
}
