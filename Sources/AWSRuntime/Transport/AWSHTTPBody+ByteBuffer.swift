public import AWSCredentials
public import NIOCore

extension ByteBuffer: AWSHTTPBodyBytes {
  /// The readable bytes.
  public var bodyBytes: [UInt8] { Array(readableBytesView) }
}

extension AWSHTTPBody {
  /// The body as a stream of SwiftNIO's buffers, for a server's response. Chunks are received as they are asked for.
  ///
  /// ```swift
  /// router.get("files/:key") { request, context in
  ///   let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: try context.parameters.require("key")))
  ///   return Response(status: .ok, body: ResponseBody(asyncSequence: object.body.buffers))
  /// }
  /// ```
  public var buffers: AWSHTTPBodyBuffers { AWSHTTPBodyBuffers(body: self) }

  /// Reads the whole body into a buffer.
  ///
  /// - Parameter limit: The most bytes to accept.
  /// - Throws: What `collect(upTo:)` throws.
  public func buffer(upTo limit: Int) async throws -> ByteBuffer {
    ByteBuffer(bytes: try await collect(upTo: limit))
  }
}

/// The chunks of a body as SwiftNIO's buffers.
public struct AWSHTTPBodyBuffers: AsyncSequence, Sendable {
  fileprivate let body: AWSHTTPBody

  /// Iterates over the buffers.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: AWSHTTPBody.AsyncIterator

    /// The next buffer, or `nil` at the end.
    ///
    /// - Throws: What the stream throws; `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> ByteBuffer? {
      try await base.next().map { ByteBuffer(bytes: $0) }
    }
  }

  /// Starts reading the body.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator()) }
}

extension AWSHTTPBodyBuffers: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A description without content.
  public var description: String { "AWSHTTPBodyBuffers" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without content.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
