public import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3Client {
  /// Writes an object from bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    _ bytes: [UInt8], bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    try await put(body: AWSHTTPBody(bytes), bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  /// Writes an object from the UTF-8 bytes of a text.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    _ text: String, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    try await put(body: AWSHTTPBody(text), bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  /// Writes an object from bytes of another type, such as `Data` or SwiftNIO's `ByteBuffer`.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    _ bytes: some AWSHTTPBodyBytes, bucket: String, key: String, contentType: String? = nil,
    condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    try await put(body: AWSHTTPBody(bytes), bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  /// Writes an object from a body, such as the body of a response. The length of the body must be known before it is
  /// sent.
  ///
  /// - Parameters:
  ///   - body: The content.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    _ body: AWSHTTPBody, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    try await put(body: body, bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  /// Writes an object from a stream of chunks that can be read only once. A chunk can be a `[UInt8]`, a `Data`,
  /// SwiftNIO's `ByteBuffer` or another type of bytes.
  ///
  /// If the first attempt fails after a part of the stream has been read, the call cannot retry and throws
  /// ``S3Error/Code/bodyCannotBeReplayed``. If the stream can be opened again, use ``putObject(_:)`` with
  /// `AWSHTTPBody(length:open:)`.
  ///
  /// - Parameters:
  ///   - chunks: The content. Chunks are requested only as fast as they are sent.
  ///   - length: The length of the content in bytes. If the actual length differs, the call fails.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put<Chunks: AsyncSequence & Sendable>(
    _ chunks: Chunks, length: Int64, bucket: String, key: String, contentType: String? = nil,
    condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput where Chunks.Element: AWSHTTPBodyBytes {
    try await put(
      body: AWSHTTPBody(stream: chunks, length: .known(length)), bucket: bucket, key: key, contentType: contentType,
      condition: condition)
  }

  /// Writes an object from the body of a request or response that a server or an HTTP client receives, whose header
  /// fields say how long it is and what it contains.
  ///
  /// ```swift
  /// router.put("files/:key") { request, context in
  ///   try await s3.put(
  ///     request.body, headers: request.headers, bucket: "files", key: try context.parameters.require("key"))
  ///   return HTTPResponse.Status.created
  /// }
  /// ```
  ///
  /// The body can be read only once; see ``put(_:length:bucket:key:contentType:condition:)``.
  ///
  /// - Parameters:
  ///   - chunks: The content. Chunks are requested only as fast as they are sent.
  ///   - headers: The header fields, as `HTTPFields` or SwiftNIO's `HTTPHeaders`. `Content-Length` is the length of the
  ///     content, and `Content-Type` its media type. Other fields are not used.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/missingContentLength`` if the fields do not say the length, as
  ///   with chunked transfer coding; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put<Chunks: AsyncSequence & Sendable>(
    _ chunks: Chunks, headers: some AWSHTTPHeaders, bucket: String, key: String, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput where Chunks.Element: AWSHTTPBodyBytes {
    guard let text = headers.value(ofHeader: "content-length"), let length = Int64(text), length >= 0 else {
      throw S3Error(
        S3Problem(
          .body, code: .missingContentLength,
          message: "The header fields have no valid Content-Length, and S3 has to know the length beforehand."),
        operation: "s3.PutObject", target: .object(bucket: bucket, key: key))
    }
    return try await put(
      chunks, length: length, bucket: bucket, key: key, contentType: headers.value(ofHeader: "content-type"),
      condition: condition)
  }

  /// Writes an object from a file. The file is read while it is sent, so it need not fit into memory.
  ///
  /// - Parameters:
  ///   - path: The path of the file. The file must not change during the upload.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case. See
  ///     ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    file path: String, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    let body = try await Self.fileBody(of: bucket, key) { try await AWSHTTPBody.file(path) }
    return try await put(body: body, bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  /// Writes an object from the file at a URL, such as `file:///tmp/report`; see
  /// ``put(file:bucket:key:contentType:condition:)-(String,_,_,_,_)``.
  ///
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the URL is not that of a file; `CancellationError` if
  ///   the task is cancelled.
  @discardableResult
  public func put(
    file url: URL, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    let body = try await Self.fileBody(of: bucket, key) { try await AWSHTTPBody.file(url) }
    return try await put(body: body, bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  private static func fileBody(
    of bucket: String, _ key: String, _ open: () async throws -> AWSHTTPBody
  ) async throws -> AWSHTTPBody {
    do {
      return try await open()
    } catch let error as FileTransferError {
      throw S3Error(
        S3Problem(error), operation: "s3.PutObject",
        target: .object(bucket: bucket, key: key))
    }
  }

  private func put(
    body: AWSHTTPBody, bucket: String, key: String, contentType: String?, condition: S3.WriteCondition?
  ) async throws -> S3.PutObjectOutput {
    try await putObject(
      S3.PutObjectInput(bucket: bucket, key: key, body: body, contentType: contentType, condition: condition))
  }
}
