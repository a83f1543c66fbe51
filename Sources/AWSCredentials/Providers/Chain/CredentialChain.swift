import AWSCore
public import Logging

/// Providers that are asked in order until one returns credentials.
///
/// The chain continues only after a provider that is *not configured*. A provider that is configured but fails stops
/// the chain with its own error: continuing would sign requests with another identity, or report the wrong problem.
///
/// A chain does not cache credentials; each fetch starts with the first provider.
public final class CredentialChain: CredentialProvider {
  /// The name of this provider in messages and logs: `chain`.
  public let name = "chain"
  /// The providers, in the order they are asked. If a chain was passed to the initialiser, its providers are listed
  /// here in its place.
  public let providers: [any CredentialProvider]

  private let logger: Logger
  private let latest = Locked(Latest())

  /// Which fetch ended last, and of which provider.
  private struct Latest {
    var started = 0
    var recorded = 0
    var staleness = StalenessPolicy.strict
  }

  /// Makes a chain of providers.
  ///
  /// - Parameters:
  ///   - providers: The providers, in the order they are asked.
  ///   - logger: Gets a debug message for each provider that is not configured.
  public init(_ providers: [any CredentialProvider], logger: Logger = .current) {
    self.providers = providers.flatMap { provider in (provider as? CredentialChain)?.providers ?? [provider] }
    self.logger = logger
  }

  /// What a cache may do with the chain's credentials when a refresh fails: the policy of the provider that returned
  /// credentials last. It is ``StalenessPolicy/strict`` before the first fetch has succeeded.
  ///
  /// When several fetches run at the same time, the policy comes from the one that began last, even if another one ends
  /// later.
  public var staleness: StalenessPolicy { latest.withLock { latest in latest.staleness } }

  /// Asks the providers in order, and returns the credentials of the first that is configured.
  ///
  /// - Throws: ``CredentialError/Code/exhausted`` if no provider is configured; otherwise the error of the provider
  ///   that failed. Both list the errors of all providers that were asked in ``CredentialError/attempts``, and include
  ///   the full report in ``CredentialError/report``.
  public func credentials() async throws(CredentialError) -> Credentials {
    let ticket = latest.withLock { latest in
      latest.started += 1
      return latest.started
    }
    var attempts: [(error: CredentialError, duration: Duration)] = []
    for provider in providers {
      let start = ContinuousClock.now
      do {
        let credentials = try await provider.credentials()
        record(provider.staleness, ticket)
        return credentials
      } catch {
        attempts.append((error, ContinuousClock.now - start))
        guard error.code == .notConfigured else { throw stopped(error, attempts) }
        logger.debug(
          "A credential provider is not configured",
          metadata: ["aws.credentials.provider": "\(provider.name)", "aws.credentials.error": "\(error.message)"])
      }
    }
    let message =
      providers.isEmpty
      ? "The chain has no providers." : "None of the \(providers.count) credential providers is configured."
    throw CredentialError(
      .exhausted, provider: name, message: message, attempts: attempts.map(\.error), report: report(of: attempts))
  }

  private func record(_ staleness: StalenessPolicy, _ ticket: Int) {
    latest.withLock { latest in
      guard ticket > latest.recorded else { return }
      latest.recorded = ticket
      latest.staleness = staleness
    }
  }

  private func stopped(
    _ error: CredentialError, _ attempts: [(error: CredentialError, duration: Duration)]
  ) -> CredentialError {
    let skipped = attempts.dropLast().map(\.error.provider).joined(separator: ", ")
    let note = skipped.isEmpty ? "" : " (Asked before it, and not configured: \(skipped).)"
    return CredentialError(
      error.code, provider: error.provider, message: error.message + note, cause: error.cause,
      attempts: attempts.map(\.error), report: report(of: attempts))
  }
}
