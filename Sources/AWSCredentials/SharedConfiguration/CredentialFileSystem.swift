public import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Reads configuration and token files, and replaces cached token files. Credential providers use files only through
/// this protocol, so a test can pass a file system of its own.
public protocol CredentialFileSystem: Sendable {
  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: The most bytes to accept.
  /// - Returns: The bytes.
  /// - Throws: ``FileSystemError``, with ``FileSystemError/Code/tooLarge`` if there are more bytes than the limit.
  func read(_ path: String, limit: Int) throws(FileSystemError) -> [UInt8]

  /// Returns the status of a file (time of change, size, readers) without reading its content. Symbolic links are
  /// followed.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The status, or `nil` if this file system has none; its files are then read again at each use.
  /// - Throws: ``FileSystemError``, with ``FileSystemError/Code/notFound`` if there is no such file.
  func status(of path: String) throws(FileSystemError) -> FileStatus?

  /// Replaces or creates a file in one step: a reader sees either the complete old or the complete new content.
  ///
  /// Missing folders are created. Only the file's owner can read and write the file, because it holds secrets.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - bytes: The new content.
  /// - Throws: ``FileSystemError`` if the file could not be replaced.
  func replace(_ path: String, with bytes: [UInt8]) throws(FileSystemError)

  /// Tries to lock a file against other processes that lock it, without waiting.
  ///
  /// The lock is advisory: it does not prevent others from reading or replacing the file.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The lock, or why it was not acquired.
  func tryLock(_ path: String) -> FileLockAttempt
}

extension CredentialFileSystem {
  /// The status of a file in a file system that does not implement this method: `nil`, so its files are read again at
  /// each use.
  public func status(of path: String) throws(FileSystemError) -> FileStatus? { nil }

  /// Always throws an error. This is the default for file systems that do not implement this method because they cannot
  /// be written to.
  public func replace(_ path: String, with bytes: [UInt8]) throws(FileSystemError) {
    throw FileSystemError(.failed, path: path, reason: "this file system cannot be written to")
  }

  /// Always returns ``FileLockAttempt/unsupported``. This is the default for file systems that do not implement this
  /// method because they have no locks.
  public func tryLock(_ path: String) -> FileLockAttempt { .unsupported }
}

/// The properties of a file that tell whether it has changed, and which users may read it.
public struct FileStatus: Sendable, Hashable {
  /// When the content was last changed.
  public let modified: Date
  /// How many bytes the file has.
  public let size: Int
  /// A number that differs between a file and one that has replaced it at the same path, such as an inode number.
  public let identifier: UInt64
  /// Which users may read the file.
  public let readers: Readers

  /// Which users may read a file.
  public enum Readers: Sendable, Hashable {
    /// Only the file's owner and its group.
    case ownerAndGroup
    /// Every user of the machine.
    case everyone
  }

  /// Makes the status of a file.
  public init(modified: Date, size: Int, identifier: UInt64, readers: Readers = .ownerAndGroup) {
    self.modified = modified
    self.size = size
    self.identifier = identifier
    self.readers = readers
  }
}

/// Why a file could not be read or replaced.
public struct FileSystemError: Error, Sendable, Hashable, CustomStringConvertible, PrintableError {
  /// What kind of failure this is.
  public let code: Code
  /// The path of the file that could not be read or written.
  public let path: String
  /// What happened, as the end of a sentence that names the file, for example `it is a directory`.
  public let reason: String

  /// Makes the error of a file that could not be read or replaced.
  ///
  /// - Parameters:
  ///   - code: What kind of failure this is.
  ///   - path: The path of the file.
  ///   - reason: What happened, as the end of a sentence that names the file; by default a text that describes the
  ///     code.
  public init(_ code: Code, path: String, reason: String? = nil) {
    self.code = code
    self.path = path
    self.reason = reason ?? code.reason
  }

  /// The path of the file, what happened, and the code.
  public var description: String {
    ErrorDescription("The file '\(path)' cannot be used", message: reason, facts: ["\(code)"]).description
  }

  /// The kinds of failure to read or replace a file. New kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case notFound, notAFile, permissionDenied, tooLarge, noResources, failed
    }
    private let value: Value

    /// There is no such file.
    public static let notFound = Code(value: .notFound)
    /// The path names a directory, a pipe or a socket.
    public static let notAFile = Code(value: .notAFile)
    /// This process may not read the file.
    public static let permissionDenied = Code(value: .permissionDenied)
    /// The file has more bytes than the limit that the caller of ``CredentialFileSystem/read(_:limit:)`` gave.
    public static let tooLarge = Code(value: .tooLarge)
    /// This process cannot open another file, for example because it has no file descriptors left. The file itself may
    /// be usable.
    public static let noResources = Code(value: .noResources)
    /// A failure that no other code describes.
    public static let failed = Code(value: .failed)

    /// The name of the code, such as `notFound`.
    public var description: String { value.rawValue }

    fileprivate var reason: String {
      switch value {
      case .notFound: "it does not exist"
      case .notAFile: "it is not a regular file"
      case .permissionDenied: "this process may not read it"
      case .tooLarge: "it is too large"
      case .noResources: "too many files are open"
      case .failed: "it could not be read"
      }
    }
  }
}
