#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What each source of a chain says, and which one a program would use. It holds no secret.
public struct CredentialReport: Sendable {
  /// The sources, in the order they are asked.
  public let rows: [Row]

  /// Makes a report.
  ///
  /// - Parameter rows: The sources, in the order they are asked.
  public init(rows: [Row]) { self.rows = rows }

  /// One source.
  public struct Row: Sendable {
    /// The name of the source.
    public let source: String
    /// Whether the source is configured, and where it looks.
    public let inspection: SourceInspection
    /// What it said.
    public let outcome: Outcome
    /// How long it took to say it; zero if it was not asked.
    public let duration: Duration

    /// Makes a row.
    public init(source: String, inspection: SourceInspection, outcome: Outcome, duration: Duration) {
      self.source = source.printable()
      self.inspection = inspection
      self.outcome = outcome
      self.duration = duration
    }
  }

  /// What a source said.
  public enum Outcome: Sendable {
    /// It gave credentials that work, as far as their expiration tells.
    case found(accessKeyId: String, expiration: Date?, accountId: String?)
    /// It gave credentials that have expired.
    case expired(accessKeyId: String, expiration: Date?)
    /// It has nothing to work with: the only outcome after which a chain asks its next source.
    case notConfigured(message: String)
    /// It is configured and gave no credentials.
    case failed(code: CredentialError.Code, message: String)
    /// An earlier source had decided.
    case notAsked
  }

  /// What becomes of a program that asks the chain.
  public enum Verdict: Sendable, Hashable {
    /// It uses the credentials of the source named.
    case uses(source: String)
    /// It fails, because the credentials of the source named have expired.
    case failsWithExpired(source: String)
    /// It fails with the error of the source named.
    case fails(source: String, code: CredentialError.Code)
    /// It fails, because no source is configured.
    case findsNothing
  }

  /// What becomes of a program that asks the chain: the first source that is configured decides.
  public var verdict: Verdict {
    for row in rows {
      switch row.outcome {
      case .found: return .uses(source: row.source)
      case .expired: return .failsWithExpired(source: row.source)
      case .failed(let code, _): return .fails(source: row.source, code: code)
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
    case .uses(let source): "A program would use the credentials of: \(source)."
    case .failsWithExpired(let source): "A program would fail: the credentials of \(source) have expired."
    case .fails(let source, _):
      "A program would fail with the error of: \(source). Later sources are not asked then."
    case .findsNothing: "No source is configured: a program would find no credentials."
    }
  }
}
