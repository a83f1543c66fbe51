import AWSCore
import AWSRuntime

extension S3Client {
  /// Begins an upload that can be resumed. Store the token, and then call ``upload(_:resuming:options:progress:)`` as
  /// often as it takes, in this process or another one.
  ///
  /// - Parameters:
  ///   - input: The bucket, the key and everything that the object should have. Its body says how large the content is
  ///     and is not sent yet.
  ///   - options: How the content is cut into parts.
  /// - Returns: The token. The parts stay at S3, and cost storage, until the upload is completed or
  ///   ``abortUpload(_:)`` is called.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func beginUpload(
    _ input: S3.PutObjectInput, options: S3.UploadOptions = S3.UploadOptions()
  ) async throws -> S3.UploadToken {
    let plan = try uploadPlan(UploadSource(input.body).size, options, input)
    return S3.UploadToken(
      bucket: input.bucket, key: input.key, uploadId: try await createUpload(input), size: plan.size,
      partSize: plan.partSize)
  }

  /// Begins an upload of a file that can be resumed; see ``beginUpload(_:options:)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - input: The bucket, the key and everything that the object should have. Its body is not used.
  ///   - options: How the content is cut into parts.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the file cannot be read; `CancellationError` if the
  ///   task is cancelled.
  public func beginUpload(
    file path: String, _ input: S3.PutObjectInput, options: S3.UploadOptions = S3.UploadOptions()
  ) async throws -> S3.UploadToken {
    let plan = try uploadPlan(try await fileSource(path, input).size, options, input)
    return S3.UploadToken(
      bucket: input.bucket, key: input.key, uploadId: try await createUpload(input), size: plan.size,
      partSize: plan.partSize)
  }

  /// Sends what is missing of an upload, and completes it. If the call fails, the parts that S3 has stay there for the
  /// next call.
  ///
  /// S3 is asked which parts it has. A part counts as sent if its size, and its checksum where S3 tells it, are those of
  /// the content.
  ///
  /// - Parameters:
  ///   - input: The same input as at the beginning, with the whole content.
  ///   - token: The token of ``beginUpload(_:options:)``.
  ///   - options: How many parts are sent at once; the size of the parts is the token's.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/noSuchUpload`` if the upload was completed or aborted before;
  ///   `CancellationError` if the task is cancelled.
  @discardableResult
  public func upload(
    _ input: S3.PutObjectInput, resuming token: S3.UploadToken, options: S3.UploadOptions = S3.UploadOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    try await resume(token, input, UploadSource(input.body), options, progress)
  }

  /// Sends what is missing of an upload of a file, and completes it; see ``upload(_:resuming:options:progress:)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - input: The same input as at the beginning. Its body is not used.
  ///   - token: The token of ``beginUpload(file:_:options:)``.
  ///   - options: How many parts are sent at once; the size of the parts is the token's.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the file cannot be read, and
  ///   ``S3Error/Code/noSuchUpload`` if the upload was completed or aborted before; `CancellationError` if the task is
  ///   cancelled.
  @discardableResult
  public func upload(
    file path: String, _ input: S3.PutObjectInput, resuming token: S3.UploadToken,
    options: S3.UploadOptions = S3.UploadOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    try await resume(token, input, try await fileSource(path, input), options, progress)
  }

  /// Ends an upload without an object, and removes its parts from S3.
  ///
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/noSuchUpload`` if the upload was completed or aborted before;
  ///   `CancellationError` if the task is cancelled.
  public func abortUpload(_ token: S3.UploadToken) async throws {
    try await abortMultipartUpload(
      S3.AbortMultipartUploadInput(bucket: token.bucket, key: token.key, uploadId: token.uploadId))
  }

  private func resume(
    _ token: S3.UploadToken, _ input: S3.PutObjectInput, _ source: UploadSource, _ options: S3.UploadOptions,
    _ progress: S3.TransferProgress?
  ) async throws -> S3.UploadOutput {
    func refuse(_ message: String) -> S3Error {
      S3Error(
        S3Problem(code: .invalidInput, message: message), operation: "s3.CompleteMultipartUpload", target: input.target)
    }
    guard token.bucket.exact == input.bucket.exact, token.key.exact == input.key.exact else {
      throw refuse("The token is for another object: \(token.bucket.printable())/\(token.key.printable()).")
    }
    guard token.size == source.size else {
      throw refuse(
        "The content has another size than when the upload began: begin a new one, or pass the content of that time.")
    }
    let known = try await partsOfUpload(token, input)
    var options = options
    options.partSize = token.partSize
    return try await upload(input, source, options, progress) { uploader in try await uploader.resume(token, known) }
  }
}
