import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file system whose files exist only in memory, for tests of code that reads or writes files.
public final class InMemoryFileSystem: CredentialFileSystem {
  private struct State {
    var files: [String: Result<[UInt8], FileSystemError>] = [:]
    var reads: [String] = []
    /// The number of the last change to each file: what stands for its time of change and its inode.
    var changes: [String: Int] = [:]
    var changeCount = 0
    var readers: [String: FileStatus.Readers] = [:]
    var refusesWrites = false

    mutating func set(_ path: String, _ content: Result<[UInt8], FileSystemError>?) {
      files[path] = content
      changeCount += 1
      changes[path] = changeCount
    }
  }

  private let state = Locked(State())

  /// Makes a file system in memory with the given files.
  ///
  /// - Parameter files: The text of each file, by the path of the file. None by default.
  public init(_ files: [String: String] = [:]) {
    state.withLock { state in
      for (path, text) in files { state.set(path, .success(Array(text.utf8))) }
    }
  }

  /// Writes a text to a file. The file is created if it does not exist; otherwise its content is replaced.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - text: The new content of the file.
  public func write(_ path: String, _ text: String) { write(path, bytes: Array(text.utf8)) }

  /// Writes bytes to a file. The file is created if it does not exist; otherwise its content is replaced.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - bytes: The new content of the file.
  public func write(_ path: String, bytes: [UInt8]) {
    state.withLock { state in state.set(path, .success(bytes)) }
  }

  /// Makes every later read of a file fail.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - code: The code of the ``/AWSCredentials/FileSystemError`` that the reads throw.
  public func fail(_ path: String, with code: FileSystemError.Code) {
    state.withLock { state in state.set(path, .failure(FileSystemError(code, path: path))) }
  }

  /// Removes a file. A file that does not exist is ignored.
  ///
  /// - Parameter path: The path of the file.
  public func remove(_ path: String) { state.withLock { state in state.set(path, nil) } }

  /// Sets which users may read a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - readers: The users who may read it.
  public func setReaders(_ readers: FileStatus.Readers, of path: String) {
    state.withLock { state in
      state.readers[path] = readers
      state.changeCount += 1
      state.changes[path] = state.changeCount
    }
  }

  /// Whether ``replace(_:with:)`` fails, as on a read-only file system. The default is `false`.
  public var isReadOnly: Bool {
    get { state.withLock { state in state.refusesWrites } }
    set { state.withLock { state in state.refusesWrites = newValue } }
  }

  /// The text of a file; `nil` if the file does not exist or is not text.
  ///
  /// - Parameter path: The path of the file.
  public func text(of path: String) -> String? {
    guard case .success(let bytes)? = state.withLock({ state in state.files[path] }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The paths of all files, sorted.
  public var paths: [String] { state.withLock { state in state.files.keys.sorted() } }

  /// The path of each call of ``read(_:limit:)``, in order, including those for files that did not exist.
  public var reads: [String] { state.withLock { state in state.reads } }

  /// Reads a file and adds its path to ``reads``; see ``/AWSCredentials/CredentialFileSystem/read(_:limit:)``.
  public func read(_ path: String, limit: Int) throws(FileSystemError) -> [UInt8] {
    let found = state.withLock { state in
      state.reads.append(path)
      return state.files[path]
    }
    guard let found else { throw FileSystemError(.notFound, path: path) }
    let bytes = try found.get()
    guard bytes.count <= limit else {
      throw FileSystemError(.tooLarge, path: path, reason: "it has more than \(limit) bytes")
    }
    return bytes
  }

  /// Returns the status of a file. Its time and its identifier are different after each change of the file.
  public func status(of path: String) throws(FileSystemError) -> FileStatus? {
    let (found, change, readers) = state.withLock { state in
      (state.files[path], state.changes[path] ?? 0, state.readers[path] ?? .ownerAndGroup)
    }
    guard let found else { throw FileSystemError(.notFound, path: path) }
    return FileStatus(
      modified: Date(timeIntervalSinceReferenceDate: Double(change)), size: try found.get().count,
      identifier: UInt64(change), readers: readers)
  }

  /// Replaces or creates a file; see ``/AWSCredentials/CredentialFileSystem/replace(_:with:)``. It fails if
  /// ``isReadOnly`` is `true`.
  public func replace(_ path: String, with bytes: [UInt8]) throws(FileSystemError) {
    let isRefused = state.withLock { state in
      if !state.refusesWrites { state.set(path, .success(bytes)) }
      return state.refusesWrites
    }
    if isRefused {
      throw FileSystemError(.permissionDenied, path: path, reason: "the file system is read-only")
    }
  }
}
