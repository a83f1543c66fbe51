#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import AWSCore

/// The path of a file as it was typed: bytes, which need not be UTF-8.
package struct FilePath: Sendable, Hashable {
  package let bytes: [UInt8]

  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  package init(_ text: String) { self.init(text.utf8) }

  private static let slash = UInt8(ascii: "/")

  /// The path in quotes, for messages.
  var shown: String { "'\(String(decoding: bytes, as: UTF8.self).printable())'" }

  /// Whether the path is this text.
  func isEqual(to text: String) -> Bool { bytes.elementsEqual(text.utf8) }

  /// What is behind the last slash.
  var lastPart: ArraySlice<UInt8> { bytes[((bytes.lastIndex(of: Self.slash) ?? -1) + 1)...] }

  /// The directory that the path is in; it ends with a slash unless it is empty, which stands for the working directory.
  var parent: FilePath { FilePath(bytes.dropLast(lastPart.count)) }

  /// ``parent`` as a path that the system takes.
  var directory: FilePath { parent.bytes.isEmpty ? FilePath(".") : parent }

  /// A path below this directory.
  func appending(_ name: FilePath) -> FilePath { FilePath(bytes + [Self.slash] + name.bytes) }

  /// Calls a function of the system with the path.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let text = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("the buffer holds at least the NUL") }
      return unsafe body(start)
    }
  }

  /// Removes the file.
  ///
  /// - Returns: The error of the system, if there is one.
  func remove() -> CInt? {
    let result = unsafe withCString { path in unsafe unlink(path) }
    return result == 0 ? nil : errno
  }

  /// The descriptor of this process that the path stands for, as `/dev/stdout` and `/dev/fd/3` do; `nil` for any other path.
  var descriptor: CInt? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    switch text {
    case "/dev/stdin": return STDIN_FILENO
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default: break
    }
    for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] where text.hasPrefix(folder) {
      let number = text.dropFirst(folder.count)
      return number.utf8.allSatisfy(\.isDigit) ? CInt(number) : nil
    }
    return nil
  }

  /// Where the symbolic links at the end of the path lead. It stops at what stands for a descriptor, whose link has no path.
  ///
  /// - Returns: A path that is no symbolic link, which need not exist; `nil` if there are too many links.
  func followingLinks() -> FilePath? {
    var path = self
    for _ in 0..<40 {
      guard path.descriptor == nil, let target = path.linkTarget else { return path }
      path = target.first == Self.slash ? FilePath(target) : FilePath(path.parent.bytes + target)
    }
    return nil
  }

  private var linkTarget: [UInt8]? {
    var target = [CChar](repeating: 0, count: 4097)
    let count = unsafe withCString { path in
      unsafe target.withUnsafeMutableBufferPointer { buffer -> Int in
        guard let start = buffer.baseAddress else { return -1 }
        return unsafe readlink(path, start, buffer.count)
      }
    }
    guard count > 0, count < target.count else { return nil }
    return target[..<count].map { UInt8(bitPattern: $0) }
  }
}
