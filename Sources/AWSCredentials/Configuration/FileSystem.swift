/// Reads files: the seam through which configuration and token files are read.
public protocol FileSystem: Sendable {
  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: The most bytes to accept.
  /// - Returns: The bytes.
  /// - Throws: ``FileSystemError``, with ``FileSystemError/Code/tooLarge`` if there are more bytes than the limit.
  func read(_ path: String, limit: Int) throws(FileSystemError) -> [UInt8]
}

/// Why a file could not be read.
public struct FileSystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of failure this is.
  public let code: Code
  /// The path of the file.
  public let path: String
  /// What happened, as the end of a sentence that names the file, for example `it is a directory`.
  public let reason: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: What kind of failure this is.
  ///   - path: The path of the file.
  ///   - reason: What happened, as the end of a sentence that names the file; the default fits the code.
  public init(_ code: Code, path: String, reason: String? = nil) {
    self.code = code
    self.path = path
    self.reason = reason ?? code.reason
  }

  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }

  /// The kinds of failure. New kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case notFound, notAFile, permissionDenied, tooLarge, failed
    }
    private let value: Value

    /// There is no such file.
    public static let notFound = Code(value: .notFound)
    /// The path names a directory, a pipe or a socket.
    public static let notAFile = Code(value: .notAFile)
    /// This process may not read the file.
    public static let permissionDenied = Code(value: .permissionDenied)
    /// The file is larger than the reader accepts.
    public static let tooLarge = Code(value: .tooLarge)
    /// Any other failure.
    public static let failed = Code(value: .failed)

    /// The name of the code.
    public var description: String { value.rawValue }

    fileprivate var reason: String {
      switch value {
      case .notFound: "it does not exist"
      case .notAFile: "it is not a regular file"
      case .permissionDenied: "this process may not read it"
      case .tooLarge: "it is too large"
      case .failed: "it could not be read"
      }
    }
  }
}
