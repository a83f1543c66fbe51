public import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension AWSHTTPBody {
  /// A body that consists of the bytes of a file.
  ///
  /// The file is read in chunks while it is sent, and again for each retry; the whole file is never in memory. The file
  /// must not change until the request has finished: if it becomes shorter, the request fails.
  ///
  /// - Parameter path: The path of the file. A relative path starts at the working directory.
  /// - Throws: ``FileTransferError`` if there is no such file, or if it cannot be read; `CancellationError` if the task
  ///   is cancelled.
  public static func file(_ path: String) async throws -> AWSHTTPBody {
    do throws(FileTransferError) {
      let size = try await RegularFile.open(path, for: .reading).size()
      return AWSHTTPBody(length: .known(size)) { FileChunks(path: path, size: size) }
    } catch {
      throw error.publicError
    }
  }

  /// A body that consists of the bytes of the file at a URL, such as `file:///tmp/report`; see ``file(_:)-(String)``.
  ///
  /// - Parameter url: The URL of the file.
  /// - Throws: ``FileTransferError`` if the URL is not that of a file, if there is no such file, or if it cannot be read;
  ///   `CancellationError` if the task is cancelled.
  public static func file(_ url: URL) async throws -> AWSHTTPBody { try await file(FileTransferError.path(of: url)) }

  /// Writes the body to the file at a URL, such as `file:///tmp/report`; see ``write(toFile:)-(String)``.
  ///
  /// - Parameter url: The URL of the file to write.
  /// - Returns: How many bytes were written.
  /// - Throws: What ``write(toFile:)-(String)`` throws, and ``FileTransferError`` if the URL is not that of a file.
  @discardableResult
  public func write(toFile url: URL) async throws -> Int64 {
    try await write(toFile: FileTransferError.path(of: url))
  }

  /// Writes the body to a file, as it arrives.
  ///
  /// The bytes are written to a temporary file in the same directory, which is renamed when all bytes have arrived. So
  /// no other program sees an incomplete file, and if the transfer fails, an existing file is unchanged.
  ///
  /// - Parameter path: The path of the file to write. An existing regular file is replaced; anything else at that path,
  ///   such as a directory, a device or a pipe, is an error.
  /// - Returns: How many bytes were written.
  /// - Throws: ``FileTransferError`` if the file cannot be written, `AWSHTTPBodyError` if the body's length is not the
  ///   one that the response announced, any error of reading the body, `CancellationError` if the task is cancelled.
  @discardableResult
  public func write(toFile path: String) async throws -> Int64 {
    try await RegularFile.requireReplaceable(path)
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
    let file: RegularFile
    do throws(FileTransferError) {
      file = try await RegularFile.open(temporary, for: .writingNew)
    } catch {
      throw error.publicError
    }
    do {
      var count: Int64 = 0
      for try await chunk in self {
        try await file.append(chunk)
        count += Int64(chunk.count)
      }
      if case .known(let length) = length, length != count {
        throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count)
      }
      try await file.publish(as: path)
      return count
    } catch {
      // Cleaning up must go on though the caller's task may be cancelled, and must not hide why.
      await Task { try? await RegularFile.remove(temporary) }.value
      throw error.publicError
    }
  }
}

/// The error that is thrown if a file cannot be read to send it, or a received body cannot be written to a file.
public struct FileTransferError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// The path of the file that could not be read or written.
  public let path: String
  /// What could not be done, and the reason.
  public let message: String
  /// The error that caused this one; `nil` if there is none.
  public let cause: (any Error)?

  init(path: String, message: String, cause: (any Error)? = nil) {
    self.path = path
    self.message = message
    self.cause = cause
  }

  /// The file's path, what could not be done, and the reason.
  public var description: String {
    ErrorDescription("The file '\(path.printable())' cannot be used", message: message).description
  }
}

extension FileTransferError {
  /// The path of a file, for its URL.
  static func path(of url: URL) throws(FileTransferError) -> String {
    guard url.isFileURL else {
      throw FileTransferError(
        path: AddressText(url.absoluteString).shown, message: "The URL must begin with file://.")
    }
    return url.path(percentEncoded: false)
  }
}

extension FileTransferError: CancellableError {
  package var isCancellation: Bool { cause is CancellationError && Task.isCancelled }
}

/// The first bytes of a file, read when they are asked for.
private struct FileChunks: AsyncSequence, Sendable {
  private static let chunkSize = 128 * 1024
  let path: String
  let size: Int64

  struct AsyncIterator: AsyncIteratorProtocol {
    let path: String
    let size: Int64
    var file: RegularFile?
    var offset: Int64 = 0

    mutating func next() async throws(FileTransferError) -> [UInt8]? {
      guard offset < size else { return nil }
      let open: RegularFile
      if let file { open = file } else { open = try await RegularFile.open(path, for: .reading) }
      file = open
      let chunk = try await open.read(Int(Swift.min(size - offset, Int64(FileChunks.chunkSize))), at: offset)
      guard !chunk.isEmpty else {
        throw FileTransferError(
          path: path, message: "It had \(size) bytes when the request was made and has \(offset) now.")
      }
      offset += Int64(chunk.count)
      return chunk
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(path: path, size: size) }
}
