#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  @unsafe @preconcurrency import Glibc
#elseif canImport(Musl)
  @unsafe @preconcurrency import Musl
#endif

/// The environment of a command: this process's, byte for byte, with some variables set and others removed.
struct CommandEnvironment {
  /// Each a name, `=` and a value, without the NUL at the end.
  private(set) var entries: [[CChar]]

  /// The environment of this process.
  static var current: CommandEnvironment {
    var entries: [[CChar]] = []
    #if canImport(Darwin)
      var next = unsafe _NSGetEnviron().pointee
    #else
      // Nothing in the tool changes its own environment.
      var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe environ
    #endif
    while let entry = unsafe next?.pointee {
      unsafe entries.append(Array(UnsafeBufferPointer(start: entry, count: strlen(entry))))
      unsafe next = next?.advanced(by: 1)
    }
    return CommandEnvironment(entries: entries)
  }

  /// The value of a variable; `nil` if it is not set.
  subscript(_ name: String) -> String? { bytes(of: name).map { String(decoding: $0, as: UTF8.self) } }

  /// The value of a variable byte for byte; `nil` if it is not set.
  func bytes(of name: String) -> [UInt8]? {
    let start = Self.start(of: name)
    return entries.first { $0.starts(with: start) }
      .map { $0.dropFirst(start.count).map { UInt8(bitPattern: $0) } }
  }

  /// The names of the variables.
  var names: [String] {
    entries.map { entry in
      String(decoding: entry.prefix { $0 != CChar(UInt8(ascii: "=")) }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// Sets a variable, or removes it.
  ///
  /// - Throws: ``CommandFailure`` if the value holds a NUL, which no variable can.
  mutating func set(_ name: String, to value: String?) throws(CommandFailure) {
    let start = Self.start(of: name)
    if let value, value.utf8.contains(0) {
      throw CommandFailure(
        .failed, "The variable \(name) cannot be set for the command, because its value holds a NUL byte.")
    }
    entries.removeAll { $0.starts(with: start) }
    if let value { entries.append(start + value.utf8.map { CChar(bitPattern: $0) }) }
  }

  private static func start(of name: String) -> [CChar] { (name + "=").utf8.map { CChar(bitPattern: $0) } }
}
