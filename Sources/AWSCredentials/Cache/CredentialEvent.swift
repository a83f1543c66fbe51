#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Something that happened to the credentials of a ``CredentialCache``.
public struct CredentialEvent: Sendable {
  /// What happened.
  public enum Kind: Sendable {
    /// A different key is in use from now on.
    case rotated(CredentialSnapshot)
    /// A refresh returned the key already in use, perhaps with a later expiration.
    case refreshed(CredentialSnapshot)
    /// A refresh failed. The cached credentials stay in use if there are any; the provider is asked again after a
    /// pause.
    case refreshFailed(CredentialError, retryAfter: Duration?)
    /// A service rejected the key in use: the next caller refreshes.
    case invalidated(accessKeyId: String)
  }

  /// What happened.
  public let kind: Kind
  /// When.
  public let date: Date
}
