import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What each provider of a chain says, and which one a program would use. It holds no secret.
public struct CredentialReport: Sendable {
  /// The providers, in the order they are asked.
  public let rows: [Row]

  /// Makes a report.
  ///
  /// - Parameter rows: The providers, in the order they are asked.
  public init(rows: [Row]) { self.rows = rows }

  /// One provider.
  public struct Row: Sendable {
    /// The name of the provider.
    public let provider: String
    /// Whether the provider is configured, and where it looks.
    public let inspection: ProviderInspection
    /// What it said.
    public let outcome: Outcome
    /// How long it took to say it; zero if it was not asked.
    public let duration: Duration

    /// Makes a row.
    public init(provider: String, inspection: ProviderInspection, outcome: Outcome, duration: Duration) {
      self.provider = provider.printable()
      self.inspection = inspection
      self.outcome = outcome
      self.duration = duration
    }
  }

  /// What a provider said.
  public enum Outcome: Sendable {
    /// It returned credentials that have not expired.
    case found(accessKeyId: String, expiration: Date?, accountId: String?)
    /// It gave credentials that have expired.
    case expired(accessKeyId: String, expiration: Date?)
    /// It has nothing to work with: the only outcome after which a chain asks its next provider.
    case notConfigured(message: String)
    /// It is configured and gave no credentials.
    case failed(code: CredentialError.Code, message: String)
    /// An earlier provider had decided.
    case notAsked
  }

  /// What becomes of a program that asks the chain.
  public enum Verdict: Sendable, Hashable {
    /// It uses the credentials of the provider named.
    case uses(provider: String)
    /// It fails, because the credentials of the provider named have expired.
    case failsWithExpired(provider: String)
    /// It fails with the error of the provider named.
    case fails(provider: String, code: CredentialError.Code)
    /// It fails, because no provider is configured.
    case findsNothing
  }

  /// What becomes of a program that asks the chain: the first provider that is configured decides.
  public var verdict: Verdict {
    for row in rows {
      switch row.outcome {
      case .found: return .uses(provider: row.provider)
      case .expired: return .failsWithExpired(provider: row.provider)
      case .failed(let code, _): return .fails(provider: row.provider, code: code)
      case .notConfigured, .notAsked: continue
      }
    }
    return .findsNothing
  }
}

extension CredentialReport.Verdict: CustomStringConvertible {
  /// The verdict as a sentence.
  public var description: String {
    switch self {
    case .uses(let provider): "A program would use the credentials of: \(provider)."
    case .failsWithExpired(let provider): "A program would fail: the credentials of \(provider) have expired."
    case .fails(let provider, _):
      "A program would fail with the error of: \(provider). Later providers are not asked then."
    case .findsNothing: "No provider is configured: a program would find no credentials."
    }
  }
}
