import AWSRuntime
import ArgumentParser

@main
struct EvergreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evergreen",
    abstract: "AWS credentials that never go stale, and requests signed with them.",
    version: UserAgent.version,
    subcommands: [CredentialsCommand.self, CurlCommand.self, SignCommand.self, WhoAmICommand.self]
  )

  static func main() async {
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
        "Error: \(error.message)\n\(usageString(for: type(of: command)))\n"
          + "  See 'evergreen \(name) --help' for more information.\n")
      exit(withError: ExitCode.validationFailure)
    } catch {
      exit(withError: error)
    }
  }
}
