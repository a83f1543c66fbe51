package import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One set of credentials with its place in the sequence of rotations. Immutable, and always taken whole.
public final class CredentialSnapshot: Sendable {
  /// The credentials.
  public let credentials: Credentials
  /// The number of this key: 1 for the first, one more for each different key since.
  ///
  /// A refresh that returns the same key does not count.
  public let generation: UInt64
  /// When the credentials stop working; `nil` when they do not expire.
  public var expiration: Date? { credentials.expiration }

  private let madeRedaction = Locked<EchoRedaction?>(nil)

  /// Takes what is secret in the credentials out of text that quotes it; made when it is first needed.
  package var redaction: EchoRedaction {
    if let made = madeRedaction.withLock({ $0 }) { return made }
    var made = EchoRedaction([credentials.secretAccessKey], replacement: "(secret access key, not shown)")
    if let token = credentials.sessionToken { made.insert(token, replacement: "(session token, not shown)") }
    madeRedaction.withLock { [made] kept in kept = made }
    return made
  }

  package init(credentials: Credentials, generation: UInt64) {
    self.credentials = credentials
    self.generation = generation
  }
}

extension CredentialSnapshot: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The generation and the credentials, secrets left out.
  public var description: String { "CredentialSnapshot(generation: \(generation), \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the secrets left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["generation": generation, "credentials": credentials], displayStyle: .class)
  }
}
