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
    // Before there is another thread.
    _ = InheritedSignals.atStart
    let words = Array(CommandLine.arguments.dropFirst())
    var command: any ParsableCommand
    do {
      // Words of curl are read as curl reads them.
      if words.first == "curl" {
        var curl = CurlCommand()
        curl.line = Array(words.dropFirst())
        command = curl
      } else {
        command = try await asyncParseAsRoot(words)
      }
    } catch {
      exit(withError: error)
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as ValidationError {
      // The usage is that of the subcommand that failed.
      let name = type(of: command)._commandName
      try? StandardError.send(
        "Error: \(error.message)\nUsage: \(usageString(for: type(of: command)))\n"
          + "  See 'evergreen \(name) --help' for more information.\n")
      // curl has a status of its own for lines that it does not take.
      exit(withError: command is CurlCommand ? ExitCode(2) : ExitCode.validationFailure)
    } catch {
      exit(withError: error)
    }
  }
}
