#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A type whose values are sequences of bytes in memory, and so can be a body or a chunk of a body, and can be made of
/// one: `[UInt8]`, `ArraySlice<UInt8>`, `Data`, `String` and `Substring` (their UTF-8 bytes), and, with the library
/// `AWSRuntime`, SwiftNIO's `ByteBuffer`.
public protocol AWSHTTPBodyBytes: Sendable {
  /// The bytes of the value, as they are sent.
  var bodyBytes: [UInt8] { get }

  /// Makes a value from the bytes of a body; `nil` if no value has these bytes, as no `String` has bytes that are not
  /// UTF-8.
  ///
  /// - Parameter bodyBytes: The bytes, as they were received.
  init?(bodyBytes: [UInt8])
}

extension Array: AWSHTTPBodyBytes where Element == UInt8 {
  /// The array itself.
  public var bodyBytes: [UInt8] { self }

  /// Makes an array of the bytes.
  public init(bodyBytes: [UInt8]) { self = bodyBytes }
}

extension ArraySlice: AWSHTTPBodyBytes where Element == UInt8 {
  /// The bytes of the slice, copied into an array.
  public var bodyBytes: [UInt8] { Array(self) }

  /// Makes a slice of all the bytes.
  public init(bodyBytes: [UInt8]) { self = bodyBytes[...] }
}

extension Data: AWSHTTPBodyBytes {
  /// The bytes of the data, copied into an array.
  public var bodyBytes: [UInt8] { Array(self) }

  /// Makes data with a copy of the bytes.
  public init(bodyBytes: [UInt8]) { self.init(bodyBytes) }
}

extension String: AWSHTTPBodyBytes {
  /// The UTF-8 bytes of the string.
  public var bodyBytes: [UInt8] { Array(utf8) }

  /// Makes a string from UTF-8 bytes; `nil` if the bytes are not valid UTF-8.
  public init?(bodyBytes: [UInt8]) { self.init(validating: bodyBytes, as: UTF8.self) }
}

extension Substring: AWSHTTPBodyBytes {
  /// The UTF-8 bytes of the substring.
  public var bodyBytes: [UInt8] { Array(utf8) }

  /// Makes a substring from UTF-8 bytes; `nil` if the bytes are not valid UTF-8.
  public init?(bodyBytes: [UInt8]) {
    guard let text = String(bodyBytes: bodyBytes) else { return nil }
    self = text[...]
  }
}

extension AWSHTTPBody {
  /// Makes a body from bytes in memory, of any type that is an ``AWSHTTPBodyBytes``, such as `Data`.
  ///
  /// ```swift
  /// let body = AWSHTTPBody(Data([1, 2, 3]))
  /// ```
  ///
  /// - Parameter bytes: The bytes of the body.
  public init(_ bytes: some AWSHTTPBodyBytes) { self.init(bytes.bodyBytes) }

  /// Makes a body from a stream of chunks of any type that is an ``AWSHTTPBodyBytes``, such as the body of a request
  /// that a server receives. The body can be read once.
  ///
  /// - Parameters:
  ///   - chunks: The chunks, in order. Each is requested when the one before it has been sent.
  ///   - length: How many bytes the chunks have together.
  public init<Chunks: AsyncSequence & Sendable>(stream chunks: Chunks, length: Length)
  where Chunks.Element: AWSHTTPBodyBytes {
    // SwiftNIO's buffers stay where they are.
    let kept = chunks.map { chunk -> any HTTPBodyChunk in (chunk as? any HTTPBodyChunk) ?? chunk.bodyBytes }
    self.init(once: AnyChunks(mixed: kept), length: length)
  }

  /// Reads the whole body into memory, as a type such as `Data`, `String` or SwiftNIO's `ByteBuffer`.
  ///
  /// - Parameters:
  ///   - type: The type to make of the bytes.
  ///   - limit: The most bytes to accept. A longer body is an error.
  /// - Throws: What ``collect(upTo:)`` throws, and ``AWSHTTPBodyError/notConvertible(to:)`` if the type is a text and the
  ///   bytes are not UTF-8.
  public func collect<Bytes: AWSHTTPBodyBytes>(as type: Bytes.Type, upTo limit: Int) async throws -> Bytes {
    // What can take the bytes as they arrive needs no copy of the whole.
    if bytesInMemory == nil {
      if type == Data.self, let value = try await data(upTo: limit) as? Bytes { return value }
      if type != [UInt8].self, let kind = type as? any HTTPBodySink.Type,
        let value = try await collected(kind, upTo: limit) as? Bytes
      {
        return value
      }
    }
    guard let value = type.init(bodyBytes: try await collect(upTo: limit)) else {
      throw AWSHTTPBodyError.notConvertible(to: "\(type)")
    }
    return value
  }

  private func collected<Sink: HTTPBodySink>(_: Sink.Type, upTo limit: Int) async throws -> Sink {
    var sink = Sink()
    try await collect(into: &sink, upTo: limit)
    return sink
  }

  /// Reads the whole body into memory, as `Data`.
  ///
  /// - Parameter limit: The most bytes to accept. A longer body is an error.
  /// - Throws: What ``collect(upTo:)`` throws.
  public func data(upTo limit: Int) async throws -> Data {
    if bytesInMemory != nil { return Data(try await collect(upTo: limit)) }
    var memory = DataMemory()
    try await collect(into: &memory, upTo: limit)
    return memory.take()
  }
}
