#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The content of a file that is kept aside until it is complete. If it is not published, nothing is left of it.
package final class UnfinishedFile {
  package enum Kind: Sendable {
    /// A file without a name, where the system has such files; else as ``named``.
    case unnamed
    /// A temporary file beside the one that it will be.
    case named
  }

  /// The file that it will be, of which the last part is no symbolic link.
  private let target: FilePath
  /// The file that is there and stays if it cannot be replaced.
  private let existing: FileDescriptor?
  private let descriptor: FileDescriptor
  /// The name that it has until it is published; `nil` if it has none.
  private var temporary: FilePath?

  /// Makes a new, empty file.
  init(for target: FilePath, _ kind: Kind) throws(FileDescriptor.Failure) {
    self.target = target
    existing = nil
    (descriptor, temporary) = try Self.create(target, kind)
  }

  /// Makes an empty file that has the mode, owner and group of an existing one.
  ///
  /// - Returns: `nil` if the existing one has to be written in place.
  init?(replacing existing: FileDescriptor, _ status: FileStatus, at target: FilePath, _ kind: Kind) {
    guard status.linkCount == 1, !status.changesIdentity,
      FileStatus(notFollowing: target)?.isSameFile(as: status) == true,
      let (descriptor, temporary) = try? Self.create(target, kind)
    else { return nil }
    self.target = target
    self.existing = existing
    self.descriptor = descriptor
    self.temporary = temporary
    let isOurs = FileStatus(of: descriptor.number).map { $0.owner == status.owner && $0.group == status.group } ?? false
    guard isOurs || fchown(descriptor.number, status.owner, status.group) == 0,
      fchmod(descriptor.number, status.mode) == 0
    else { return nil }
  }

  deinit {
    guard let temporary else { return }
    UnfinishedNames.remove(temporary)
  }

  func write(_ bytes: [UInt8]) throws(FileDescriptor.Failure) { try descriptor.write(bytes) }

  /// Gives the content its name.
  func publish() throws(FileDescriptor.Failure) {
    if temporary == nil {
      // A file that came there meanwhile is replaced, as one that was there.
      if existing == nil, link(to: target) == nil { return }
      let name = UnfinishedNames.new(for: target)
      if let code = link(to: name) {
        UnfinishedNames.forget(name)
        // Where nothing can be created any more, a file that is there may still be written.
        guard existing != nil else { throw FileDescriptor.Failure(code: code) }
        return try copy()
      }
      temporary = name
    }
    guard let temporary else { return }
    let result = unsafe temporary.withCString { old in unsafe target.withCString { new in unsafe rename(old, new) } }
    if result == 0 {
      UnfinishedNames.forget(temporary)
      self.temporary = nil
    } else if existing != nil {
      // A file that is mounted by itself, or is another user's in a shared directory, cannot be replaced.
      try copy()
    } else {
      throw FileDescriptor.Failure(code: errno)
    }
  }

  /// Writes the content to the existing file.
  private func copy() throws(FileDescriptor.Failure) {
    guard let existing else { return }
    _ = try FileDescriptor.retrying { ftruncate(existing.number, 0) }
    var offset = 0
    while true {
      let chunk = try descriptor.read(upTo: 1 << 20, at: offset)
      if chunk.isEmpty { return }
      try existing.write(chunk)
      offset += chunk.count
    }
  }

  private static func create(
    _ target: FilePath, _ kind: Kind
  ) throws(FileDescriptor.Failure) -> (FileDescriptor, FilePath?) {
    #if os(Linux)
      // Its name is given through /proc.
      if kind == .unnamed, FileStatus(FilePath("/proc/self/fd"))?.kind == .directory,
        let descriptor = try? FileDescriptor(target.directory, O_RDWR | temporaryFile)
      {
        return (descriptor, nil)
      }
    #endif
    let name = UnfinishedNames.new(for: target)
    do {
      return (try FileDescriptor(name, O_RDWR | O_CREAT | O_EXCL), name)
    } catch {
      UnfinishedNames.forget(name)
      throw error
    }
  }

  #if os(Linux)
    /// `O_TMPFILE`, which C makes of other macros (asm-generic/fcntl.h).
    private static let temporaryFile = 0o20_000_000 | O_DIRECTORY
  #endif

  /// Gives the file without a name its first one.
  ///
  /// - Returns: The error of the system, if there is one.
  private func link(to name: FilePath) -> CInt? {
    let source = FilePath("/proc/self/fd/\(descriptor.number)")
    let result = unsafe source.withCString { source in
      unsafe name.withCString { name in unsafe linkat(AT_FDCWD, source, AT_FDCWD, name, AT_SYMLINK_FOLLOW) }
    }
    return result == 0 ? nil : errno
  }
}
