import AWSCredentials
import AWSIdentity
import ArgumentParser

/// Prints the credentials that a program using Evergreen would get here, or why it gets none.
struct CredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Print the credentials found here, in the JSON form of credential_process.",
    discussion: """
      Sources are asked in the order environment, profile, web identity, container, instance metadata; with --profile \
      the profile comes first. The secret access key and the session token are shown only with --show-secret.
      """
  )

  @Option(help: "The profile of the shared config and credentials files to use.")
  var profile: String?

  @Flag(help: "Ask every source and print a table of what each was told and said.")
  var explain = false

  @Flag(help: "Keep the credentials fresh and print a line for each rotation, refresh and failure.")
  var watch = false

  @Option(name: .customLong("for"), help: "With --watch: end after this many seconds.")
  var seconds: Double?

  @Flag(help: "With --explain and --watch: print JSON (with --watch, an object per line).")
  var json = false

  @Flag(help: "Print the secret access key and the session token.")
  var showSecret = false

  func validate() throws {
    if explain, watch { throw ValidationError("--explain and --watch exclude each other.") }
    if explain || watch, showSecret {
      throw ValidationError("\(explain ? "--explain" : "--watch") never shows secrets; leave out --show-secret.")
    }
    guard let seconds else { return }
    guard watch else { throw ValidationError("--for goes with --watch.") }
    guard seconds >= 0, seconds <= 1e9 else { throw ValidationError("--for must be a number of seconds.") }
  }

  func run() async throws {
    let chain = CredentialChain.standard(profile: profile, in: .tool)
    if explain {
      let report = await chain.report(asking: .everySource)
      try StandardOutput.send((json ? try JSONText.pretty(report) : "\(report)") + "\n")
      return
    }
    // By way of a cache, because that is how a program gets them: what has expired is refused.
    let cache = CredentialCache(source: chain, policy: .tool, logger: SilentLog.logger)
    if watch {
      try await CredentialWatch(cache: cache, form: json ? .json : .text).run(for: seconds.map { .seconds($0) })
      return
    }
    // What is thrown here is printed on standard error and makes the exit code 1.
    let credentials = try await cache.snapshot().credentials
    let document = ProcessDocument(credentials, secrets: showSecret ? .shown : .hidden)
    try StandardOutput.send(try document.json + "\n")
  }
}
