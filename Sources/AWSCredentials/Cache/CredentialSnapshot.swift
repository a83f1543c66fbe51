package import AWSCore
package import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One set of credentials, and its number among the sets that a ``CredentialCache`` has held. A snapshot is immutable,
/// so its access key, secret and session token always belong together.
public final class CredentialSnapshot: Sendable {
  /// The credentials as the provider returned them.
  public let credentials: Credentials
  /// The number of this set of credentials in its cache: 1 for the first set, and one more after each fetch that
  /// returns another access key, secret or session token.
  ///
  /// A refresh that returns the same three values, perhaps with a later expiration, keeps the number.
  public let generation: UInt64
  /// When the credentials stop working; `nil` when they do not expire.
  public var expiration: Date? { credentials.expiration }

  /// The session token as the header field of a request, which is made once and not for each request; `nil` if there is none.
  package let tokenField: HTTPField?

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
    tokenField = credentials.sessionToken.map { HTTPField(name: .securityToken, value: $0) }
  }
}

extension CredentialSnapshot: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The generation, the access key id, the expiration, the account id and the provider's name. The secret access key
  /// and the session token are replaced by a placeholder.
  public var description: String { "CredentialSnapshot(generation: \(generation), \(credentials))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror of the generation and the credentials. The secret access key and the session token are left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["generation": generation, "credentials": credentials], displayStyle: .class)
  }
}

extension HTTPField.Name {
  /// `x-amz-security-token`.
  package static let securityToken = HTTPField.Name(known: "x-amz-security-token")
}
