extension CredentialChain {
  /// Which providers a report asks: all of them, or only up to the one that decides.
  public enum Inquiry: Sendable, Hashable {
    /// Every provider is asked, also those that come after the one a program would use.
    case everyProvider
    /// Providers are asked as a program's fetch would: until one is configured.
    case untilDecided
  }

  /// Asks the providers and reports each result.
  ///
  /// - Parameters:
  ///   - inquiry: How far to go.
  ///   - clock: The time, to check whether credentials have expired.
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
