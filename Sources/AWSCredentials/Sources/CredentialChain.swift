public import Logging

/// Sources asked in order until one gives credentials.
///
/// Only a source that is *not configured* lets the chain go on. A source that is configured but broken stops it with
/// its own error: going on would sign requests as somebody else, or report the wrong problem.
///
/// A chain remembers no credentials and asks from the first source on at each fetch.
public final class CredentialChain: CredentialSource {
  /// `chain`.
  public let name = "chain"
  /// The sources, in the order they are asked. A chain within the chain is replaced by its sources.
  public let sources: [any CredentialSource]

  private let logger: Logger
  private let latest = Locked(Latest())

  /// Which fetch spoke last, and for which source.
  private struct Latest {
    var started = 0
    var recorded = 0
    var staleness = StalenessPolicy.strict
  }

  /// Makes a chain.
  ///
  /// - Parameters:
  ///   - sources: The sources, the first to be asked first.
  ///   - logger: Gets a debug message for each source passed over.
  public init(_ sources: [any CredentialSource], logger: Logger = .current) {
    self.sources = sources.flatMap { source in (source as? CredentialChain)?.sources ?? [source] }
    self.logger = logger
  }

  /// The policy of the source that gave credentials last; ``StalenessPolicy/strict`` before any did.
  ///
  /// When fetches overlap, the one that began last counts, in whatever order they end.
  public var staleness: StalenessPolicy { latest.withLock { latest in latest.staleness } }

  /// Asks the sources.
  ///
  /// - Throws: ``CredentialError/Code/exhausted`` if no source is configured; otherwise the error of the source that
  ///   failed. Both list in ``CredentialError/attempts`` what each source said, and tell all of it in
  ///   ``CredentialError/report``.
  public func credentials() async throws(CredentialError) -> Credentials {
    let ticket = latest.withLock { latest in
      latest.started += 1
      return latest.started
    }
    var attempts: [(error: CredentialError, duration: Duration)] = []
    for source in sources {
      let start = ContinuousClock.now
      do {
        let credentials = try await source.credentials()
        record(source.staleness, ticket)
        return credentials
      } catch {
        attempts.append((error, ContinuousClock.now - start))
        guard error.code == .notConfigured else { throw stopped(error, attempts) }
        logger.debug(
          "A credential source is not configured",
          metadata: ["aws.credentials.source": "\(source.name)", "aws.credentials.error": "\(error.message)"])
      }
    }
    let message =
      sources.isEmpty ? "The chain has no sources." : "None of the \(sources.count) credential sources is configured."
    throw CredentialError(
      .exhausted, source: name, message: message, attempts: attempts.map(\.error), report: report(of: attempts))
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
    let skipped = attempts.dropLast().map(\.error.source).joined(separator: ", ")
    let note = skipped.isEmpty ? "" : " (Asked before it, and not configured: \(skipped).)"
    return CredentialError(
      error.code, source: error.source, message: error.message + note, cause: error.cause,
      attempts: attempts.map(\.error), report: report(of: attempts))
  }
}
