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
      SignCommand.self, WhoAmICommand.self,
    ]
  )

  static func main() async {
    // Before there is another thread, or another file is open.
    _ = InheritedSignals.atStart
    _ = OpenDescriptors.atStart
    let words = Array(CommandLine.arguments.dropFirst())
    let given = configuration.subcommands.first { $0._commandName == words.first }
    var command: any ParsableCommand
    do {
      try RawArguments.check(RawArguments.process)
      try SubcommandName.check(words, in: Self.self)
      try refuseMisplacedCommand(in: words)
      // Words of curl are read as curl reads them.
      if words.first == CurlCommand._commandName {
        var curl = CurlCommand()
        curl.line = Array(words.dropFirst())
        command = curl
      } else {
        command = try await asyncParseAsRoot(words)
      }
    } catch let error as ValidationError {
      end(with: error, of: given ?? Self.self)
    } catch {
      end(with: error)
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
    let name = command is Self.Type ? "" : " \(command._commandName)"
    let usage = name.isEmpty ? usageString() : usageString(for: command)
    try? StandardError.send(
      "Error: \(error.message)\nUsage: \(usage)\n  See 'evergreen\(name) --help' for more information.\n")
    // curl has a status of its own for lines that it does not take.
    exit(withError: command is CurlCommand.Type ? ExitCode(2) : ExitCode.validationFailure)
  }

  /// Ends the process. What was asked for, such as help or the version, goes to the standard output, and it is an error if that takes
  /// nothing more.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    let text = fullMessage(for: error)
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
