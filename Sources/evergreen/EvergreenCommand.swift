import AWSRuntime
import ArgumentParser

@main
struct EvergreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evergreen",
    abstract: "AWS credentials that never go stale, and requests signed with them.",
    version: UserAgent.version,
    subcommands: [
      CredentialsCommand.self, CurlCommand.self, EmulatorCommand.self, ExecCommand.self, PresignCommand.self,
      S3Command.self, SignCommand.self, WhoAmICommand.self,
    ]
  )

  static func main() async {
    // Before there is another thread, or another file is open.
    _ = InheritedSignals.atStart
    _ = OpenDescriptors.atStart
    var words = Array(CommandLine.arguments.dropFirst())
    let given = SubcommandName.command(of: words, in: Self.self)
    var command: any ParsableCommand
    do {
      try RawArguments.check(RawArguments.process)
      try SubcommandName.check(words, in: Self.self)
      try refuseMisplacedCommand(in: words)
      if words.first == S3Command._commandName { words = try S3Words.prepared(words) }
      // Words of curl are read as curl reads them.
      if words.first == CurlCommand._commandName {
        var curl = CurlCommand()
        curl.line = Array(words.dropFirst())
        command = curl
      } else {
        command = try await asyncParseAsRoot(words)
      }
    } catch let error as ValidationError {
      end(with: error, of: given)
    } catch {
      end(with: error, in: given)
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as ValidationError {
      end(with: error, of: type(of: command))
    } catch {
      end(with: error)
    }
  }

  private static func refuseMisplacedCommand(in words: [String]) throws {
    let rest = Array(words.dropFirst())
    switch words.first {
    case ExecCommand._commandName:
      try CommandWords.refuseMisplaced(in: rest, of: ExecCommand._commandName, valued: ExecCommand.valuedOptions)
    case EmulatorCommand._commandName:
      try CommandWords.refuseMisplaced(
        in: rest, of: EmulatorCommand._commandName, valued: EmulatorCommand.valuedOptions)
    default: break
    }
  }

  /// Ends the process because of a mistake in the command line; the usage is that of the subcommand that failed.
  private static func end(with error: ValidationError, of command: any ParsableCommand.Type) -> Never {
    let name = SubcommandName.path(of: command, in: Self.self).map { " " + $0 }.joined()
    let usage = (name.isEmpty ? usageString() : usageString(for: command)).split(separator: "\n")
      .joined(separator: "\n       ")
    try? StandardError.send(
      "Error: \(error.message)\nUsage: \(usage)\n  See 'evergreen\(name) --help' for more information.\n")
    exit(withError: usageStatus(of: command))
  }

  /// The exit status for a line that is not taken: curl and the AWS CLI have one of their own.
  private static func usageStatus(of command: any ParsableCommand.Type) -> ExitCode {
    if command is CurlCommand.Type { return ExitCode(2) }
    let isS3 = command is S3Command.Type || command is any S3Subcommand.Type
    return isS3 ? ExitCode(S3Status.usage.rawValue) : ExitCode.validationFailure
  }

  /// Ends the process. What was asked for, such as help or the version, goes to the standard output, and it is an error if that takes
  /// nothing more.
  private static func end(with error: any Error, in command: any ParsableCommand.Type = Self.self) -> Never {
    var status = exitCode(for: error)
    let text = fullMessage(for: error)
    if status == ExitCode.validationFailure { status = usageStatus(of: command) }
    do {
      if !text.isEmpty {
        if status.isSuccess {
          try StandardOutput.send(text + "\n")
        } else {
          try StandardError.send(text + "\n")
        }
      }
    } catch {
      try? StandardError.send("Error: \(error)\n")
      exit(withError: ExitCode.failure)
    }
    exit(withError: status)
  }
}
