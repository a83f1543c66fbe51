public import AWSCore
import Synchronization

/// The body of a request or a response: bytes in memory, or a stream of chunks.
///
/// A request whose body can be read more than once can be sent again after a failure. If its body can be read only
/// once and the first attempt has begun to read it, the request fails with an error that says so.
public struct AWSHTTPBody: Sendable {
  /// How many bytes the body has.
  public enum Length: Sendable, Hashable {
    /// The body has exactly this many bytes.
    case known(Int64)
    /// The number of bytes is not known before the whole body has been read.
    case unknown
  }

  /// How many times a body can be read.
  public enum Replay: Sendable, Hashable {
    /// The body can be read any number of times, and has the same bytes each time.
    case any
    /// The body can be read once; a second read throws ``AWSHTTPBodyError/alreadyRead``.
    case once
  }

  package enum Content: Sendable {
    case bytes([UInt8])
    case stream(any HTTPBodySource)
  }

  package let content: Content
  /// How many bytes the body has.
  public let length: Length
  /// How often the body can be read.
  public let replay: Replay
  /// Whether reading fails if there are not as many bytes as the length says.
  private let isLengthChecked: Bool

  /// A body of no bytes.
  public static let empty = AWSHTTPBody([])

  /// Makes a body from bytes in memory. It can be read any number of times.
  ///
  /// - Parameter bytes: The bytes.
  public init(_ bytes: [UInt8]) {
    content = .bytes(bytes)
    length = .known(Int64(bytes.count))
    replay = .any
    isLengthChecked = false
  }

  /// Makes a body from the UTF-8 bytes of a string. It can be read any number of times.
  ///
  /// - Parameter text: The text.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// Makes a body from a stream of chunks that can be read once.
  ///
  /// - Parameters:
  ///   - chunks: The chunks, in order. Each is requested when the one before it has been sent.
  ///   - length: How many bytes the chunks have together.
  public init<Chunks: AsyncSequence & Sendable>(stream chunks: Chunks, length: Length) where Chunks.Element == [UInt8] {
    self.init(once: AnyChunks(chunks), length: length)
  }

  /// A body from a stream that can be read once and keeps its chunks where they are.
  package init(once chunks: AnyChunks, length: Length) {
    self.init(SingleUseSource(chunks), length: length, replay: .once)
  }

  /// A body that opens a new stream each time it is read, whose chunks are kept where they are.
  package init(length: Length, chunks open: @escaping @Sendable () throws -> AnyChunks) {
    self.init(ReopenedSource(open), length: length, replay: .any)
  }

  /// A body from a stream.
  package init(_ source: any HTTPBodySource, length: Length, replay: Replay) {
    self.init(content: .stream(source), length: length, replay: replay, isLengthChecked: false)
  }

  private init(content: Content, length: Length, replay: Replay, isLengthChecked: Bool) {
    self.content = content
    self.length = length
    self.replay = replay
    self.isLengthChecked = isLengthChecked
  }

  /// Makes a body that opens a new stream of chunks each time it is read, so it can be read any number of times.
  ///
  /// - Parameters:
  ///   - length: How many bytes each stream has.
  ///   - open: Returns a new stream that begins with the first byte.
  public init<Chunks: AsyncSequence & Sendable>(
    length: Length, open: @escaping @Sendable () throws -> Chunks
  ) where Chunks.Element == [UInt8] {
    self.init(length: length, chunks: { AnyChunks(try open()) })
  }

  /// The same body, which fails to be read if it does not have as many bytes as announced.
  package func checked(length: Int64) -> AWSHTTPBody {
    var content = content
    if case .bytes(let bytes) = content {
      guard bytes.count != length else { return self }
      // Bytes in memory are taken as they are; a stream is read, and fails.
      content = .stream(ReopenedSource { AnyChunks(self) })
    }
    return AWSHTTPBody(content: content, length: .known(length), replay: replay, isLengthChecked: true)
  }

  /// The bytes of the body, if they are in memory; `nil` if the body is a stream.
  public var bytesInMemory: [UInt8]? {
    guard case .bytes(let bytes) = content else { return nil }
    return bytes
  }

  /// Whether the body can be read once, and has not been.
  package var isUntouched: Bool {
    guard case .stream(let source) = content else { return false }
    return (source as? SingleUseSource)?.isUntouched ?? false
  }

  /// Whether the length of the body is known to be 0. It is `false` if the length is not known.
  public var isEmpty: Bool { length == .known(0) }
}

/// What can go wrong when a body is read.
public enum AWSHTTPBodyError: Error, Sendable, Hashable, CustomStringConvertible, PrintableError {
  /// A body that can be read only once was read a second time.
  case alreadyRead
  /// The body has more bytes than `limit`, which the caller that reads it gave.
  case tooLarge(limit: Int)
  /// The body has `actual` bytes, but its length was given as `expected`.
  case lengthMismatch(expected: Int64, actual: Int64)
  /// The bytes of the body are not a value of the type that the caller asked for, named by `to`. For `String`, they
  /// are not UTF-8.
  case notConvertible(to: String)
  /// The bytes of the body do not have the checksum that was sent with them. The checksums are in Base64; `algorithm` is
  /// the name of the algorithm, such as `CRC32`.
  case checksumMismatch(algorithm: String, expected: String, actual: String)

  /// What went wrong with the body, and what to do.
  public var description: String { ErrorDescription(message: message).description }

  private var message: String {
    switch self {
    case .alreadyRead: "The body was already read and cannot be read again; use a body that can be opened again."
    case .tooLarge(let limit): "The body has more than \(limit) bytes; read it as a stream or raise the limit."
    case .lengthMismatch(let expected, let actual):
      "The body was announced with \(expected) bytes but \(actual) arrived; the transfer is incomplete or wrong."
    case .notConvertible(let type):
      "The bytes of the body are not a valid \(type.oneLine(limit: 80)); read them as [UInt8] or Data."
    case .checksumMismatch(let algorithm, let expected, let actual):
      """
      The body should have the \(algorithm.oneLine(limit: 40)) \(expected.oneLine(limit: 100)), but that of the bytes that \
      arrived is \(actual.oneLine(limit: 100)): they are damaged, so do not use any of them; read the body again.
      """
    }
  }
}

extension AWSHTTPBody: AsyncSequence {
  /// Reads a body chunk by chunk.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var single: [UInt8]?
    private var reader: (any HTTPBodyReader)?
    private var failure: (any Error)?
    /// How many bytes there have to be; `nil` for any number.
    private let expected: Int64?
    private var count: Int64 = 0

    fileprivate init(_ body: AWSHTTPBody) {
      if case .known(let length) = body.length, body.isLengthChecked { expected = length } else { expected = nil }
      switch body.content {
      case .bytes(let bytes):
        single = bytes.isEmpty ? nil : bytes
      case .stream(let source):
        do { reader = try source.makeReader() } catch { failure = error }
      }
    }

    /// Returns the next chunk of the body, or `nil` at its end.
    ///
    /// - Throws: What the stream throws; `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> [UInt8]? { try await nextChunk()?.bodyBytes }

    /// The next chunk in the memory in which it arrived, or `nil` at the end of the body.
    package mutating func nextChunk() async throws -> (any HTTPBodyChunk)? {
      let chunk = try await nextUncheckedChunk()
      guard let expected else { return chunk }
      count += Int64(chunk?.byteCount ?? 0)
      guard chunk == nil ? count == expected : count <= expected else {
        throw AWSHTTPBodyError.lengthMismatch(expected: expected, actual: count)
      }
      return chunk
    }

    private mutating func nextUncheckedChunk() async throws -> (any HTTPBodyChunk)? {
      if let failure {
        self.failure = nil
        throw failure
      }
      if let bytes = single {
        single = nil
        return bytes
      }
      do {
        let chunk = try await reader?.next()
        // A stream may just end for a cancelled task, in the middle of the content.
        if chunk == nil { try Task.checkCancellation() }
        return chunk
      } catch {
        throw Task.isCancelled ? CancellationError() : error
      }
    }
  }

  /// Makes an iterator that reads the body from its first chunk.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}

/// A flag that can be taken once.
package final class OnceFlag: Sendable {
  private let taken = Atomic<Bool>(false)

  package init() {}

  /// Whether the flag was taken.
  package var isTaken: Bool { taken.load(ordering: .acquiring) }

  /// Takes the flag.
  ///
  /// - Returns: Whether this call was the first.
  package func take() -> Bool { !taken.exchange(true, ordering: .acquiringAndReleasing) }
}
