#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value that is a sequence of bytes in memory, and so can be a body or a chunk of one: `[UInt8]`, `ArraySlice<UInt8>`,
/// `Data`, `String` and `Substring` (their UTF-8 bytes), and, with the library `AWSRuntime`, SwiftNIO's `ByteBuffer`.
public protocol AWSHTTPBodyBytes: Sendable {
  /// The bytes.
  var bodyBytes: [UInt8] { get }
}

extension Array: AWSHTTPBodyBytes where Element == UInt8 {
  /// The bytes.
  public var bodyBytes: [UInt8] { self }
}

extension ArraySlice: AWSHTTPBodyBytes where Element == UInt8 {
  /// The bytes.
  public var bodyBytes: [UInt8] { Array(self) }
}

extension Data: AWSHTTPBodyBytes {
  /// The bytes.
  public var bodyBytes: [UInt8] { Array(self) }
}

extension String: AWSHTTPBodyBytes {
  /// The UTF-8 bytes.
  public var bodyBytes: [UInt8] { Array(utf8) }
}

extension Substring: AWSHTTPBodyBytes {
  /// The UTF-8 bytes.
  public var bodyBytes: [UInt8] { Array(utf8) }
}

extension AWSHTTPBody {
  /// A body from bytes in memory, of whatever type.
  ///
  /// ```swift
  /// let body = AWSHTTPBody(Data([1, 2, 3]))
  /// ```
  ///
  /// - Parameter bytes: The bytes.
  public init(_ bytes: some AWSHTTPBodyBytes) { self.init(bytes.bodyBytes) }

  /// A body from a stream of chunks of whatever type, such as the body of a request that a server receives. It can be
  /// read once.
  ///
  /// - Parameters:
  ///   - chunks: The chunks, in order. Each is requested when the one before it has been sent.
  ///   - length: How many bytes the chunks have together.
  public init<Chunks: AsyncSequence & Sendable>(stream chunks: Chunks, length: Length)
  where Chunks.Element: AWSHTTPBodyBytes {
    self.init(stream: chunks.map { $0.bodyBytes }, length: length)
  }

  /// Reads the whole body into memory, as `Data`.
  ///
  /// - Parameter limit: The most bytes to accept.
  /// - Throws: What ``collect(upTo:)`` throws.
  public func data(upTo limit: Int) async throws -> Data { Data(try await collect(upTo: limit)) }
}
