import AWSCore
public import AWSCredentials

/// Credentials that a program prints: the `credential_process` of a profile.
///
/// The command line is split into words as a POSIX shell would split it by white space, single quotes, double quotes and
/// backslashes; see ``init(commandLine:accountId:profile:context:)``. There is no shell: variables, `~`, wildcards, pipes
/// and redirections mean nothing, and an error says so if the command line has one. The program is given 60 s (more where
/// `CredentialProviderContext.providerTimeout` is longer) and 16 MiB of output; standard input and terminal as
/// the context's process runner says, by default none to read from (``SystemProcessRunner``). It must print one JSON object,
/// as the AWS SDKs and Tools reference guide, "Process credential provider", says: `Version` (1), `AccessKeyId`, `SecretAccessKey`, and, if they are temporary, `SessionToken` and `Expiration` (ISO 8601);
/// `AccountId`, if it knows it. Without `Expiration` the credentials count as ones that do not expire.
///
/// What the program prints to standard output never shows up in an error or log. The end of what it prints to standard
/// error does, without the command's arguments and without what looks like a secret.
///
/// ## IAM Roles Anywhere
///
/// A machine outside of AWS that has an X.509 certificate gets credentials through AWS's `aws_signing_helper`:
///
/// ```ini
/// [profile anywhere]
/// credential_process = /usr/local/bin/aws_signing_helper credential-process
///   --certificate /etc/pki/host.pem --private-key /etc/pki/host.key
///   --trust-anchor-arn arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/ID
///   --profile-arn arn:aws:rolesanywhere:eu-west-1:123456789012:profile/ID
///   --role-arn arn:aws:iam::123456789012:role/Backup
/// ```
///
/// (In the file, all of it stands on one line.) The helper prints credentials with an expiration, so a
/// `CredentialCache` runs it again in time. If the helper fails, its message stands in the error.
public struct ProcessCredentialProvider: CredentialProvider {
  /// `process, profile 'x'`.
  public let name: String
  /// `StalenessPolicy.strict`: a program makes no promise about expired credentials.
  public var staleness: StalenessPolicy { .strict }

  let commandLine: String
  private let accountId: String?
  let profile: String
  private let context: CredentialProviderContext

  /// Makes a provider. The command line is not looked at before the first fetch.
  ///
  /// - Parameters:
  ///   - commandLine: The program and its arguments, separated by white space. `'…'` keeps everything in between;
  ///     `"…"` too, except that a backslash before `"`, `\`, `$` or a backtick stands for that character; elsewhere a
  ///     backslash makes the next character stand for itself. Nothing else is special, on every platform.
  ///   - accountId: The account of credentials for which the program does not name one.
  ///   - profile: The name of the profile, for messages.
  ///   - context: Its process runner runs the program, or if it has none a ``SystemProcessRunner``; its clock tells whether
  ///     credentials have expired.
  public init(commandLine: String, accountId: String?, profile: String, context: CredentialProviderContext) {
    name = "process, profile '\(profile)'"
    self.commandLine = commandLine
    self.accountId = accountId
    self.profile = profile
    self.context = context
  }

  /// Runs the program.
  ///
  /// - Throws: `CredentialError`: `CredentialError.Code.invalidConfiguration` if the command line cannot be split or
  ///   the program does not exist, `CredentialError.Code.failed` if it fails, `CredentialError.Code.timedOut`,
  ///   `CredentialError.Code.invalidResponse` if it does not print credentials, `CredentialError.Code.expired` if
  ///   they have expired already, `CredentialError.Code.cancelled`.
  public func credentials() async throws(CredentialError) -> Credentials {
    let command: CommandLineWords
    do {
      command = try CommandLineWords(commandLine)
    } catch {
      throw self.error(.invalidConfiguration, "cannot be split into words: \(error.rawValue).")
    }
    let outcome: ProcessOutcome
    do {
      outcome = try await (context.processRunner ?? SystemProcessRunner()).run(
        ProcessCommand(
          program: command.program, arguments: command.arguments, timeout: max(.seconds(60), context.providerTimeout)))
    } catch {
      throw failure(error, command)
    }
    let excerpt = Self.explanation(outcome.standardError, command)
    switch outcome.status {
    case .exited(0): break
    case .exited(let status): throw error(.failed, "\(command.shownProgram) ended with status \(status).\(excerpt)")
    case .signalled(let signal):
      throw error(.failed, "\(command.shownProgram) was ended by signal \(signal).\(excerpt)")
    }
    return try credentials(in: outcome.standardOutput, command, excerpt)
  }

  private func credentials(
    in output: [UInt8], _ command: CommandLineWords, _ excerpt: String
  ) throws(CredentialError) -> Credentials {
    guard !output.allSatisfy(\.isASCIIWhitespace) else {
      throw error(.invalidResponse, "\(command.shownProgram) wrote nothing to standard output.\(excerpt)")
    }
    guard let document = ProcessCredentialDocument(json: output) else {
      throw error(
        .invalidResponse,
        "the \(output.count) bytes that \(command.shownProgram) wrote to standard output are not one JSON object."
          + excerpt)
    }
    do {
      return try document.credentials(now: context.clock.now(), accountId: accountId, provider: name)
    } catch {
      let code: CredentialError.Code = error.isExpired ? .expired : .invalidResponse
      throw self.error(code, "\(command.shownProgram) printed \(error.what)\(command.shellHint)")
    }
  }

  /// What else is known about a program that failed, to follow a sentence.
  private static func explanation(_ standardError: [UInt8], _ command: CommandLineWords) -> String {
    command.shellHint + StandardErrorExcerpt(standardError, command: command).sentence
  }

  private func failure(_ error: ProcessError, _ command: CommandLineWords) -> CredentialError {
    let program = command.shownProgram
    let excerpt = Self.explanation(error.standardError, command)
    switch error.code {
    case .notFound:
      let isPath = command.program.utf8.contains(UInt8(ascii: "/"))
      return self.error(
        .invalidConfiguration,
        "there is no program \(program)\(isPath ? "" : " in PATH"); no shell is used, so `~`, variables and "
          + "assignments before the program mean nothing.\(command.shellHint)")
    case .notStarted:
      let reason = StandardErrorExcerpt(Array(error.message.utf8), command: command).text
      return self.error(.failed, "\(program) could not be run. \(reason)")
    case .timedOut: return self.error(.timedOut, "\(program) took too long and was ended.\(excerpt)")
    case .outputTooLarge:
      return self.error(.invalidResponse, "\(program) wrote too much to standard output and was ended.\(excerpt)")
    case .terminalRefused:
      return self.error(
        .failed,
        "\(program) asked for input on the terminal, which this process does not pass on to it, and was ended; use a program "
          + "that asks nobody, or let somebody run `evergreen credentials`, which passes the terminal on.\(excerpt)")
    case .cancelled: return self.error(.cancelled, "the fetch was cancelled, and \(program) ended.")
    }
  }

  private func error(_ code: CredentialError.Code, _ message: String) -> CredentialError {
    CredentialError(code, provider: name, message: "The credential_process of profile '\(profile)': \(message)")
  }
}

extension ProcessCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name and the program, without its arguments.
  public var description: String {
    "ProcessCredentialProvider(\(name), \((try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the name, without the command line.
  public var customMirror: Mirror {
    Mirror(self, children: ["name": name, "commandLine": Redacted.mark], displayStyle: .struct)
  }
}
