import AWSCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A command that a person has put behind `--`: its program, its arguments and its environment.
struct CommandProgram {
  private let name: [UInt8]
  private let words: [[UInt8]]
  private let environment: CommandEnvironment

  /// - Parameters:
  ///   - words: The program and its arguments, byte for byte.
  ///   - environment: What the program gets as its environment; its `PATH` is where the program is looked for.
  init(_ words: [[UInt8]], _ environment: CommandEnvironment) {
    self.words = words
    self.environment = environment
    name = words.first ?? []
  }

  /// Becomes the program: process id, terminal and standard streams stay.
  ///
  /// - Parameter descriptors: Those that the program gets.
  /// - Returns: Never, unless it fails.
  func replaceProcess(keeping descriptors: OpenDescriptors) throws(CommandFailure) -> Never {
    descriptors.closeOthersOnExec()
    InheritedSignals.atStart.restore()
    try unsafe attempt { path, arguments, environment in
      _ = unsafe execve(path, arguments, environment)
      return errno
    }
    // A program that could be started does not come back.
    throw CommandFailure(.failed, "The command \(shownName) could not be started.")
  }

  /// Starts the program beside this one.
  ///
  /// - Parameter descriptors: Those that the program gets.
  /// - Returns: Its process id.
  func start(keeping descriptors: OpenDescriptors) throws(CommandFailure) -> pid_t {
    descriptors.closeOthersOnExec()
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (unignored, blocked) = (InheritedSignals.atStart.unignoredSet, InheritedSignals.atStart.blockedSet)
    unsafe posix_spawnattr_setsigdefault(&attributes, &unignored)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    try unsafe attempt { path, arguments, environment in
      unsafe posix_spawn(&process, path, nil, &attributes, arguments, environment)
    }
    return process
  }

  /// The places where the program may be, in the order in which a shell looks.
  private var paths: [[UInt8]] {
    guard !name.contains(UInt8(ascii: "/")) else { return [name] }
    let folders = environment.bytes(of: "PATH") ?? Array("/usr/local/bin:/usr/bin:/bin".utf8)
    return folders.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
      ($0.isEmpty ? [UInt8(ascii: ".")] : Array($0)) + [UInt8(ascii: "/")] + name
    }
  }

  private typealias Words = [UnsafeMutablePointer<CChar>?]

  /// Starts the program wherever it is found.
  ///
  /// - Parameter start: Starts what is at a path, with its arguments and environment, and returns the system's error, or 0.
  private func attempt(
    _ start: (_ path: UnsafePointer<CChar>, _ arguments: Words, _ environment: Words) -> CInt
  ) throws(CommandFailure) {
    guard !name.isEmpty else { throw CommandFailure(.notFound, "The command is empty.") }
    let variables = unsafe environment.entries.map { entry in unsafe strdup(entry + [0]) } + [nil]
    defer { unsafe Self.free(variables) }
    var refusal: CInt?
    for path in paths {
      var code = unsafe FilePath(path).withCString { path in
        unsafe Self.with(words) { unsafe start(path, $0, variables) }
      }
      // A script without a first line that names its interpreter is the shell's.
      if code == ENOEXEC {
        let shell = FilePath("/bin/sh")
        code = unsafe shell.withCString { program in
          unsafe Self.with([shell.bytes, path] + words.dropFirst()) { unsafe start(program, $0, variables) }
        }
      }
      switch code {
      case 0: return
      case ENOENT, ENOTDIR: continue
      case EACCES: refusal = refusal ?? code
      default: throw CommandFailure(.notExecutable, "The command \(shownName) cannot be run: \(Self.reason(code)).")
      }
    }
    if let refusal {
      throw CommandFailure(.notExecutable, "The command \(shownName) cannot be run: \(Self.reason(refusal)).")
    }
    throw CommandFailure(
      .notFound,
      "The command \(shownName) was not found\(name.contains(UInt8(ascii: "/")) ? "" : " in the folders of PATH")."
    )
  }

  private static func with(_ words: [[UInt8]], _ body: (Words) -> CInt) -> CInt {
    let arguments = unsafe words.map { word in unsafe FilePath(word).withCString { unsafe strdup($0) } } + [nil]
    defer { unsafe free(arguments) }
    return unsafe body(arguments)
  }

  private static func free(_ words: Words) {
    for index in 0..<(unsafe words.count) {
      #if canImport(Darwin)
        unsafe Darwin.free(words[index])
      #elseif canImport(Glibc)
        unsafe Glibc.free(words[index])
      #else
        unsafe Musl.free(words[index])
      #endif
    }
  }

  private static func reason(_ code: CInt) -> String {
    switch code {
    case EACCES: "it is not executable for this user, or is a folder"
    case E2BIG: "its arguments and environment are too long"
    case ENOEXEC: "it is no program"
    case ELOOP: "its path has too many symbolic links"
    case ENAMETOOLONG: "its path is too long"
    default: "error \(code) of the system"
    }
  }

  private var shownName: String { "'\(String(decoding: name, as: UTF8.self).printable(limit: 200))'" }
}
