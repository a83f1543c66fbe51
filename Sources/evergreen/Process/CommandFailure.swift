import ArgumentParser

/// A command that could not be started.
struct CommandFailure: Error, CustomStringConvertible {
  /// The exit status of this process, which is a shell's (Shell Command Language, 2.8.2).
  enum Status: Int32 {
    case failed = 1
    case notExecutable = 126
    case notFound = 127
  }

  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  var description: String { message }

  /// Says on standard error what went wrong.
  ///
  /// - Returns: The error that ends this process with the status and says nothing more.
  func reported() throws -> ExitCode {
    try StandardError.send("Error: \(message)\n")
    return ExitCode(status.rawValue)
  }
}
