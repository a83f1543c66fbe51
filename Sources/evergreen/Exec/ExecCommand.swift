import AWSCredentials
import ArgumentParser

/// `evergreen exec`: becomes a command that has the credentials found here in its environment.
struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a command with the credentials found here in its environment.",
    usage: "evergreen exec [--profile <profile>] [--region <region>] -- <command> [<argument> ...]",
    discussion: """
      The command gets this process's environment with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, \
      AWS_CREDENTIAL_EXPIRATION and AWS_ACCOUNT_ID of the credentials (those that the credentials do not have are removed), with \
      AWS_REGION and AWS_DEFAULT_REGION if the region is known, and without AWS_PROFILE and AWS_DEFAULT_PROFILE. Secrets \
      are passed in the environment only, never in arguments.

      The command takes the place of this process, so signals, the terminal and the exit status are the command's. The exit status is \
      1 if there are no credentials, 126 if the command cannot be run, and 127 if it is not found.

      The command keeps the credentials that it starts with: a program that runs longer than they are valid should find credentials \
      itself.
      """
  )

  @OptionGroup var settings: ProfileOption

  @Option(help: "The region for the command (default: that of AWS_REGION, AWS_DEFAULT_REGION or the profile).")
  var region: String?

  // A command without -- before it.
  @Argument(help: .hidden) var misplaced: String?

  @Argument(parsing: .postTerminator, help: "The command and its arguments.")
  var command: [String] = []

  /// The options that have a value.
  static let valuedOptions: Set<String> = ["--profile", "--region"]

  func validate() throws {
    try CommandWords.check(command, misplaced: misplaced, of: "exec", isRequired: true)
    try RegionArgument.check(region)
  }

  func run() async throws {
    try CommandWords.refuse(misplaced, before: command, of: "exec")
    try CommandWords.requireName(command)
    let descriptors = OpenDescriptors.atStart
    let context = settings.context
    let credentials = try await CredentialCache.tool(in: context).snapshot(at: context.clock.now()).credentials
    var environment = CommandEnvironment.current
    for (name, value) in CredentialVariables(credentials).list { try environment.set(name, to: value) }
    if let region = try await KnownRegion.find(region, for: credentials, in: context) {
      for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] { try environment.set(name, to: region) }
    }
    // A profile that is named would come before the variables with some programs.
    for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] { try environment.set(name, to: nil) }
    let program = CommandProgram(RawArguments.end(command), environment)
    do throws(CommandFailure) {
      try program.replaceProcess(keeping: descriptors)
    } catch {
      throw try error.reported()
    }
  }
}
