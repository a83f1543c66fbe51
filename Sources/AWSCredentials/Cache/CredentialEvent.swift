#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Something that happened to the credentials of a ``CredentialCache``.
public struct CredentialEvent: Sendable {
  /// What can happen to the credentials of a cache.
  public enum Kind: Sendable {
    /// New credentials are in use from now on. Their access key, secret or session token differs from the one before.
    /// The payload is the new snapshot.
    case rotated(CredentialSnapshot)
    /// A refresh returned the credentials that were already in use, perhaps with a later expiration. The payload is the
    /// snapshot with that expiration.
    case refreshed(CredentialSnapshot)
    /// A refresh failed with this error. If the error is recoverable, cached credentials stay in use for as long as the
    /// provider's ``StalenessPolicy`` allows. The provider is asked again after `retryAfter`; if `retryAfter` is `nil`,
    /// at the next call.
    case refreshFailed(CredentialError, retryAfter: Duration?)
    /// A service rejected the access key in use, which has this id. The next caller refreshes the credentials.
    case invalidated(accessKeyId: String)
  }

  /// What happened to the cache's credentials.
  public let kind: Kind
  /// When the event happened, by the wall clock of the cache.
  public let date: Date
}
