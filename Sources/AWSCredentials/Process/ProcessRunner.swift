public import AWSCore

/// Runs external programs. The providers use it to run the program that a profile's `credential_process` names.
public protocol ProcessRunner: Sendable {
  /// Runs a program until it exits.
  ///
  /// On a timeout, if the output exceeds its limit, or if the calling task is cancelled, the program is terminated.
  ///
  /// - Parameter command: What to run, and within which limits.
  /// - Throws: ``ProcessError`` if the program could not be started or did not keep within its limits. A status other than
  ///   0 is an outcome, not an error.
  func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessOutcome
}

/// A program to run. Printing it shows the program, never its arguments: they may hold secrets.
public struct ProcessCommand: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The program: a path, or a name to look for in `PATH`.
  public var program: String
  /// The arguments, without the program itself.
  public var arguments: [String]
  /// How long the program may run before it is terminated.
  public var timeout: Duration
  /// The most bytes of standard output to accept. A program that writes more is terminated. Standard error has no such
  /// limit: its last 64 KiB are kept.
  public var outputLimit: Int

  /// Describes a program to run.
  ///
  /// - Parameters:
  ///   - program: A path, or a name to look for in `PATH`.
  ///   - arguments: The arguments, without the program itself.
  ///   - timeout: How long the program may run. The default is 60 s.
  ///   - outputLimit: The most bytes of standard output to accept. The default is 16 MiB.
  public init(
    program: String, arguments: [String] = [], timeout: Duration = .seconds(60), outputLimit: Int = 16 * 1024 * 1024
  ) {
    self.program = program
    self.arguments = arguments
    self.timeout = timeout
    self.outputLimit = outputLimit
  }

  /// The program and the number of its arguments. The arguments are left out.
  public var description: String { "\(program.printable()) (\(arguments.count) arguments)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
}

/// How a program ended, and what it wrote.
public struct ProcessOutcome: Sendable {
  /// How a program can end: with an exit status or by a signal.
  public enum Status: Sendable, Hashable {
    /// The program exited with this status code.
    case exited(Int)
    /// The signal with this number ended the program.
    case signalled(Int)
  }

  /// Whether the program exited, and with which status, or was ended by a signal.
  public var status: Status
  /// What the program wrote to standard output.
  public var standardOutput: [UInt8]
  /// The last 64 KiB of what the program wrote to standard error.
  public var standardError: [UInt8]

  /// Makes the outcome of a program that ended: how it ended, and what it wrote.
  public init(status: Status = .exited(0), standardOutput: [UInt8] = [], standardError: [UInt8] = []) {
    self.status = status
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}

/// Why a program could not be started, or was terminated before it exited.
public struct ProcessError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// What kind of failure this is.
  public enum Code: String, Sendable, Hashable {
    /// The program was not found.
    case notFound
    /// The program could not be started.
    case notStarted
    /// The program ran longer than ``ProcessCommand/timeout`` and was terminated.
    case timedOut
    /// The program wrote more to standard output than ``ProcessCommand/outputLimit`` and was terminated.
    case outputTooLarge
    /// The task that ran the program was cancelled, and the program was terminated.
    case cancelled
    /// The program tried to read from the terminal or to change the terminal's settings, which the runner does not
    /// allow by default, and was terminated.
    case terminalRefused
  }

  /// What kind of failure this is.
  public let code: Code
  /// What happened. The program's arguments are left out, because they may hold secrets.
  public let message: String
  /// The last 64 KiB of what the program had written to standard error.
  public let standardError: [UInt8]

  /// Makes the error of a program that could not be started, or was terminated before it exited.
  public init(_ code: Code, message: String, standardError: [UInt8] = []) {
    self.code = code
    self.message = message.printable(limit: 2000)
    self.standardError = standardError
  }

  /// The error's message, followed by its code.
  public var description: String { ErrorDescription(message: message, facts: [code.rawValue]).description }
}
