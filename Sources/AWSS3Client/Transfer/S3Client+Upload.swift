public import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3Client {
  /// Writes an object of any size: with one request if it is small, otherwise in parts, of which several are sent at
  /// once and each is retried by itself.
  ///
  /// Content in memory or of a known length is cut into equal parts. Content of unknown length is read into parts in
  /// memory; see ``S3/UploadOptions/concurrency`` for how much. If the call fails or its task is cancelled, the parts
  /// that S3 already has are removed; if S3 does not respond then, they stay and cost storage: a lifecycle rule of the
  /// bucket (`AbortIncompleteMultipartUpload`) removes them.
  ///
  /// - Parameters:
  ///   - input: The bucket, the key, the content and everything that the object should have. A CRC of the whole content
  ///     that is given here is sent in any case, a SHA or MD5 hash only if the content is sent with one request.
  ///   - options: How the content is cut into parts.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error`` for the first request that failed; errors of reading the content; `CancellationError` if the
  ///   task is cancelled.
  @discardableResult
  public func upload(
    _ input: S3.PutObjectInput, options: S3.UploadOptions = S3.UploadOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    try await upload(input, UploadSource(input.body), options, progress) { uploader in
      try await uploader.upload()
    }
  }

  /// Writes an object of any size from a file; see ``upload(_:options:progress:)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file. The file must not change during the upload.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case.
  ///   - options: How the content is cut into parts.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the file cannot be read; `CancellationError` if the
  ///   task is cancelled.
  @discardableResult
  public func upload(
    file path: String, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil,
    options: S3.UploadOptions = S3.UploadOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    var input = S3.PutObjectInput(bucket: bucket, key: key)
    input.contentType = contentType
    input.condition = condition
    return try await upload(file: path, input, options: options, progress: progress)
  }

  /// Writes an object of any size from a file, with everything that the object should have; see
  /// ``upload(_:options:progress:)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file. The file must not change during the upload.
  ///   - input: The bucket, the key and everything that the object should have. Its body is not used.
  ///   - options: How the content is cut into parts.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the file cannot be read; `CancellationError` if the
  ///   task is cancelled.
  @discardableResult
  public func upload(
    file path: String, _ input: S3.PutObjectInput, options: S3.UploadOptions = S3.UploadOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    let source = try await fileSource(path, input)
    return try await upload(input, source, options, progress) { uploader in try await uploader.upload() }
  }

  /// Writes an object of any size from the file at a URL, such as `file:///tmp/report`; see
  /// ``upload(file:bucket:key:contentType:condition:options:progress:)-(String,_,_,_,_,_,_)``.
  ///
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the URL is not that of a file, or the file cannot be
  ///   read; `CancellationError` if the task is cancelled.
  @discardableResult
  public func upload(
    file url: URL, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil,
    options: S3.UploadOptions = S3.UploadOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput {
    let path = try Self.path(of: url, .object(bucket: bucket, key: key))
    return try await upload(
      file: path, bucket: bucket, key: key, contentType: contentType, condition: condition, options: options,
      progress: progress)
  }

  /// Writes an object of any size from a stream of chunks of unknown length, which can be read only once; see
  /// ``upload(_:options:progress:)``.
  ///
  /// ```swift
  /// router.put("files/:key") { request, context in
  ///   try await s3.upload(request.body, bucket: "files", key: try context.parameters.require("key"))
  ///   return HTTPResponse.Status.created
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - chunks: The content, in chunks of `[UInt8]`, `Data`, SwiftNIO's `ByteBuffer` or another type of bytes. They are
  ///     requested only as fast as they are sent.
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - contentType: The media type of the content; `nil` for S3's default, `binary/octet-stream`.
  ///   - condition: The condition under which the object is written; `nil` to write in any case.
  ///   - options: How the content is cut into parts.
  ///   - progress: Where to report how far the upload has got; `nil` for nowhere.
  /// - Throws: ``S3Error``; what `chunks` throws; `CancellationError` if the task is cancelled.
  @discardableResult
  public func upload<Chunks: AsyncSequence & Sendable>(
    _ chunks: Chunks, bucket: String, key: String, contentType: String? = nil, condition: S3.WriteCondition? = nil,
    options: S3.UploadOptions = S3.UploadOptions(), progress: S3.TransferProgress? = nil
  ) async throws -> S3.UploadOutput where Chunks.Element: AWSHTTPBodyBytes {
    var input = S3.PutObjectInput(bucket: bucket, key: key, body: AWSHTTPBody(stream: chunks, length: .unknown))
    input.contentType = contentType
    input.condition = condition
    return try await upload(input, options: options, progress: progress)
  }

  // MARK: - Common

  func upload(
    _ input: S3.PutObjectInput, _ source: UploadSource, _ options: S3.UploadOptions,
    _ progress: S3.TransferProgress?, _ run: (Uploader) async throws -> S3.UploadOutput
  ) async throws -> S3.UploadOutput {
    defer { progress?.finish() }
    let plan = try uploadPlan(source.size, options, input)
    progress?.begin(total: source.size)
    return try await run(
      Uploader(client: self, input: input, source: source, plan: plan, options: options, progress: progress))
  }

  func uploadPlan(
    _ size: Int64?, _ options: S3.UploadOptions, _ input: S3.PutObjectInput
  ) throws -> UploadPlan {
    do throws(S3Problem) {
      return try UploadPlan(size: size, partSize: options.partSize)
    } catch {
      throw S3Error(error, operation: "s3.CreateMultipartUpload", target: input.target)
    }
  }

  private static func path(of url: URL, _ target: S3Target) throws -> String {
    do throws(FileTransferError) {
      return try FileTransferError.path(of: url)
    } catch {
      throw S3Error(
        S3Problem(error), operation: "s3.PutObject", target: target)
    }
  }

  /// Files and objects of up to this size in bytes are read into memory, so that a file is opened once, and written once.
  static var smallFile: Int64 { 256 << 10 }

  func fileSource(_ path: String, _ input: S3.PutObjectInput) async throws -> UploadSource {
    do {
      let file = try await AWSHTTPBody.fileParts(path, inMemoryUpTo: Self.smallFile)
      return .ranges(size: file.size, part: file.part)
    } catch let error as FileTransferError {
      throw S3Error(
        S3Problem(error), operation: "s3.PutObject", target: input.target)
    }
  }
}
