import AWSCore
import AWSCredentials
import NIOPosix

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An entry of a directory.
package struct DirectoryEntry: Sendable {
  /// What an entry is.
  package enum Kind: Sendable, Hashable {
    case file
    case directory
    /// A symbolic link, which was not followed, or leads nowhere.
    case link
    /// A device, a pipe or a socket.
    case other
  }

  /// The name.
  package let name: String
  /// Whether the name is UTF-8; otherwise ``name`` has replacement characters in it.
  package let isText: Bool
  /// What the entry is; of a link that is followed, what it leads to.
  package let kind: Kind
  /// How many bytes a file has.
  package let size: Int64
  /// When the content was last changed.
  package let modified: Date
  /// What is the same for two names of one directory.
  package let identity: FileIdentity
}

/// Which file or directory something is, whatever its name.
package struct FileIdentity: Sendable, Hashable {
  let device: UInt64
  let number: UInt64
}

/// Directories of this machine. The calls block a thread of NIO's pool instead of one that runs tasks.
package enum LocalDirectory {
  /// The entries of a directory, without `.` and `..`, in no order.
  ///
  /// - Parameters:
  ///   - path: The path of the directory.
  ///   - followsLinks: Whether an entry that is a symbolic link stands for what it leads to.
  /// - Returns: The directory's own identity, and its entries.
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func entries(
    of path: String, followsLinks: Bool
  ) async throws -> (identity: FileIdentity, entries: [DirectoryEntry]) {
    try await run(path, "read") {
      guard let directory = unsafe opendir(path) else { throw LocalSystemError(number: errno) }
      defer { _ = unsafe closedir(directory) }
      let descriptor = unsafe dirfd(directory)
      var own = stat()
      guard unsafe fstat(descriptor, &own) == 0 else { throw LocalSystemError(number: errno) }
      var entries: [DirectoryEntry] = []
      while true {
        errno = 0
        guard let next = unsafe readdir(directory) else {
          guard errno == 0 else { throw LocalSystemError(number: errno) }
          return (FileIdentity(own), entries)
        }
        let bytes = unsafe name(of: next)
        guard bytes != [0x2E], bytes != [0x2E, 0x2E] else { continue }
        if let entry = try Self.entry(bytes, in: descriptor, followsLinks: followsLinks) { entries.append(entry) }
      }
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in unsafe Array(bytes.prefix { $0 != 0 }) }
  }

  /// - Returns: `nil` if the entry has gone meanwhile.
  private static func entry(
    _ bytes: [UInt8], in directory: CInt, followsLinks: Bool
  ) throws -> DirectoryEntry? {
    var status = stat()
    let name = bytes.map { CChar(truncatingIfNeeded: $0) } + [0]
    var result = unsafe fstatat(directory, name, &status, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW)
    // A link that leads nowhere is a link.
    if result != 0, followsLinks { result = unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) }
    guard result == 0 else {
      if errno == ENOENT { return nil }
      throw LocalSystemError(number: errno)
    }
    let text = String(validating: bytes, as: UTF8.self)
    return DirectoryEntry(
      name: text ?? String(decoding: bytes, as: UTF8.self), isText: text != nil, kind: kind(status),
      size: Int64(status.st_size), modified: modified(status), identity: FileIdentity(status))
  }

  private static func kind(_ status: stat) -> DirectoryEntry.Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }

  private static func modified(_ status: stat) -> Date {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  /// Makes a directory and those above it, as far as they are not there.
  ///
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func create(_ path: String) async throws {
    try await run(path, "created") { try createAll(path) }
  }

  private static func createAll(_ path: String) throws {
    if unsafe mkdir(path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      var status = stat()
      guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw LocalSystemError(number: ENOTDIR)
      }
    case ENOENT:
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
        throw LocalSystemError(number: ENOENT)
      }
      try createAll(String(path[..<slash]))
      guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else { throw LocalSystemError(number: errno) }
    case let number: throw LocalSystemError(number: number)
    }
  }

  /// Makes directories below a directory, one in the other, as far as they are not there. None of them may be a symbolic
  /// link, which would lead elsewhere.
  ///
  /// - Parameters:
  ///   - names: The names of the directories, from the outermost.
  ///   - root: The path of a directory that is there.
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func create(_ names: [String], in root: String) async throws {
    guard !names.isEmpty else { return }
    try await run(root + "/" + names.joined(separator: "/"), "created") {
      var path = root
      for name in names {
        path += "/" + name
        guard unsafe mkdir(path, 0o777) != 0 else { continue }
        guard errno == EEXIST else { throw LocalSystemError(number: errno) }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw LocalSystemError(number: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw NotADirectory(name: name) }
      }
    }
  }

  /// Removes a file below a directory. No directory on the way may be a symbolic link.
  ///
  /// - Parameters:
  ///   - names: The names of the directories, and that of the file.
  ///   - root: The path of a directory.
  /// - Throws: ``FileTransferError``; `CancellationError` if the task is cancelled.
  package static func removeFile(_ names: [String], in root: String) async throws {
    let full = root + "/" + names.joined(separator: "/")
    try await run(full, "removed") {
      var path = root
      for name in names.dropLast() {
        path += "/" + name
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw LocalSystemError(number: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw NotADirectory(name: name) }
      }
      guard unsafe unlink(full) == 0 || errno == ENOENT else { throw LocalSystemError(number: errno) }
    }
  }

  private static func run<Result: Sendable>(
    _ path: String, _ purpose: String, _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    do {
      return try await NIOThreadPool.singleton.runIfActive(body)
    } catch {
      throw FileTransferError(
        path: path, message: "It cannot be \(purpose): \(String(describing: error).clause)".sentence, cause: error
      ).publicError
    }
  }

  private struct NotADirectory: Error, CustomStringConvertible {
    let name: String
    var description: String { "'\(name.printable())' on the way is a symbolic link or a file, not a directory" }
  }
}

/// An error number of the operating system.
private struct LocalSystemError: SystemFailure, CustomStringConvertible {
  let number: CInt
  var description: String { unsafe String(cString: strerror(number)) }
}

extension FileIdentity {
  fileprivate init(_ status: stat) {
    self.init(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}
