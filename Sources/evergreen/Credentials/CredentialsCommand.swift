import AWSCredentials
import AWSIdentity
import ArgumentParser

/// Prints the credentials that a program using Evergreen would get here, or why it gets none.
struct CredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Print the credentials found here, in the JSON form of credential_process.",
    discussion: """
      Sources are asked in the order environment, shared files, container, instance metadata; with --profile the shared \
      files come first. The secret access key and the session token are shown only with --show-secret.
      """
  )

  @Option(help: "The profile of the shared config and credentials files to use.")
  var profile: String?

  @Flag(help: "Ask every source and print what each of them said.")
  var explain = false

  @Flag(help: "Print the secret access key and the session token.")
  var showSecret = false

  func validate() throws {
    if explain, showSecret { throw ValidationError("--explain never shows secrets; leave out --show-secret.") }
  }

  func run() async throws {
    let chain = CredentialChain.standard(profile: profile)
    if explain {
      try StandardOutput.send(try await SourceReport.make(for: chain).text)
      return
    }
    // What is thrown here is printed on standard error and makes the exit code 1.
    // By way of a cache, because that is how a program gets them: what has expired is refused.
    let credentials = try await CredentialCache(source: chain, logger: SilentLog.logger).snapshot().credentials
    let document = ProcessDocument(credentials, secrets: showSecret ? .shown : .hidden)
    try StandardOutput.send(try document.json + "\n")
  }
}
