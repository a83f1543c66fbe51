#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Reads and writes the files of this machine.
public struct SystemFileSystem: CredentialFileSystem {
  /// Makes a value that reads and writes the files of this machine.
  public init() {}

  /// Reads a regular file, or a character device such as `/dev/null`.
  ///
  /// Directories, pipes and sockets are refused, and the file is opened without blocking. Otherwise a path to a pipe
  /// that nothing writes to would make a fetch of credentials hang.
  public func read(_ path: String, limit: Int) throws(FileSystemError) -> [UInt8] {
    guard !path.utf8.contains(0) else {
      throw FileSystemError(.failed, path: path, reason: "the path holds a zero byte")
    }
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { _ = close(descriptor) }

    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFCHR else {
      throw FileSystemError(.notAFile, path: path, reason: kind == S_IFDIR ? "it is a directory" : nil)
    }
    guard status.st_size <= limit else { throw tooLarge(path, limit) }
    return try contents(of: descriptor, path: path, limit: limit)
  }

  private func contents(of descriptor: Int32, path: String, limit: Int) throws(FileSystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { target in
        #if canImport(Darwin)
          unsafe Darwin.read(descriptor, target.baseAddress, target.count)
        #elseif canImport(Glibc)
          unsafe Glibc.read(descriptor, target.baseAddress, target.count)
        #elseif canImport(Musl)
          unsafe Musl.read(descriptor, target.baseAddress, target.count)
        #elseif canImport(Android)
          unsafe Android.read(descriptor, target.baseAddress, target.count)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errno)
      }
      if count == 0 { return bytes }
      // A file may grow while it is read, and a device has no size.
      guard bytes.count + count <= limit else { throw tooLarge(path, limit) }
      bytes += buffer[..<count]
    }
  }

  private func tooLarge(_ path: String, _ limit: Int) -> FileSystemError {
    FileSystemError(.tooLarge, path: path, reason: "it has more than \(limit) bytes")
  }

  func failure(_ path: String, _ number: Int32) -> FileSystemError {
    switch number {
    case ENOENT, ENOTDIR: FileSystemError(.notFound, path: path)
    case EACCES, EPERM: FileSystemError(.permissionDenied, path: path)
    case EISDIR: FileSystemError(.notAFile, path: path, reason: "it is a directory")
    case EROFS: FileSystemError(.permissionDenied, path: path, reason: "the file system is read-only")
    case ENOSPC, EDQUOT: FileSystemError(.failed, path: path, reason: "there is no space left for it")
    case ELOOP: FileSystemError(.notAFile, path: path, reason: "its symbolic links form a loop")
    case ENAMETOOLONG: FileSystemError(.failed, path: path, reason: "the path is too long")
    case EMFILE, ENFILE: FileSystemError(.noResources, path: path)
    case ENOMEM: FileSystemError(.noResources, path: path, reason: "there is no memory left to open it")
    case EIO: FileSystemError(.failed, path: path, reason: "reading it failed with an input/output error")
    case EAGAIN: FileSystemError(.notAFile, path: path, reason: "reading it would wait for input")
    default: FileSystemError(.failed, path: path, reason: "reading it failed with system error \(number)")
    }
  }
}
