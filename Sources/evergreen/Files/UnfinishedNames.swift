import AWSCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The temporary files of this process that have a name: if a signal asks the process to end, they are removed first.
package enum UnfinishedNames {
  private static let names = Locked<Set<FilePath>>([])
  /// Looks out for signals from the first name on.
  nonisolated(unsafe) private static let signals = TerminationSignals(unlessIgnored: true) { number in
    removeAll()
    TerminationSignals.endProcess(by: number)
  }

  /// A name that no other file has, in the directory of a file: only there a file can be renamed without being copied.
  static func new(for target: FilePath) -> FilePath {
    _ = unsafe signals
    let suffix = ".\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
    // A name has at most 255 bytes.
    let name = FilePath(target.parent.bytes + target.lastPart.prefix(255 - suffix.utf8.count) + Array(suffix.utf8))
    names.withLock { _ = $0.insert(name) }
    return name
  }

  /// A name is no longer that of an unfinished file.
  static func forget(_ name: FilePath) { names.withLock { _ = $0.remove(name) } }

  static func remove(_ name: FilePath) {
    _ = unsafe name.withCString { name in unsafe unlink(name) }
    forget(name)
  }

  /// Removes all, as a signal does.
  package static func removeAll() {
    for name in names.withLock({ $0 }) { remove(name) }
  }
}
