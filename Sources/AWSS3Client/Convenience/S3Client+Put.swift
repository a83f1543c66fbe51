import AWSCredentials
import AWSRuntime

extension S3Client {
  /// Writes an object from bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - bucket: The name of the bucket.
  ///   - key: The key, taken as it is.
  ///   - contentType: The media type of the content.
  ///   - condition: The condition for writing the object; see ``S3/PutObjectInput/condition``.
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

  /// Writes an object from a stream of chunks that can be read once.
  ///
  /// If the first attempt fails, the stream has been consumed and the call throws
  /// ``S3Error/Code/bodyCannotBeReplayed``; with a stream that can be opened again, use ``putObject(_:)`` and
  /// `AWSHTTPBody(length:open:)`.
  ///
  /// - Parameters:
  ///   - chunks: The content. Chunks are requested only as fast as they are sent.
  ///   - length: The length of the content in bytes. If the actual length differs, the call fails.
  ///   - bucket: The name of the bucket.
  ///   - key: The key, taken as it is.
  ///   - contentType: The media type of the content.
  ///   - condition: The condition for writing the object; see ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put<Chunks: AsyncSequence & Sendable>(
    _ chunks: Chunks, length: Int64, bucket: String, key: String, contentType: String? = nil,
    condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput where Chunks.Element == [UInt8] {
    try await put(
      body: AWSHTTPBody(stream: chunks, length: .known(length)), bucket: bucket, key: key, contentType: contentType,
      condition: condition)
  }

  /// Writes an object from a file. The file is streamed, never loaded into memory as a whole.
  ///
  /// - Parameters:
  ///   - path: The path of the file. It must not change during the upload.
  ///   - bucket: The name of the bucket.
  ///   - key: The key, taken as it is.
  ///   - contentType: The media type of the content.
  ///   - condition: The condition for writing the object; see ``S3/PutObjectInput/condition``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func put(
    file path: String, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil
  ) async throws -> S3.PutObjectOutput {
    let body: AWSHTTPBody
    do {
      body = try await AWSHTTPBody.file(path)
    } catch let error as FileTransferError {
      throw S3Error(
        S3Problem(.body, code: .file, message: error.description, cause: error.cause), operation: "s3.PutObject",
        target: .object(bucket: bucket, key: key))
    }
    return try await put(body: body, bucket: bucket, key: key, contentType: contentType, condition: condition)
  }

  private func put(
    body: AWSHTTPBody, bucket: String, key: String, contentType: String?, condition: S3.WriteCondition?
  ) async throws -> S3.PutObjectOutput {
    try await putObject(
      S3.PutObjectInput(bucket: bucket, key: key, body: body, contentType: contentType, condition: condition))
  }
}
