public import AWSCredentials

/// A file system of files that exist only in memory.
public final class InMemoryFileSystem: FileSystem {
  private struct State {
    var files: [String: Result<[UInt8], FileSystemError>] = [:]
    var reads: [String] = []
  }

  private let state = Locked(State())

  /// Makes a file system.
  ///
  /// - Parameter files: The text of each file, by path.
  public init(_ files: [String: String] = [:]) {
    state.withLock { state in
      for (path, text) in files { state.files[path] = .success(Array(text.utf8)) }
    }
  }

  /// Writes a file, replacing what was there.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - text: The text.
  public func write(_ path: String, _ text: String) { write(path, bytes: Array(text.utf8)) }

  /// Writes a file, replacing what was there.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - bytes: The bytes.
  public func write(_ path: String, bytes: [UInt8]) {
    state.withLock { state in state.files[path] = .success(bytes) }
  }

  /// Makes reading a file fail.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - code: What kind of failure.
  public func fail(_ path: String, with code: FileSystemError.Code) {
    state.withLock { state in state.files[path] = .failure(FileSystemError(code, path: path)) }
  }

  /// Removes a file.
  ///
  /// - Parameter path: The path.
  public func remove(_ path: String) { state.withLock { state in state.files[path] = nil } }

  /// The paths that were read, in order, whether they existed or not.
  public var reads: [String] { state.withLock { state in state.reads } }

  /// Reads a file.
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
}
