#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import AWSCore
import ArgumentParser

/// The arguments of this process as they were given: bytes. Strings replace what is not UTF-8, which would be another file
/// or other data without a word.
enum RawArguments {
  /// All, without the name of the program.
  static let process: [[UInt8]] = {
    var words: [[UInt8]] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = unsafe CommandLine.unsafeArgv[index] else { break }
      unsafe words.append(Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
    }
    return words
  }()

  /// The arguments at the end of the command line as they were given.
  ///
  /// - Parameter words: The same arguments as strings.
  static func end(_ words: [String]) -> [[UInt8]] {
    let given = Array(process.suffix(words.count))
    // Only what this process was called with has bytes of its own.
    guard given.map({ String(decoding: $0, as: UTF8.self) }) == words else { return words.map { Array($0.utf8) } }
    return given
  }

  /// Refuses arguments that are not UTF-8 where only text has a meaning. The words of curl, and of a command behind `--`, are passed
  /// on as they are.
  static func check(_ words: [[UInt8]]) throws {
    let subcommand = words.first.map { String(decoding: $0, as: UTF8.self) }
    if subcommand == CurlCommand._commandName { return }
    let isCommand = [ExecCommand._commandName, EmulatorCommand._commandName].contains(subcommand)
    for word in words {
      if isCommand, word == Array("--".utf8) { return }
      guard String(validating: word, as: UTF8.self) == nil else { continue }
      throw ValidationError(
        "The argument '\(String(decoding: word, as: UTF8.self).printable(limit: 200))' is not valid UTF-8.")
    }
  }
}
