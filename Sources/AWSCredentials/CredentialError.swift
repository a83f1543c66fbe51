public import AWSCore

/// Why credentials could not be fetched: what was wrong, where, and what to do.
///
/// An error never holds a secret: messages name files, variables, profiles and addresses, not values of keys.
public struct CredentialError: Error, Sendable {
  /// What kind of failure this is.
  public let code: Code
  /// The name of the provider that failed, for example `instance metadata`.
  public let provider: String
  /// What was wrong, where it came from and what to do, in one or two sentences.
  public let message: String
  /// The error that caused this one, for example that of a transport; `nil` if there is none.
  public let cause: (any Error)?
  /// If a chain of providers failed, the errors of the providers that it asked, in that order. Empty if the error is
  /// that of a single provider.
  public let attempts: [CredentialError]
  /// If a chain of providers failed, whether each of its providers is configured and what each returned. `nil` if the
  /// error is that of a single provider.
  public let report: CredentialReport?

  /// The most characters of a message.
  private static let longestMessage = 4000

  /// Makes the error of a credential provider.
  ///
  /// - Parameters:
  ///   - code: What kind of failure this is.
  ///   - provider: The name of the provider that failed.
  ///   - message: What was wrong, where it came from and what to do. It must not hold a secret. Control characters in
  ///     it are made visible, and it is cut after 4000 characters.
  ///   - cause: The underlying error.
  ///   - attempts: For the error of a chain, the errors of the providers that it asked.
  ///   - report: For the error of a chain, the configuration and the result of each of its providers.
  public init(
    _ code: Code, provider: String, message: String, cause: (any Error)? = nil, attempts: [CredentialError] = [],
    report: CredentialReport? = nil
  ) {
    self.code = code
    self.provider = provider.printable()
    self.message = message.printable(limit: Self.longestMessage)
    self.cause = cause
    self.attempts = attempts
    self.report = report
  }
}

extension CredentialError {
  /// The kinds of failure of a credential provider. New kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case notConfigured, invalidConfiguration, unreachable, timedOut, invalidResponse, expired, rejected, exhausted
      case failed, cancelled
    }
    private let value: Value

    /// None of the provider's settings is present. This is the only code after which a chain asks its next provider.
    public static let notConfigured = Code(value: .notConfigured)
    /// The provider is configured, but a setting, file or variable is wrong.
    public static let invalidConfiguration = Code(value: .invalidConfiguration)
    /// No connection to the provider's endpoint could be made.
    public static let unreachable = Code(value: .unreachable)
    /// The provider did not respond in time.
    public static let timedOut = Code(value: .timedOut)
    /// The provider responded with something that is not a set of credentials.
    public static let invalidResponse = Code(value: .invalidResponse)
    /// The provider returned credentials that have already expired.
    public static let expired = Code(value: .expired)
    /// The provider refused, and a repeated request would be refused too, for example because a role may not be
    /// assumed.
    public static let rejected = Code(value: .rejected)
    /// No provider of a chain is configured.
    public static let exhausted = Code(value: .exhausted)
    /// A failure of a provider that no other code describes.
    public static let failed = Code(value: .failed)
    /// The task that asked for credentials was cancelled while it waited for them.
    public static let cancelled = Code(value: .cancelled)

    /// The name of the code, such as `notConfigured`.
    public var description: String { value.rawValue }
  }

  /// Whether asking the provider again later may succeed.
  ///
  /// After a failed refresh with a recoverable error, cached credentials stay in use. An error that is not recoverable
  /// (``Code/rejected``) is thrown to the caller.
  public var isRecoverable: Bool { code != .rejected }
}

extension CredentialError: CustomStringConvertible, CustomDebugStringConvertible, PrintableError {
  /// The message, the provider's name and the code, followed by the errors of other providers that a chain asked. If no
  /// provider of the chain is configured, a table of all its providers follows in place of those errors.
  public var description: String {
    if code == .exhausted, let report, !report.rows.isEmpty { return "\(firstLine)\n" + report.table }
    // If a provider stopped the chain, the list ends with the error of that provider, which is already above.
    let others = code == .exhausted ? attempts[...] : attempts.dropLast()
    let description = firstLine.caused(by: code == .exhausted ? nil : cause)
    return others.reduce(description) { $0.listing($1.firstLine) }.description
  }

  private var firstLine: ErrorDescription {
    ErrorDescription(message: message, facts: [provider, "\(code)"])
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
