public import AWSCredentials
public import AWSRuntime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3.GetObjectOutput {
  /// The content as a stream of SwiftNIO's buffers, for example for the response of a server. Each chunk is received only
  /// when it is asked for. The content can be read once.
  ///
  /// ```swift
  /// router.get("files/:key") { request, context in
  ///   let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: try context.parameters.require("key")))
  ///   return Response(status: .ok, body: ResponseBody(asyncSequence: object.buffers))
  /// }
  /// ```
  public var buffers: S3.ObjectContent<AWSHTTPBodyBuffers.Element> { S3.ObjectContent(body: body) }

  /// The content as a stream of chunks. Each chunk is received only when it is asked for. The content can be read once.
  ///
  /// ```swift
  /// for try await chunk in object.chunks() { digest.update(data: chunk) }
  /// for try await chunk in object.chunks(as: Data.self) { try file.write(contentsOf: chunk) }
  /// ```
  ///
  /// - Parameter type: The type of the chunks; by default `[UInt8]`. Not a text: a chunk can end within a character.
  public func chunks<Chunk: AWSHTTPBodyBytes>(as type: Chunk.Type = [UInt8].self) -> S3.ObjectContent<Chunk> {
    S3.ObjectContent(body: body)
  }

  /// Reads the content into memory, as a type such as `Data`, `String` or SwiftNIO's `ByteBuffer`.
  ///
  /// - Parameters:
  ///   - type: The type to make of the bytes; by default `[UInt8]`.
  ///   - limit: The maximum number of bytes to read; by default 64 MiB. Larger content is an error.
  /// - Throws: `AWSHTTPBodyError` if the content is larger or incomplete, has already been read, or is not UTF-8 although
  ///   the type is a text; any other error of reading the content; `CancellationError` if the task is cancelled.
  public func collect<Content: AWSHTTPBodyBytes>(
    as type: Content.Type = [UInt8].self, upTo limit: Int = 64 * 1024 * 1024
  ) async throws -> Content {
    try await body.collect(as: type, upTo: limit)
  }

  /// Writes the content to a file, as it arrives.
  ///
  /// The bytes are written to a temporary file in the same directory, which is renamed when all bytes have arrived.
  ///
  /// - Parameters:
  ///   - path: The path of the file to write. An existing regular file is replaced.
  ///   - durability: Whether the call waits until the content is on the disk. By default it does not.
  /// - Returns: How many bytes were written.
  /// - Throws: `FileTransferError` if the file cannot be written, `AWSHTTPBodyError` if the content is incomplete or has
  ///   already been read, any other error of reading the content, `CancellationError` if the task is cancelled.
  @discardableResult
  public func write(toFile path: String, durability: S3.FileDurability = .buffered) async throws -> Int64 {
    try await body.write(toFile: path, durability: durability.value)
  }

  /// Writes the content to the file at a URL, such as `file:///tmp/report`; see ``write(toFile:durability:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - url: The URL of the file to write.
  ///   - durability: Whether the call waits until the content is on the disk. By default it does not.
  /// - Returns: How many bytes were written.
  /// - Throws: What ``write(toFile:durability:)-(String,_)`` throws, and `FileTransferError` if the URL is not that of a file.
  @discardableResult
  public func write(toFile url: URL, durability: S3.FileDurability = .buffered) async throws -> Int64 {
    try await body.write(toFile: url, durability: durability.value)
  }
}
