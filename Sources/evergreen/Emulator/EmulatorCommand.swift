import AWSCredentials
import ArgumentParser

/// `evergreen emulator`: servers on this machine that behave like AWS.
struct EmulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulator",
    abstract: "Run S3, Elasticsearch and the services that issue credentials on this machine, in memory.",
    usage: """
      evergreen emulator [--port <port>] [--services <names>] [--rotate <seconds>] [--region <region>]
      evergreen emulator [<options>] -- <command> [<argument> ...]
      """,
    discussion: """
      With a command, runs the command with an environment in which programs use the emulator, and ends with its exit status: 126 \
      if it cannot be run, 127 if it is not found, 128 and the number of the signal if a signal ended it. SIGTERM, SIGINT and \
      SIGHUP are passed on to it:

        evergreen emulator -- swift test

      Without a command, prints that environment as commands of a POSIX shell, and runs until SIGINT, SIGTERM or SIGHUP. To use it \
      in a script, wait until the lines are there:

        evergreen emulator > aws.env &
        until [ -s aws.env ]; do sleep 0.1; done
        . ./aws.env

      The services are \(EmulatorServices.names.joined(separator: ", ")). They listen on 127.0.0.1 alone. They verify every \
      signature and session token, and forget everything when they end.
      """
  )

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The port of the first service; the others have those after it, in the order of --services (default: free ports).",
      valueName: "port"))
  var port: Int?

  @Option(
    help: ArgumentHelp(
      """
      The services to run, separated by commas (default: all, in the order below). One that issues credentials is added, \
      instance-metadata, if there is none among them.
      """, valueName: "names"))
  var services: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Issue new credentials every so many seconds; each set is valid twice as long (default: 1800).",
      valueName: "seconds"))
  var rotate: SecondsOption?

  @Option(help: "The region that requests must be signed for (default: us-east-1).")
  var region: String?

  // A command without -- before it.
  @Argument(help: .hidden) var misplaced: String?

  @Argument(parsing: .postTerminator, help: "A command to run with the emulator's environment, and its arguments.")
  var command: [String] = []

  /// The options that have a value.
  static let valuedOptions: Set<String> = ["--port", "--services", "--rotate", "--region"]

  func validate() throws {
    try CommandWords.check(command, misplaced: misplaced, of: "emulator", isRequired: false)
    if let rotate, rotate.duration < .milliseconds(1) { throw ValidationError("--rotate takes more than 0 seconds.") }
    if let region, AWSRegion(region)?.name != region {
      throw ValidationError(AWSRegion.refusal(of: region, from: "--region"))
    }
    let count = try EmulatorServices.read(services).count
    if let port, !(1...(65_536 - count)).contains(port) {
      throw ValidationError("--port is \(port); with \(count) services it can be 1 to \(65_536 - count).")
    }
  }

  func run() async throws {
    try CommandWords.refuse(misplaced, before: command, of: "emulator")
    try CommandWords.requireName(command)
    #if Emulator
      try await EmulatorRun(command: self).run()
    #else
      throw CommandFailure(
        .failed,
        "This tool was built without the package trait Emulator; build it with that trait to run the emulator.")
    #endif
  }
}
