import AWSCredentials
import AWSIdentity
import ArgumentParser

/// Prints the credentials that a program using Evergreen would get here, or why it gets none.
struct CredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Print the credentials found here.",
    discussion: """
      Providers are asked in the order environment, profile, web identity, container, instance metadata; with --profile \
      the profile comes first. The secret access key and the session token are shown only with --show-secret.

      --format json (the default) prints a JSON object; with --show-secret it is what a credential_process prints, without \
      it has no Version and no SecretAccessKey and is not taken for one. --format process prints the same and --format env \
      commands of a POSIX shell, for eval "$(evergreen credentials --format env --show-secret)"; both are for other \
      programs, which need the secret, and are refused without --show-secret.
      """
  )

  @OptionGroup var settings: ProfileOption

  @Flag(
    help:
      "Ask every provider and print a table of what each was told and said; exit with 1 if a program would get none.")
  var explain = false

  @Flag(help: "Keep the credentials fresh and print a line for each rotation, refresh and failure.")
  var watch = false

  @Option(
    name: .customLong("for"), parsing: .unconditional,
    help: ArgumentHelp(
      "With --watch: end after this many seconds (default: go on until SIGINT or SIGTERM).", valueName: "seconds"))
  var seconds: Double?

  @Flag(help: "With --explain and --watch: print JSON (with --watch, an object per line).")
  var json = false

  @Flag(help: "Print the secret access key and the session token.")
  var showSecret = false

  /// In which form credentials are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case json, process, env }

  @Option(
    help: "How to print the credentials: json, process (for credential_process) or env (for a shell) (default: json).")
  var format: Format?

  func validate() throws {
    if explain, watch { throw ValidationError("--explain and --watch exclude each other.") }
    if explain || watch, showSecret {
      throw ValidationError("\(explain ? "--explain" : "--watch") never shows secrets; leave out --show-secret.")
    }
    if let format {
      guard !explain, !watch else { throw ValidationError("--format goes with neither --explain nor --watch.") }
      guard format == .json || showSecret else {
        throw ValidationError(
          "--format \(format.rawValue) is for other programs and is of no use without the secret: add --show-secret, or "
            + "leave out --format.")
      }
    }
    guard let seconds else { return }
    guard watch else { throw ValidationError("--for goes with --watch.") }
    guard seconds >= 0, seconds <= 1e9 else { throw ValidationError("--for must be a number of seconds.") }
  }

  func run() async throws {
    let context = settings.context
    if explain {
      let report = await CredentialChain.standard(in: context).report(asking: .everyProvider)
      try StandardOutput.send((json ? try JSONText.pretty(report) : "\(report)") + "\n")
      // A script learns from the status whether a program would get credentials; the table has said why not.
      guard case .uses = report.verdict else { throw ExitCode.failure }
      return
    }
    // By way of a cache, because that is how a program gets them: what has expired is refused.
    let cache = try CredentialCache.tool(in: context)
    if watch {
      try await CredentialWatch(cache: cache, form: json ? .json : .text).run(for: seconds.map { .seconds($0) })
      return
    }
    // What is thrown here is printed on standard error and makes the exit code 1.
    let credentials = try await cache.snapshot(at: context.clock.now()).credentials
    if format == .env {
      try StandardOutput.send(EnvironmentScript(CredentialVariables(credentials).list).text)
      return
    }
    let document = ProcessDocument(credentials, secrets: showSecret ? .shown : .hidden)
    try StandardOutput.send(try document.json + "\n")
  }
}
