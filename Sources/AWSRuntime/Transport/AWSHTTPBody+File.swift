public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension AWSHTTPBody {
  /// A body that consists of the bytes of a file.
  ///
  /// The file is read in pieces of 1 MiB while it is sent, and again for each retry. While one piece is sent, the next is
  /// read, so at most two of them are in memory. The file must not change until the request has finished: if it becomes
  /// shorter, the request fails.
  ///
  /// - Parameter path: The path of the file. A relative path starts at the working directory.
  /// - Throws: ``FileTransferError`` if there is no such file, or if it cannot be read; `CancellationError` if the task
  ///   is cancelled.
  public static func file(_ path: String) async throws -> AWSHTTPBody {
    do throws(FileTransferError) {
      let size = try await RegularFile.open(path).size
      return AWSHTTPBody(length: .known(size)) { AnyChunks(FileChunks(path: path, from: 0, to: size, of: size)) }
    } catch {
      throw error.publicError
    }
  }

  /// The size of a file, and bodies of parts of it, each of which is read while it is sent; see ``file(_:)-(String)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file. A relative path starts at the working directory.
  ///   - limit: A file of up to this size is read at once, and its bodies are in memory.
  /// - Returns: How many bytes the file has, and a function that makes the body of a part, from the position of its first
  ///   byte and the number of its bytes.
  /// - Throws: ``FileTransferError`` if there is no such file, or if it cannot be read; `CancellationError` if the task
  ///   is cancelled.
  package static func fileParts(
    _ path: String, inMemoryUpTo limit: Int64 = -1
  ) async throws -> (size: Int64, part: @Sendable (_ offset: Int64, _ count: Int64) -> AWSHTTPBody) {
    let (size, content): (Int64, [UInt8]?)
    do throws(FileTransferError) {
      (size, content) = try await RegularFile.look(at: path, readingUpTo: limit)
    } catch {
      throw error.publicError
    }
    if let content {
      return (
        size,
        { offset, count in
          AWSHTTPBody(count == size ? content : Array(content[Int(offset)..<Int(offset + count)]))
        }
      )
    }
    return (
      size,
      { offset, count in
        AWSHTTPBody(length: .known(count)) {
          AnyChunks(FileChunks(path: path, from: offset, to: offset + count, of: size))
        }
      }
    )
  }

  /// A body that consists of the bytes of the file at a URL, such as `file:///tmp/report`; see ``file(_:)-(String)``.
  ///
  /// - Parameter url: The URL of the file.
  /// - Throws: ``FileTransferError`` if the URL is not that of a file, if there is no such file, or if it cannot be read;
  ///   `CancellationError` if the task is cancelled.
  public static func file(_ url: URL) async throws -> AWSHTTPBody { try await file(FileTransferError.path(of: url)) }

  /// Writes the body to the file at a URL, such as `file:///tmp/report`; see ``write(toFile:durability:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - url: The URL of the file to write.
  ///   - durability: Whether the call waits until the bytes are on the disk. By default it does not.
  /// - Returns: How many bytes were written.
  /// - Throws: What ``write(toFile:durability:)-(String,_)`` throws, and ``FileTransferError`` if the URL is not that of a
  ///   file.
  @discardableResult
  public func write(toFile url: URL, durability: FileDurability = .buffered) async throws -> Int64 {
    try await write(toFile: FileTransferError.path(of: url), durability: durability)
  }

  /// Writes the body to a file, as it arrives.
  ///
  /// The bytes are written to a temporary file in the same directory, which is renamed when all bytes have arrived. So
  /// no other program sees an incomplete file. If the transfer fails or is cancelled, for example because the disk is
  /// full, the temporary file is removed and an existing file is unchanged.
  ///
  /// The file gets the permissions of a new file (0666 without the bits of the process's `umask`), also if it replaces
  /// another. If there is a symbolic link to a regular file at the path, the link is replaced, not the file that it
  /// points to.
  ///
  /// - Parameters:
  ///   - path: The path of the file to write. An existing regular file is replaced; anything else at that path, such as
  ///     a directory, a device or a pipe, is an error.
  ///   - durability: Whether the call waits until the bytes are on the disk. By default it does not.
  /// - Returns: How many bytes were written.
  /// - Throws: ``FileTransferError`` if the file cannot be written, `AWSHTTPBodyError` if the body's length is not the
  ///   one that the response announced, any error of reading the body, `CancellationError` if the task is cancelled.
  @discardableResult
  public func write(toFile path: String, durability: FileDurability = .buffered) async throws -> Int64 {
    let file: RegularFile
    do throws(FileTransferError) {
      file = try await RegularFile.create(beside: path)
    } catch {
      throw error.publicError
    }
    do {
      let count = try await append(to: file, path)
      if case .known(let length) = length, length != count {
        throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count)
      }
      try await file.publish(as: path, durability)
      return count
    } catch {
      await file.remove()
      throw error.publicError
    }
  }

  private func append(to file: RegularFile, _ path: String) async throws -> Int64 {
    var batch = FileBatch()
    var count: Int64 = 0
    var iterator = makeAsyncIterator()
    while let chunk = try await iterator.nextChunk() {
      count += Int64(chunk.byteCount)
      batch.add(chunk)
      if batch.isFull { try await file.append(batch.take(), for: path) }
    }
    let rest = batch.take()
    if !rest.isEmpty { try await file.append(rest, for: path) }
    return count
  }
}

/// When a file that was received counts as written.
public enum FileDurability: Sendable, Hashable {
  /// The operating system has the whole content, and writes it to the disk later. A file at the final path is complete
  /// also if the program crashes. If the machine loses power shortly afterwards, the content may be lost.
  case buffered
  /// The content and the file's name are on the disk (`fsync` of the file and of its directory). This takes as long as
  /// the disk takes to write everything.
  case synchronized
}
