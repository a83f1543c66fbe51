import ArgumentParser

@main
struct EvergreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evergreen",
    abstract: "AWS credentials that never go stale, and requests signed with them.",
    subcommands: [CredentialsCommand.self, CurlCommand.self, SignCommand.self, WhoAmICommand.self]
  )
}
