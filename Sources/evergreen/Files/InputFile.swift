import AWSCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that an option names: a regular file, a pipe or a device. `-` is the standard input.
package struct InputFile: Sendable {
  /// The most bytes that are held in memory: 1 GiB.
  package static let memoryLimit = 1 << 30

  let path: FilePath
  private let descriptor: FileDescriptor
  /// How many bytes are left of a regular file; `nil` for anything else, whose end is known when it comes.
  let size: Int?
  /// Where the bytes begin, which for the standard input is up to whoever read from it before.
  private let start: Int

  /// Opens a file for reading. It waits for whoever writes to a pipe.
  ///
  /// - Throws: `CurlFailure` with the status 26 if it cannot be opened, or is a directory or a socket.
  package init(_ path: FilePath) throws {
    self.path = path
    descriptor = try Self.open(path)
    let status = FileStatus(of: descriptor.number)
    if status?.kind == .directory { throw Self.failure(path, "it is a directory") }
    let position = Int(lseek(descriptor.number, 0, SEEK_CUR))
    // Files of /proc have no size before they are read.
    if let status, status.kind == .regular, position >= 0, status.size > position {
      (start, size) = (position, status.size - position)
    } else {
      (start, size) = (0, nil)
    }
  }

  private static func open(_ path: FilePath) throws -> FileDescriptor {
    if path.isEqual(to: "-") { return FileDescriptor(STDIN_FILENO, closes: false) }
    let number = (path.followingLinks() ?? path).descriptor
    if let number, !OpenDescriptors.atStart.contains(number) {
      throw failure(path, "the descriptor \(number) is not open")
    }
    do {
      return try FileDescriptor(path, O_RDONLY)
    } catch {
      // What is open already can be read, also if it has no name that could be opened again, as a socket has none.
      guard let number else {
        throw failure(path, FileStatus(path)?.kind == .socket ? "it is a socket" : "\(FileReason(error.code))")
      }
      return FileDescriptor(number, closes: false)
    }
  }

  /// All that is left of the file.
  ///
  /// - Parameter limit: The most bytes to read: a device may have no end.
  package func bytes(upTo limit: Int = memoryLimit) throws -> [UInt8] {
    if let size, size > limit { throw tooLong(limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size ?? 0)
    do {
      while true {
        let chunk = try descriptor.read(upTo: 1 << 16)
        if chunk.isEmpty { return bytes }
        guard chunk.count <= limit - bytes.count else { throw tooLong(limit) }
        bytes += chunk
      }
    } catch let error as FileDescriptor.Failure {
      throw Self.failure(path, "\(FileReason(error.code))")
    }
  }

  /// Some bytes of a regular file.
  func bytes(upTo count: Int, at offset: Int) throws -> [UInt8] {
    do {
      return try descriptor.read(upTo: count, at: start + offset)
    } catch {
      throw Self.failure(path, "\(FileReason(error.code))")
    }
  }

  private var shown: String { path.isEqual(to: "-") ? "The standard input" : "The file \(path.shown)" }

  private func tooLong(_ limit: Int) -> CurlFailure {
    let size = limit >= 1 << 30 ? "\(limit >> 30) GiB" : "\(limit) bytes"
    return CurlFailure(
      .reading,
      "\(shown) has more than \(size), which is the most that is held in memory. --upload-file streams a regular file of any "
        + "size.")
  }

  private static func failure(_ path: FilePath, _ reason: String) -> CurlFailure {
    CurlFailure(
      .reading,
      path.isEqual(to: "-")
        ? "The standard input cannot be read: \(reason)." : "The file \(path.shown) cannot be read: \(reason).")
  }
}
