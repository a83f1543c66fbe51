#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Paths of files as lines of output show them: from the working directory on, as `./a`, `folder/a` and `../a`.
package struct LocalDisplay: Sendable {
  /// The directory from the working directory on; `.` for the working directory itself.
  private let directory: String

  /// - Parameters:
  ///   - directory: The path of a directory.
  ///   - working: The path of the working directory; `nil` for that of the process.
  package init(directory: String, working: String? = nil) {
    let working = Self.parts(of: working ?? Self.workingDirectory)
    let path = directory.hasPrefix("/") ? Self.parts(of: directory) : Self.parts(of: directory, from: working)
    let common = zip(working, path).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: working.count - common) + path[common...]
    self.directory = parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// A file below the directory.
  ///
  /// - Parameter name: Its path from the directory on.
  package func file(_ name: String) -> String {
    // Only what is in the working directory itself begins with a dot, as the AWS CLI shows it.
    (directory == "." && name.contains("/") ? name : directory + "/" + name).asLine
  }

  /// The file at a path.
  static func file(at path: String) -> String {
    let bytes = path.utf8
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return LocalDisplay(directory: ".").file(path) }
    let directory = slash == bytes.startIndex ? "/" : String(Substring(bytes[..<slash]))
    return LocalDisplay(directory: directory).file(String(Substring(bytes[bytes.index(after: slash)...])))
  }

  private static func parts(of path: String, from start: [String] = []) -> [String] {
    var parts = start
    for part in path.utf8.split(separator: UInt8(ascii: "/")).map({ String(Substring($0)) }) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }

  private static var workingDirectory: String {
    guard let path = unsafe getcwd(nil, 0) else { return "/" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
