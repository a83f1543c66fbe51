/// Runs programs of this machine, without a shell.
public struct SystemProcessRunner: ProcessRunner {
  /// Makes a runner.
  public init() {}

  /// Runs a program to its end; see ``ProcessRunner/run(_:)``.
  public func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessOutcome {
    throw ProcessError(.notStarted, message: "\(command.program) cannot be run on this platform.")
  }
}
