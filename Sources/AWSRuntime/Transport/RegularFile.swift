import AWSCore
import AWSCredentials
import NIOCore
import NIOPosix

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open regular file. Its calls block a thread of NIO's pool instead of one that runs tasks, so each method does as much
/// as it can in one go.
final class RegularFile: Sendable {
  private let path: String
  private let descriptor: CInt
  private let closing = OnceFlag()

  private init(path: String, descriptor: CInt) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { if closing.take() { _ = close(descriptor) } }

  /// Opens a file for reading. Anything but a regular file is refused: a directory has no bytes, and a pipe no length.
  ///
  /// - Returns: The file, and how many bytes it has.
  static func open(_ path: String) async throws(FileTransferError) -> (file: RegularFile, size: Int64) {
    try await run(path, "opened") { try openedRegular(path) }
  }

  private static func openedRegular(_ path: String) throws -> (file: RegularFile, size: Int64) {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
    let file = try RegularFile(path: path, descriptor: opened(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC))
    var status = stat()
    guard unsafe fstat(file.descriptor, &status) == 0 else { throw SystemError(number: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw NotRegular() }
    return (file, Int64(status.st_size))
  }

  /// The size of a file, and its content if it is small, with a single change of threads.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: The most bytes that are read.
  /// - Returns: How many bytes the file has, and the bytes unless there are more than the limit.
  static func look(
    at path: String, readingUpTo limit: Int64
  ) async throws(FileTransferError) -> (size: Int64, content: [UInt8]?) {
    try await run(path, "opened") {
      let (file, size) = try openedRegular(path)
      guard size <= limit else { return (size, nil) }
      let content = try unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { memory, count in
        while count < Int(size) {
          let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[count...])
          let result = unsafe pread(file.descriptor, rest.baseAddress, rest.count, off_t(count))
          if result < 0, errno == EINTR { continue }
          guard result >= 0 else { throw SystemError(number: errno) }
          if result == 0 { break }
          count += result
        }
      }
      return (Int64(content.count), content)
    }
  }

  /// Writes a whole file, with a single change of threads: under a temporary name, which becomes its own when all is there.
  ///
  /// - Parameters:
  ///   - content: The bytes.
  ///   - path: The path of the file. An existing regular file is replaced; anything else is an error.
  ///   - time: When the content was last changed elsewhere, as seconds and nanoseconds since the beginning of 1970; `nil` for now.
  ///   - durability: Whether the call waits until the bytes are on the disk.
  static func store(
    _ content: [UInt8], at path: String, modified time: (seconds: Int, nanoseconds: Int)?,
    _ durability: FileDurability
  ) async throws(FileTransferError) {
    try await run(path, "written") {
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw NotRegular() }
      let temporary = temporaryName(for: path)
      let file = RegularFile(
        path: temporary, descriptor: try opened(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC))
      do {
        try unsafe content.withUnsafeBytes { bytes in
          var rest = unsafe bytes
          while unsafe !rest.isEmpty {
            let written = unsafe systemWrite(file.descriptor, rest)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw SystemError(number: errno) }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
          }
        }
        if let time {
          let time = timespec(tv_sec: time_t(time.seconds), tv_nsec: time.nanoseconds)
          guard unsafe futimens(file.descriptor, [time, time]) == 0 else { throw SystemError(number: errno) }
        }
        try file.renamed(to: path, durability)
      } catch {
        _ = unsafe unlink(temporary)
        throw error
      }
    }
  }

  /// Reads some bytes into the memory from which they are sent; fewer, or none, at the end of the file.
  func read(_ count: Int, at offset: Int64) async throws(FileTransferError) -> ByteBuffer {
    try await Self.run(path, "read") {
      var buffer = ByteBufferAllocator().buffer(capacity: count)
      try unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { memory in
        var result = unsafe pread(self.descriptor, memory.baseAddress, count, off_t(offset))
        while result < 0, errno == EINTR {
          result = unsafe pread(self.descriptor, memory.baseAddress, count, off_t(offset))
        }
        guard result >= 0 else { throw SystemError(number: errno) }
        return result
      }
      return buffer
    }
  }

  /// Makes a new, empty file under a temporary name beside a path.
  ///
  /// If there is something else than a regular file at the path, a device, a pipe or a directory, it would be replaced
  /// later, which is refused.
  static func create(beside path: String) async throws(FileTransferError) -> RegularFile {
    try await run(path, "replaced") {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return }
      guard status.st_mode & S_IFMT == S_IFREG else { throw NotRegular() }
    }
    return try await run(path, "created") {
      let temporary = temporaryName(for: path)
      return RegularFile(
        path: temporary, descriptor: try opened(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC))
    }
  }

  /// Appends all the bytes of some chunks.
  ///
  /// - Parameter finalPath: The path that an error names.
  func append(_ chunks: [any HTTPBodyChunk], for finalPath: String) async throws(FileTransferError) {
    try unsafe await write(chunks, for: finalPath) { bytes, _ in unsafe systemWrite(self.descriptor, bytes) }
  }

  /// Writes all the bytes of some chunks, one behind the other. Several calls may write to different places at once.
  ///
  /// - Parameters:
  ///   - chunks: The bytes.
  ///   - offset: The position of the first byte in the file.
  ///   - finalPath: The path that an error names.
  func write(
    _ chunks: [any HTTPBodyChunk], at offset: Int64, for finalPath: String
  ) async throws(FileTransferError) {
    try unsafe await write(chunks, for: finalPath) { bytes, written in
      unsafe pwrite(self.descriptor, bytes.baseAddress, bytes.count, off_t(offset + written))
    }
  }

  private func write(
    _ chunks: [any HTTPBodyChunk], for finalPath: String,
    _ write: @escaping @Sendable (_ bytes: UnsafeRawBufferPointer, _ written: Int64) -> Int
  ) async throws(FileTransferError) {
    try await Self.run(finalPath, "written") {
      var total: Int64 = 0
      for chunk in chunks {
        try unsafe chunk.withBodyBytes { bytes in
          var rest = unsafe bytes
          while unsafe !rest.isEmpty {
            let written = unsafe write(rest, total)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw SystemError(number: errno) }
            total += Int64(written)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
          }
        }
      }
    }
  }

  /// Sets the time at which the content was last changed.
  ///
  /// - Parameters:
  ///   - seconds: The whole seconds since the beginning of 1970.
  ///   - nanoseconds: The nanoseconds after them.
  ///   - finalPath: The path that an error names.
  func setModified(
    seconds: Int, nanoseconds: Int, for finalPath: String
  ) async throws(FileTransferError) {
    try await Self.run(finalPath, "given its modification time") {
      let time = timespec(tv_sec: time_t(seconds), tv_nsec: nanoseconds)
      guard unsafe futimens(self.descriptor, [time, time]) == 0 else { throw SystemError(number: errno) }
    }
  }

  /// Gives the file its final name and replaces any existing file.
  func publish(as finalPath: String, _ durability: FileDurability) async throws(FileTransferError) {
    try await Self.run(finalPath, "replaced") { try self.renamed(to: finalPath, durability) }
  }

  private func renamed(to finalPath: String, _ durability: FileDurability) throws {
    if durability == .synchronized, fsync(descriptor) != 0 { throw SystemError(number: errno) }
    // Some file systems report only here that there was no room for what was written.
    if closing.take(), close(descriptor) != 0, errno != EINTR { throw SystemError(number: errno) }
    guard unsafe rename(path, finalPath) == 0 else { throw SystemError(number: errno) }
    if durability == .synchronized { try Self.synchronizeDirectory(of: finalPath) }
  }

  /// Removes the file's temporary name.
  func remove() async {
    // It must be done though the caller's task may be cancelled, and must not hide why it is done.
    let path = path
    await Task { _ = try? await NIOThreadPool.singleton.runIfActive { unsafe unlink(path) } }.value
  }

  /// Waits until the file's name is on the disk, too.
  private static func synchronizeDirectory(of path: String) throws {
    let directory = path.lastIndex(of: "/").map { path.startIndex == $0 ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = try opened(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { _ = close(descriptor) }
    // Not every file system can do that for a directory.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError(number: errno) }
  }

  /// A name that no other file has, in the same directory: only there a file can be renamed without copying it.
  private static func temporaryName(for path: String) -> String {
    let suffix = ".\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    // A name has at most 255 bytes.
    var name = path[start...]
    while name.utf8.count + suffix.utf8.count > 255 { name.removeLast() }
    return String(path[..<start] + name) + suffix
  }

  private static func opened(_ path: String, _ flags: CInt) throws -> CInt {
    var descriptor = systemOpen(path, flags)
    while descriptor < 0, errno == EINTR { descriptor = systemOpen(path, flags) }
    guard descriptor >= 0 else { throw SystemError(number: errno) }
    return descriptor
  }

  private static func run<Result: Sendable>(
    _ path: String, _ purpose: String, _ body: @escaping @Sendable () throws -> Result
  ) async throws(FileTransferError) -> Result {
    do {
      return try await NIOThreadPool.singleton.runIfActive(body)
    } catch {
      throw FileTransferError(
        path: path, message: "It cannot be \(purpose): \(String(describing: error).clause)".sentence, cause: error)
    }
  }

  private struct SystemError: SystemFailure, CustomStringConvertible {
    let number: CInt
    var description: String { unsafe String(cString: strerror(number)) }
  }

  private struct NotRegular: Error, CustomStringConvertible {
    var description: String { "it is not a regular file" }
  }
}

// Inside the class, `open` is the class's own.
private func systemOpen(_ path: String, _ flags: CInt) -> CInt { unsafe open(path, flags, 0o666) }

// And `write` is, too.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
