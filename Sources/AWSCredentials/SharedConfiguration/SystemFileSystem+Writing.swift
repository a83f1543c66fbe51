#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

extension SystemFileSystem {
  /// Returns the status of a file: time of change, size, readers; see ``CredentialFileSystem/status(of:)``.
  public func status(of path: String) throws(FileSystemError) -> FileStatus? {
    guard !path.utf8.contains(0) else {
      throw FileSystemError(.failed, path: path, reason: "the path holds a zero byte")
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw failure(path, errno) }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    let modified = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    return FileStatus(
      modified: Date(timeIntervalSince1970: modified), size: Int(status.st_size), identifier: UInt64(status.st_ino),
      readers: status.st_mode & S_IROTH == 0 || !everyoneReaches(path) ? .ownerAndGroup : .everyone)
  }

  /// Whether every user of the machine may enter all folders on the way to a file, symbolic links followed.
  private func everyoneReaches(_ path: String) -> Bool {
    var folder = resolved(path)[...]
    // A path that cannot be resolved is taken for one that everyone reaches: a warning too many does less harm.
    guard folder.utf8.first == UInt8(ascii: "/") else { return true }
    while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
      folder = folder[..<slash]
      var status = stat()
      guard unsafe stat(folder.isEmpty ? "/" : String(folder), &status) == 0 else { return true }
      if status.st_mode & S_IXOTH == 0 { return false }
    }
    return true
  }

  /// Replaces or creates a file in one step; see ``CredentialFileSystem/replace(_:with:)``.
  ///
  /// The content is written to a new file beside the old one, which is then renamed. If the path is a symbolic link,
  /// the file that it points to is replaced.
  public func replace(_ path: String, with bytes: [UInt8]) throws(FileSystemError) {
    guard !path.utf8.contains(0) else {
      throw FileSystemError(.failed, path: path, reason: "the path holds a zero byte")
    }
    let target = resolved(path)
    let folder = Self.parent(of: target)
    try makeFolder(folder.isEmpty ? (target.utf8.first == UInt8(ascii: "/") ? "/" : ".") : folder, for: path)
    let temporary = "\(target).\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var number: Int32 = 0
    if !write(bytes, to: descriptor) || fsync(descriptor) != 0 { number = errno }
    if close(descriptor) != 0, number == 0 { number = errno }
    if number == 0, unsafe rename(temporary, target) != 0 { number = errno }
    guard number == 0 else {
      _ = unsafe unlink(temporary)
      throw failure(path, number)
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { provider in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: provider[offset...])
        #if canImport(Darwin)
          return unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Glibc)
          return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          return unsafe Musl.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Android)
          return unsafe Android.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      offset += count
    }
    return true
  }

  /// What stands before the last slash. To the system a slash is a byte, whatever mark follows it.
  private static func parent(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
  }

  private func makeFolder(_ folder: String, for path: String) throws(FileSystemError) {
    if unsafe mkdir(folder, 0o700) == 0 { return }
    switch errno {
    case EEXIST, EISDIR: return
    case ENOENT:
      let parent = Self.parent(of: folder)
      guard !parent.isEmpty, parent != folder else { throw failure(path, ENOENT) }
      try makeFolder(parent, for: path)
      guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(path, errno) }
    default:
      let number = errno
      // On a read-only file system this is the error for folders that exist, too.
      var status = stat()
      guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw failure(path, number) }
    }
  }

  /// The path with symbolic links followed, as far as the file exists.
  private func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
