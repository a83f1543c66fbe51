package import AWSCredentials

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A file that is received in parts, at the same time and in any order. It has a temporary name beside its path until it is complete.
package struct ReceivedFile: Sendable {
  private let file: RegularFile
  private let path: String

  /// Makes a new, empty file. If there is something else than a regular file at the path, it is an error, because it would be
  /// replaced later.
  ///
  /// - Parameter path: The path that the file gets when it is complete.
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func create(at path: String) async throws -> ReceivedFile {
    do throws(FileTransferError) {
      return ReceivedFile(file: try await RegularFile.create(beside: path), path: path)
    } catch {
      throw error.publicError
    }
  }

  /// Writes a whole file at once: under a temporary name, which becomes its own when all is there.
  ///
  /// - Parameters:
  ///   - content: The bytes.
  ///   - path: The path of the file. An existing regular file is replaced; anything else is an error.
  ///   - date: When the content was last changed elsewhere; `nil` for now.
  ///   - durability: Whether the call waits until the bytes are on the disk.
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func store(
    _ content: [UInt8], at path: String, modified date: Date?, _ durability: FileDurability
  ) async throws {
    do throws(FileTransferError) {
      try await RegularFile.store(content, at: path, modified: date.flatMap(time), durability)
    } catch {
      throw error.publicError
    }
  }

  /// A time as a file has it; `nil` if no file can have it.
  private static func time(_ date: Date) -> (seconds: Int, nanoseconds: Int)? {
    let seconds = date.timeIntervalSince1970.rounded(.down)
    guard abs(seconds) < 1e11 else { return nil }
    return (Int(seconds), Int((date.timeIntervalSince1970 - seconds) * 1e9))
  }

  /// Writes the bytes of a body, as they arrive.
  ///
  /// - Parameters:
  ///   - body: The body.
  ///   - offset: The position in the file of its first byte.
  ///   - written: Is called with the number of the bytes that were written since the last call. What was written stays
  ///     in the file when the body breaks off.
  /// - Throws: ``FileTransferError``; `AWSHTTPBodyError` if the body's length is not the one that the response announced;
  ///   any error of reading the body; `CancellationError` if the task is cancelled.
  package func write(_ body: AWSHTTPBody, at offset: Int64, written: (Int64) -> Void) async throws {
    var batch = FileBatch()
    var position = offset
    func flush() async throws {
      let count = batch.count
      guard count > 0 else { return }
      do throws(FileTransferError) {
        try await file.write(batch.take(), at: position, for: path)
      } catch {
        throw error.publicError
      }
      position += count
      written(count)
    }
    var iterator = body.makeAsyncIterator()
    do {
      while let chunk = try await iterator.nextChunk() {
        batch.add(chunk)
        if batch.isFull { try await flush() }
      }
    } catch {
      // What has arrived need not arrive again.
      if !(error is FileTransferError), !Task.isCancelled { try await flush() }
      throw error
    }
    try await flush()
    if case .known(let length) = body.length, length != position - offset {
      throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: position - offset)
    }
  }

  /// Gives the file the time at which its content was last changed elsewhere.
  ///
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package func setModified(_ date: Date) async throws {
    // What no file can have is left out.
    guard let time = Self.time(date) else { return }
    do throws(FileTransferError) {
      try await file.setModified(seconds: time.seconds, nanoseconds: time.nanoseconds, for: path)
    } catch {
      throw error.publicError
    }
  }

  /// Gives the file its path, and replaces any existing file.
  ///
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package func publish(_ durability: FileDurability) async throws {
    do throws(FileTransferError) {
      try await file.publish(as: path, durability)
    } catch {
      throw error.publicError
    }
  }

  /// Removes the file.
  package func remove() async { await file.remove() }
}
