extension CredentialChain {
  /// Which providers ``report(asking:clock:)`` asks.
  public enum Inquiry: Sendable, Hashable {
    /// All providers, including those after the one whose credentials a program would use.
    case everyProvider
    /// The providers in order, up to and including the first that is configured. These are the ones that
    /// ``CredentialChain/credentials()`` asks.
    case untilDecided
  }

  /// Asks the providers of the chain for credentials and reports what each of them returned.
  ///
  /// - Parameters:
  ///   - inquiry: Whether all providers are asked, or, by default, only those up to the first that is configured.
  ///   - clock: The clock that expirations are compared with.
  public func report(
    asking inquiry: Inquiry = .untilDecided, clock: any WallClock = SystemWallClock()
  ) async -> CredentialReport {
    var rows: [CredentialReport.Row] = []
    for provider in providers {
      let isDecided = CredentialReport(rows: rows).verdict != .findsNothing
      let inspection = provider.inspection()
      guard !isDecided || inquiry == .everyProvider else {
        rows.append(
          CredentialReport.Row(provider: provider.name, inspection: inspection, outcome: .notAsked, duration: .zero))
        continue
      }
      let start = ContinuousClock.now
      let outcome: CredentialReport.Outcome
      do throws(CredentialError) {
        let found = try await provider.credentials()
        outcome =
          found.isExpired(at: clock.now())
          ? .expired(accessKeyId: found.accessKeyId, expiration: found.expiration)
          : .found(accessKeyId: found.accessKeyId, expiration: found.expiration, accountId: found.accountId)
      } catch {
        outcome = CredentialReport.Outcome(error)
      }
      rows.append(
        CredentialReport.Row(
          provider: provider.name, inspection: inspection, outcome: outcome, duration: ContinuousClock.now - start))
    }
    return CredentialReport(rows: rows)
  }

  /// The report of a fetch that failed: what the providers said that were asked, and that the others were not.
  func report(of attempts: [(error: CredentialError, duration: Duration)]) -> CredentialReport {
    CredentialReport(
      rows: providers.enumerated().map { index, provider in
        let attempt = index < attempts.count ? attempts[index] : nil
        return CredentialReport.Row(
          provider: provider.name, inspection: provider.inspection(),
          outcome: attempt.map { CredentialReport.Outcome($0.error) } ?? .notAsked, duration: attempt?.duration ?? .zero
        )
      })
  }
}

extension CredentialReport.Outcome {
  fileprivate init(_ error: CredentialError) {
    self =
      error.code == .notConfigured
      ? .notConfigured(message: error.message) : .failed(code: error.code, message: error.message)
  }
}
