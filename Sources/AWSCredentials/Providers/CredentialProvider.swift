/// A source of credentials, such as the environment, a file, a metadata service or a call to AWS STS.
///
/// A provider makes one fetch per call and caches no credentials. ``CredentialCache`` caches the credentials, refreshes
/// them before they expire, shares one fetch among all callers, waits between failed fetches, and keeps credentials in
/// use during an outage.
public protocol CredentialProvider: Sendable {
  /// A short name for messages and logs, for example `instance metadata`.
  var name: String { get }

  /// What a cache may do with this provider's credentials when a refresh fails.
  var staleness: StalenessPolicy { get }

  /// Fetches credentials.
  ///
  /// - Throws: ``CredentialError``. Its code must be ``CredentialError/Code/notConfigured`` if nothing configures this
  ///   provider, and must be another one otherwise: after that code, and no other, a ``CredentialChain`` asks its next
  ///   provider.
  func credentials() async throws(CredentialError) -> Credentials

  /// Returns where the provider would look for credentials, and whether it is configured.
  ///
  /// It sends no request and runs no program. It may read files. The result never contains a secret.
  func inspection() -> ProviderInspection
}

extension CredentialProvider {
  /// What a cache may do with the credentials of a provider that does not implement this property:
  /// ``StalenessPolicy/strict``, which is to use them until they expire, never after.
  public var staleness: StalenessPolicy { .strict }
}

/// What a cache may do with a provider's credentials when a refresh fails.
///
/// The AWS SDKs' common credential refresh behaviour makes the same distinction: credentials from services that AWS
/// runs stay in use during an outage of those services ("static stability"), those of other providers do not.
public enum StalenessPolicy: Sendable, Hashable {
  /// The cached credentials stay in use, even past their expiration, while refreshes fail for recoverable reasons
  /// (``CredentialError/isRecoverable``).
  case mayServeStale
  /// The cached credentials stay in use until they expire, never after.
  case strict
}
