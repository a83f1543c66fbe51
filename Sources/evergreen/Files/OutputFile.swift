#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is written: the one writer of everything that the tool puts into files.
///
/// - A new file is complete or absent: it gets its name when all bytes are there.
/// - A regular file that exists keeps its mode, owner and group, and symbolic links are followed. If it has one link, its new
///   content replaces the old one when all bytes are there: until then, and if the transfer fails, it is unchanged. It is
///   written in place, as curl does it, if it has several hard links, is set-user-ID or set-group-ID, cannot be given
///   the same owner, or cannot be replaced where it is: if the transfer fails then, the part that has arrived is left. A file that is
///   replaced loses its access control list and extended attributes, which are no part of the content.
/// - Pipes and devices are written in place. What stands for a descriptor, as `/dev/stdout` and `/dev/fd/3`, is written to that
///   descriptor. Directories and sockets are refused.
///
/// If a signal ends the process, nothing unfinished is left: where the system has files without a name (O_TMPFILE of Linux), not even
/// after SIGKILL or a crash; elsewhere a temporary file with the ending `.part` is removed after SIGINT, SIGTERM and SIGHUP, and left
/// by SIGKILL.
package final class OutputFile {
  private let path: FilePath
  private var content: Content

  private enum Content {
    /// The bytes go where they belong at once.
    case inPlace(FileDescriptor)
    /// They are kept aside until all are there.
    case aside(UnfinishedFile)
    case closed
  }

  /// Opens a file for writing. It waits for whoever reads from a pipe.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - kind: How a file is kept aside, if the file system can do that.
  /// - Throws: `CurlFailure` with the status 23 if it cannot be written.
  package init(_ path: FilePath, keptAside kind: UnfinishedFile.Kind = .unnamed) throws {
    self.path = path
    do {
      content = try Self.open(path, kind)
    } catch let error as FileDescriptor.Failure {
      throw Self.failure(path, "\(FileReason(error.code))")
    } catch let error as Refusal {
      throw Self.failure(path, error.reason)
    }
  }

  private struct Refusal: Error { let reason: String }

  private static func open(_ path: FilePath, _ kind: UnfinishedFile.Kind) throws -> Content {
    guard let target = path.followingLinks() else { throw FileDescriptor.Failure(code: ELOOP) }
    if let number = target.descriptor {
      guard OpenDescriptors.atStart.contains(number) else {
        throw Refusal(reason: "the descriptor \(number) is not open")
      }
      return .inPlace(FileDescriptor(number, closes: false))
    }
    guard let status = FileStatus(path) else {
      let code = errno
      guard code == ENOENT else { throw FileDescriptor.Failure(code: code) }
      return .aside(try UnfinishedFile(for: target, kind))
    }
    switch status.kind {
    case .directory: throw Refusal(reason: "it is a directory")
    case .socket: throw Refusal(reason: "it is a socket")
    case .other: return .inPlace(try FileDescriptor(path, O_WRONLY))
    case .regular:
      // This also tells whether this user may write to it: to replace it needs the directory's permission alone.
      let existing = try FileDescriptor(path, O_WRONLY)
      if let unfinished = UnfinishedFile(replacing: existing, status, at: target, kind) { return .aside(unfinished) }
      _ = try FileDescriptor.retrying { ftruncate(existing.number, 0) }
      return .inPlace(existing)
    }
  }

  package func write(_ bytes: [UInt8]) throws {
    do {
      switch content {
      case .inPlace(let descriptor): try descriptor.write(bytes)
      case .aside(let file): try file.write(bytes)
      case .closed: return
      }
    } catch {
      throw Self.failure(path, "\(FileReason(error.code))")
    }
  }

  /// All bytes are there.
  package func finish() throws {
    guard case .aside(let file) = content else { return }
    do {
      try file.publish()
    } catch {
      throw Self.failure(path, "\(FileReason(error.code))")
    }
    content = .closed
  }

  /// Makes the directories that a path is in, as far as they are missing, with the mode that curl gives them.
  static func createDirectories(of path: FilePath) throws {
    var end = 0
    while let slash = path.bytes[end...].firstIndex(of: UInt8(ascii: "/")) {
      end = slash + 1
      let directory = FilePath(path.bytes[..<end])
      guard unsafe directory.withCString({ directory in unsafe mkdir(directory, 0o750) }) != 0 else { continue }
      let code = errno
      guard FileStatus(directory)?.kind == .directory else {
        throw CurlFailure(.writing, "The directory \(directory.shown) cannot be created: \(FileReason(code)).")
      }
    }
  }

  private static func failure(_ path: FilePath, _ reason: String) -> CurlFailure {
    CurlFailure(.writing, "The file \(path.shown) cannot be written: \(reason).")
  }
}
