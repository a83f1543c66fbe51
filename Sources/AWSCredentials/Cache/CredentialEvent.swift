#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Something that happened to the credentials of a ``CredentialCache``.
public struct CredentialEvent: Sendable {
  /// What can happen to the credentials of a cache.
  public enum Kind: Sendable {
    /// New credentials are in use from now on; the access key, the secret or the session token differs from the one
    /// before.
    case rotated(CredentialSnapshot)
    /// A refresh returned the credentials that were already in use, perhaps with a later expiration.
    case refreshed(CredentialSnapshot)
    /// A refresh failed. If the failure is recoverable, cached credentials stay in use for as long as the provider's
    /// ``StalenessPolicy`` allows. The provider is asked again after `retryAfter`, or at the next call if that is
    /// `nil`.
    case refreshFailed(CredentialError, retryAfter: Duration?)
    /// A service rejected the access key in use; the next caller refreshes the credentials.
    case invalidated(accessKeyId: String)
  }

  /// What happened to the cache's credentials.
  public let kind: Kind
  /// When it happened, by the clock of the cache.
  public let date: Date
}
