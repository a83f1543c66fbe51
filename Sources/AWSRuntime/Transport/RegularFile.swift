import AWSCore
import NIOPosix

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open file whose calls block a thread of NIO's pool instead of one that runs tasks.
final class RegularFile: Sendable {
  enum Access: Sendable {
    case reading
    /// For writing to a new file. It is an error if the file exists.
    case writingNew
  }

  private let path: String
  private let descriptor: CInt

  private init(path: String, descriptor: CInt) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { _ = close(descriptor) }

  /// Opens a file. Anything but a regular file is refused: a directory has no bytes, and a pipe no length.
  static func open(_ path: String, for access: Access) async throws(FileTransferError) -> RegularFile {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
    let flags: CInt =
      switch access {
      case .reading: O_RDONLY | O_NONBLOCK | O_CLOEXEC
      case .writingNew: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      }
    return try await run(path, access == .reading ? "open it" : "create it") {
      var descriptor = systemOpen(path, flags)
      while descriptor < 0, errno == EINTR { descriptor = systemOpen(path, flags) }
      guard descriptor >= 0 else { throw SystemError(number: errno) }
      let file = RegularFile(path: path, descriptor: descriptor)
      guard try file.status().st_mode & S_IFMT == S_IFREG else { throw NotRegular() }
      return file
    }
  }

  /// How many bytes the file has.
  func size() async throws(FileTransferError) -> Int64 {
    try await Self.run(path, "read its size") { Int64(try self.status().st_size) }
  }

  /// Reads some bytes; fewer, or none, at the end of the file.
  func read(_ count: Int, at offset: Int64) async throws(FileTransferError) -> [UInt8] {
    try await Self.run(path, "read it") {
      try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        var result = unsafe pread(self.descriptor, buffer.baseAddress, count, off_t(offset))
        while result < 0, errno == EINTR {
          result = unsafe pread(self.descriptor, buffer.baseAddress, count, off_t(offset))
        }
        guard result >= 0 else { throw SystemError(number: errno) }
        initialized = result
      }
    }
  }

  /// Appends bytes, all of them.
  func append(_ bytes: [UInt8]) async throws(FileTransferError) {
    try await Self.run(path, "write it") {
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = unsafe rest.withUnsafeBytes { unsafe write(self.descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw SystemError(number: errno) }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Waits until the bytes are on the disk, and renames the file to its final name, replacing any existing file.
  func publish(as finalPath: String) async throws(FileTransferError) {
    try await Self.run(finalPath, "replace it") {
      guard fsync(self.descriptor) == 0 else { throw SystemError(number: errno) }
      guard unsafe rename(self.path, finalPath) == 0 else { throw SystemError(number: errno) }
    }
  }

  /// Refuses a path at which there is something else than a regular file: a device, a pipe or a folder would be replaced.
  static func requireReplaceable(_ path: String) async throws(FileTransferError) {
    try await run(path, "replace it") {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return }
      guard status.st_mode & S_IFMT == S_IFREG else { throw NotRegular() }
    }
  }

  /// Removes a file's name.
  static func remove(_ path: String) async throws(FileTransferError) {
    try await run(path, "remove it") {
      guard unsafe unlink(path) == 0 else { throw SystemError(number: errno) }
    }
  }

  private func status() throws -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError(number: errno) }
    return status
  }

  private static func run<Result: Sendable>(
    _ path: String, _ purpose: String, _ body: @escaping @Sendable () throws -> Result
  ) async throws(FileTransferError) -> Result {
    do {
      return try await NIOThreadPool.singleton.runIfActive(body)
    } catch {
      throw FileTransferError(path: path, message: "Cannot \(purpose): \(error)".sentence, cause: error)
    }
  }

  private struct SystemError: Error, CustomStringConvertible {
    let number: CInt
    var description: String { unsafe String(cString: strerror(number)) }
  }

  private struct NotRegular: Error, CustomStringConvertible {
    var description: String { "it is not a regular file" }
  }
}

// Inside the class, `open` is the class's own.
private func systemOpen(_ path: String, _ flags: CInt) -> CInt { unsafe open(path, flags, 0o666) }
