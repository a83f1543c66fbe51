import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3Client {
  /// Reads an object of any size into a file: a small one with one request, a large one in parts, of which several are
  /// received at once.
  ///
  /// The first request tells the size and the entity tag of the object. The requests for the other parts name that tag
  /// (`If-Match`), so the file never has parts of two different contents: if the object is replaced meanwhile, the call
  /// throws ``S3Error/Code/preconditionFailed``. A part whose connection breaks off is read on from where it broke off.
  ///
  /// The content is written to a temporary file in the same directory, which is renamed when the content is complete. If
  /// the call fails or is cancelled, the temporary file is removed and an existing file is unchanged.
  ///
  /// The content is compared with the checksum that S3 has of the object, unless the client validates none. An object that is
  /// received in parts is, if the checksum is a cyclic redundancy check of the whole (CRC-32, CRC-32C, CRC-64/NVME), as S3 makes
  /// of every new object without another one; it takes a `HeadObject`, because S3 sends no checksum with
  /// a range.
  ///
  /// ```swift
  /// let progress = S3.TransferProgress()
  /// try await s3.download(
  ///   S3.GetObjectInput(bucket: "backups", key: "today.tar"), toFile: "/var/today.tar", progress: progress)
  /// ```
  ///
  /// - Parameters:
  ///   - input: The bucket, the key and everything else about the object. Its `range` is not used: the whole object is
  ///     read.
  ///   - path: The path of the file to write. An existing regular file is replaced; anything else at that path, such as
  ///     a directory, is an error.
  ///   - options: The size of a part, and how many are received at once.
  ///   - progress: Where to report how far the download has got; `nil` for nowhere.
  /// - Returns: The object's attributes, as S3 reported them with the first part. Their length is that of the whole
  ///   object.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the file cannot be written; `CancellationError` if
  ///   the task is cancelled.
  @discardableResult
  public func download(
    _ input: S3.GetObjectInput, toFile path: String, options: S3.DownloadOptions = S3.DownloadOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.ObjectAttributes {
    try await download(Downloader(client: self, input: input, path: path, options: options, progress: progress))
  }

  /// Reads an object of any size from its beginning to its end, and hands on the bytes as they arrive. If the connection
  /// breaks off, the rest of the same content is requested: if the object is replaced meanwhile, the call throws
  /// ``S3Error/Code/preconditionFailed``.
  ///
  /// ```swift
  /// try await s3.download(S3.GetObjectInput(bucket: "backups", key: "today.tar")) { try handle.write(contentsOf: $0) }
  /// ```
  ///
  /// - Parameters:
  ///   - input: The bucket, the key and everything else about the object. Its `range` is not used: the whole object is
  ///     read.
  ///   - progress: Where to report how far the download has got; `nil` for nowhere.
  ///   - receive: Is called with each chunk. The next one is received when it returns; what it throws ends the call.
  /// - Returns: The object's attributes.
  /// - Throws: ``S3Error``; what `receive` throws; `CancellationError` if the task is cancelled.
  @discardableResult
  public func download(
    _ input: S3.GetObjectInput, progress: S3.TransferProgress? = nil, _ receive: ([UInt8]) async throws -> Void
  ) async throws -> S3.ObjectAttributes {
    defer { progress?.finish() }
    var request = input
    request.range = nil
    let output = try await getObject(request)
    let size = output.attributes.contentLength
    progress?.begin(total: size)
    func take(_ body: AWSHTTPBody, _ received: (Int64) -> Void) async throws {
      var chunks = body.makeAsyncIterator()
      while let chunk = try await chunks.next() {
        do { try await receive(chunk) } catch { throw ReceiverError(error: error) }
        received(Int64(chunk.count))
        progress?.add(Int64(chunk.count))
      }
    }
    if let size, size > 0 {
      try await PartReading(client: self, input: request, output.attributes.pin).read(output, from: 0, to: size) {
        body, _, received in try await take(body, received)
      }
    } else {
      do {
        try await take(output.body) { _ in }
      } catch {
        throw (error as? ReceiverError)?.error ?? Self.contentError(error, target: input.target)
      }
    }
    progress?.complete()
    return output.attributes
  }

  @discardableResult
  func download(_ downloader: Downloader) async throws -> S3.ObjectAttributes {
    do {
      return try await downloader.download()
    } catch let error as S3Error {
      throw error
    } catch {
      throw Self.contentError(error, target: downloader.input.target)
    }
  }

  /// Reads an object of any size into the file at a URL, such as `file:///tmp/report`; see
  /// ``download(_:toFile:options:progress:)-(_,String,_,_)``.
  ///
  /// - Parameters:
  ///   - input: The bucket, the key and everything else about the object. Its `range` is not used.
  ///   - url: The URL of the file to write.
  ///   - options: The size of a part, and how many are received at once.
  ///   - progress: Where to report how far the download has got; `nil` for nowhere.
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the URL is not that of a file; `CancellationError` if
  ///   the task is cancelled.
  @discardableResult
  public func download(
    _ input: S3.GetObjectInput, toFile url: URL, options: S3.DownloadOptions = S3.DownloadOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.ObjectAttributes {
    let path: String
    do {
      path = try FileTransferError.path(of: url)
    } catch {
      throw Self.contentError(error, target: input.target)
    }
    return try await download(input, toFile: path, options: options, progress: progress)
  }
}
