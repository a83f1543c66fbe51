import AWSCore
public import AWSCredentials

/// Provides the credentials that a program prints: the `credential_process` of a profile.
///
/// The command line is split into words at white space, with single quotes, double quotes and backslashes as in a POSIX
/// shell; see ``init(commandLine:accountId:profile:context:)``. No shell is started: variables, `~`, wildcards, pipes
/// and redirections have no effect, and an error mentions them if the command line contains any. The program may run
/// for 60 s, or for `CredentialProviderContext.providerTimeout` if that is longer, and may print up to 16 MiB. Whether
/// the program can use standard input and the terminal is decided by the context's process runner; by default it can
/// read from neither (``SystemProcessRunner``).
///
/// The program must print one JSON object (AWS SDKs and Tools reference guide, "Process credential provider"):
/// `Version` (1), `AccessKeyId`, `SecretAccessKey`, for temporary credentials also `SessionToken` and `Expiration` (ISO
/// 8601), and optionally `AccountId`. Credentials without `Expiration` are treated as never expiring.
///
/// What the program prints to standard output never appears in an error or log. The end of its standard error does,
/// without the command's arguments and without text that looks like a secret.
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
/// (In the file, `credential_process` is a single line.) The helper prints credentials with an expiration, so a
/// `CredentialCache` runs the helper again before they expire. If the helper fails, the error contains its message.
public struct ProcessCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `process, profile 'x'`, where `x` is the profile that contains the command;
  /// `process` if the command was passed as an argument.
  public let name: String
  /// `StalenessPolicy.strict`: expired credentials are never used.
  public var staleness: StalenessPolicy { .strict }

  let commandLine: String
  private let accountId: String?
  /// The profile that names the command; `nil` if the program does.
  let profile: String?
  private let context: CredentialProviderContext

  /// Makes a provider for the `credential_process` of a profile. The command line is not checked before the first
  /// fetch.
  ///
  /// - Parameters:
  ///   - commandLine: The program and its arguments, separated by white space. Characters between single quotes stand
  ///     for themselves. So do those between double quotes, except that a backslash before `"`, `\`, `$` or a backtick
  ///     is removed. Outside of quotes, a backslash makes the next character stand for itself. No other character is
  ///     special, on any platform.
  ///   - accountId: The id of the account that the credentials belong to, used if the program does not print one; `nil`
  ///     if it is not known.
  ///   - profile: The name of the profile that contains the command. It is used in error messages.
  ///   - context: The context whose process runner runs the program (a ``SystemProcessRunner`` if it has none) and
  ///     whose clock decides whether credentials have expired.
  public init(commandLine: String, accountId: String?, profile: String, context: CredentialProviderContext) {
    name = "process, profile '\(profile)'"
    self.commandLine = commandLine
    self.accountId = accountId
    self.profile = profile
    self.context = context
  }

  /// Makes a provider for a command that does not come from a profile but is passed as an argument.
  ///
  /// - Parameters:
  ///   - commandLine: The program and its arguments, split into words as
  ///     ``init(commandLine:accountId:profile:context:)`` does.
  ///   - context: The context whose process runner runs the program and whose clock decides whether credentials have
  ///     expired; by default that of this process.
  public init(commandLine: String, context: CredentialProviderContext = .process) {
    name = "process"
    self.commandLine = commandLine
    accountId = nil
    profile = nil
    self.context = context
  }

  /// Runs the program and reads the credentials that it prints.
  ///
  /// - Throws: `CredentialError` with one of these codes: `invalidConfiguration` if the command line cannot be split
  ///   into words or the program does not exist, `failed` if the program fails, `timedOut` if it takes too long,
  ///   `invalidResponse` if it does not print credentials, `expired` if the credentials have already expired,
  ///   `cancelled` if the task is cancelled.
  public func credentials() async throws(CredentialError) -> Credentials {
    let command: CommandLineWords
    do {
      command = try CommandLineWords(commandLine)
    } catch {
      throw self.error(.invalidConfiguration, "Its command line cannot be split into words: \(error.rawValue).")
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
    case .exited(let status): throw error(.failed, "\(command.shownProgram) ended with status \(status).", excerpt)
    case .signalled(let signal):
      throw error(.failed, "\(command.shownProgram) was ended by signal \(signal).", excerpt)
    }
    return try credentials(in: outcome.standardOutput, command, excerpt)
  }

  private func credentials(
    in output: [UInt8], _ command: CommandLineWords, _ excerpt: String
  ) throws(CredentialError) -> Credentials {
    guard !output.allSatisfy(\.isASCIIWhitespace) else {
      throw error(.invalidResponse, "\(command.shownProgram) wrote nothing to standard output.", excerpt)
    }
    guard let document = ProcessCredentialDocument(json: output) else {
      throw error(
        .invalidResponse,
        "The \(output.count) bytes that \(command.shownProgram) wrote to standard output are not one JSON object.",
        excerpt)
    }
    do {
      return try document.credentials(now: context.clock.now(), accountId: accountId, provider: name)
    } catch {
      let code: CredentialError.Code = error.isExpired ? .expired : .invalidResponse
      throw self.error(code, "\(command.shownProgram) printed \(error.what)", command.shellHint)
    }
  }

  /// What else is known about a program that failed, in sentences; empty if there is nothing.
  private static func explanation(_ standardError: [UInt8], _ command: CommandLineWords) -> String {
    [command.shellHint, StandardErrorExcerpt(standardError, command: command).sentence].sentences
  }

  private func failure(_ error: ProcessError, _ command: CommandLineWords) -> CredentialError {
    let program = command.shownProgram
    let excerpt = Self.explanation(error.standardError, command)
    switch error.code {
    case .notFound:
      let isPath = command.program.utf8.contains(UInt8(ascii: "/"))
      return self.error(
        .invalidConfiguration,
        "There is no program \(program)\(isPath ? "" : " in PATH"); no shell is used, so `~`, variables and "
          + "assignments before the program mean nothing.", command.shellHint)
    case .notStarted:
      let reason = StandardErrorExcerpt(Array(error.message.utf8), command: command).text
      return self.error(.failed, "\(program) could not be run.", reason)
    case .timedOut: return self.error(.timedOut, "\(program) took too long and was ended.", excerpt)
    case .outputTooLarge:
      return self.error(.invalidResponse, "\(program) wrote too much to standard output and was ended.", excerpt)
    case .terminalRefused:
      return self.error(
        .failed,
        "\(program) asked for input on the terminal, which this process does not pass on to it, and was ended; use a program "
          + "that asks nobody, or let somebody run `evergreen credentials`, which passes the terminal on.", excerpt)
    case .cancelled: return self.error(.cancelled, "The fetch was cancelled, and \(program) ended.")
    }
  }

  /// - Parameters:
  ///   - message: What was wrong, in sentences.
  ///   - more: What else is known, in sentences; may be empty.
  private func error(_ code: CredentialError.Code, _ message: String, _ more: String = "") -> CredentialError {
    CredentialError(
      code, provider: name,
      message: [
        profile.map { "The credential_process of profile '\($0)' failed." } ?? "The credential process failed.",
        message,
        more,
      ].sentences)
  }
}

extension ProcessCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name and the path of the program. The program's arguments are left out, because they may contain
  /// secrets.
  public var description: String {
    "ProcessCredentialProvider(\(name), \((try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the provider's name only. The command line is left out, because it may contain secrets.
  public var customMirror: Mirror {
    Mirror(self, children: ["name": name, "commandLine": Redacted.mark], displayStyle: .struct)
  }
}
