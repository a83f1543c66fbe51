public import AWSCredentials
public import NIOCore

extension ByteBuffer: AWSHTTPBodyBytes {
  /// A copy of the buffer's readable bytes.
  public var bodyBytes: [UInt8] { Array(readableBytesView) }

  /// Makes a buffer with a copy of the bytes.
  public init(bodyBytes: [UInt8]) { self.init(bytes: bodyBytes) }
}

extension ByteBuffer: HTTPBodyChunk {
  package var byteCount: Int { readableBytes }

  package func withBodyBytes<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try unsafe withUnsafeReadableBytes { bytes in try unsafe use(bytes) }
  }
}

extension ByteBuffer: HTTPBodySink {
  package static var largest: Int { 1 << 31 }

  package mutating func reserve(_ capacity: Int) {
    reserveCapacity(capacity)
    unsafe withUnsafeMutableWritableBytes { bytes in
      unsafe HugePages.request(from: bytes.baseAddress, count: bytes.count)
    }
  }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe writeBytes(bytes) }

  /// The bytes of a chunk as a buffer; a copy only if they have not arrived in one.
  init(_ chunk: any HTTPBodyChunk) {
    self =
      if let buffer = chunk as? ByteBuffer { buffer } else {
        unsafe chunk.withBodyBytes { bytes in unsafe ByteBuffer(bytes: bytes) }
      }
  }
}

extension AWSHTTPBody {
  /// The body as a stream of SwiftNIO's buffers, for example for the response of a server. Each chunk is received only
  /// when it is asked for, and is the buffer in which it arrived, without a copy.
  ///
  /// ```swift
  /// router.get("files/:key") { request, context in
  ///   let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: try context.parameters.require("key")))
  ///   return Response(status: .ok, body: ResponseBody(asyncSequence: object.buffers))
  /// }
  /// ```
  public var buffers: AWSHTTPBodyBuffers { AWSHTTPBodyBuffers(body: self) }

  /// Reads the whole body into one buffer in memory.
  ///
  /// - Parameter limit: The largest length to accept, in bytes. A longer body is an error. A buffer cannot hold more
  ///   than 2 GiB, so neither can the limit be more.
  /// - Throws: The errors of `AWSHTTPBody.collect(upTo:)`.
  public func buffer(upTo limit: Int) async throws -> ByteBuffer {
    var buffer = ByteBuffer()
    try await collect(into: &buffer, upTo: limit)
    return buffer
  }
}

/// The chunks of a body as an asynchronous sequence of SwiftNIO's buffers.
public struct AWSHTTPBodyBuffers: AsyncSequence, Sendable {
  fileprivate let body: AWSHTTPBody

  /// An iterator over the buffers of a body.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: AWSHTTPBody.AsyncIterator

    /// Waits for the next chunk of the body and returns it as a buffer; `nil` at the end of the body.
    ///
    /// - Throws: Any error of reading the body; `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> ByteBuffer? {
      try await base.nextChunk().map { ByteBuffer($0) }
    }
  }

  /// Makes an iterator that reads the body. The body is received while the iterator is used.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator()) }
}

extension AWSHTTPBodyBuffers: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name of the type. The body's content is left out.
  public var description: String { "AWSHTTPBodyBuffers" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without children, so that the body's content is not shown.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
