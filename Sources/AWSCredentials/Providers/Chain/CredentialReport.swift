import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What each provider of a chain returned, and which one a program would use. It holds no secret.
public struct CredentialReport: Sendable {
  /// The providers, in the order they are asked.
  public let rows: [Row]

  /// Makes the report of a chain.
  ///
  /// - Parameter rows: The providers, in the order they are asked.
  public init(rows: [Row]) { self.rows = rows }

  /// One provider and its result.
  public struct Row: Sendable {
    /// The name of the provider.
    public let provider: String
    /// Whether the provider is configured, and where it looks.
    public let inspection: ProviderInspection
    /// What the provider returned.
    public let outcome: Outcome
    /// How long the provider took to return credentials or an error; zero if the provider was not asked.
    public let duration: Duration

    /// Makes the row of one provider: its name, its inspection, its result, and how long it took to return.
    public init(provider: String, inspection: ProviderInspection, outcome: Outcome, duration: Duration) {
      self.provider = provider.printable()
      self.inspection = inspection
      self.outcome = outcome
      self.duration = duration
    }
  }

  /// The result of asking one provider for credentials.
  public enum Outcome: Sendable {
    /// The provider returned credentials that have not expired. The secret access key and the session token are not
    /// kept. `expiration` is `nil` if the credentials do not expire, `accountId` if it is not known.
    case found(accessKeyId: String, expiration: Date?, accountId: String?)
    /// The provider returned credentials that have expired, with this access key id.
    case expired(accessKeyId: String, expiration: Date?)
    /// The provider is not configured; the message says what is missing. This is the only outcome after which a chain
    /// asks its next provider.
    case notConfigured(message: String)
    /// The provider is configured but failed with an error that has this code and message.
    case failed(code: CredentialError.Code, message: String)
    /// The provider was not asked, because an earlier one is configured.
    case notAsked
  }

  /// What a program that uses the chain would get.
  public enum Verdict: Sendable, Hashable {
    /// The program uses the credentials of the provider with this name.
    case uses(provider: String)
    /// The program has no valid credentials, because those of the provider with this name have expired.
    case failsWithExpired(provider: String)
    /// The program gets the error of the provider with this name. The error has this code.
    case fails(provider: String, code: CredentialError.Code)
    /// The program gets an error, because no provider is configured.
    case findsNothing
  }

  /// What a program that uses the chain would get: the result of the first provider that is configured.
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
  /// What a program that uses the chain would get, as a sentence.
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
