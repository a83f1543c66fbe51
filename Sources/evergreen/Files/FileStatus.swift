#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the system says of a file.
struct FileStatus {
  enum Kind { case regular, directory, socket, other }

  private let status: stat

  /// The file that a path leads to, through symbolic links; `nil` if there is none, see `errno`.
  init?(_ path: FilePath) {
    var status = stat()
    guard unsafe path.withCString({ path in unsafe stat(path, &status) }) == 0 else { return nil }
    self.status = status
  }

  /// The file of a path itself; `nil` if there is none.
  init?(notFollowing path: FilePath) {
    var status = stat()
    guard unsafe path.withCString({ path in unsafe lstat(path, &status) }) == 0 else { return nil }
    self.status = status
  }

  /// The file of a descriptor.
  init?(of descriptor: CInt) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.status = status
  }

  var kind: Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    case S_IFSOCK: .socket
    default: .other
    }
  }

  var size: Int { Int(status.st_size) }
  /// How many hard links it has.
  var linkCount: Int { Int(status.st_nlink) }
  var owner: uid_t { status.st_uid }
  var group: gid_t { status.st_gid }
  /// The bits that `chmod` sets.
  var mode: mode_t { status.st_mode & 0o7777 }
  /// Whether a program of this file runs as its owner or group.
  var changesIdentity: Bool { status.st_mode & 0o6000 != 0 }

  func isSameFile(as other: FileStatus) -> Bool {
    status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
  }
}

/// Why the system refuses to use a file, as the end of a sentence.
struct FileReason: CustomStringConvertible {
  private let code: CInt

  init(_ code: CInt) { self.code = code }

  var description: String {
    switch code {
    case ENOENT: "there is no such file or directory"
    case EACCES, EPERM: "this user is not allowed to"
    case EISDIR: "it is a directory"
    case ENOTDIR: "a part of its path is not a directory"
    case ENXIO: "it is a socket, or a device that is not there"
    case EROFS: "the file system is read-only"
    case ENOSPC: "there is no space left"
    case EDQUOT: "this user's share of the disk is full"
    case EFBIG: "the file would be too large"
    case EPIPE: "nobody reads it any more"
    case EBADF: "it is not open in this direction"
    case ELOOP: "it has too many symbolic links"
    case ENAMETOOLONG: "its path is too long"
    case EMFILE, ENFILE: "too many files are open"
    case ETXTBSY: "it is a program that is running"
    case EIO: "the device reports an error"
    default: "error \(code) of the system"
    }
  }
}
