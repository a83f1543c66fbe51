/// Something that can produce credentials when asked: the environment, a file, a metadata service, a call to STS.
///
/// A provider does one fetch per call and remembers nothing about credentials: caching, early refresh, single flight,
/// back-off and serving old credentials through an outage are the work of ``CredentialCache``.
public protocol CredentialProvider: Sendable {
  /// A short name for messages and logs, for example `instance metadata`.
  var name: String { get }

  /// What the cache may do with this provider's credentials when a refresh fails.
  var staleness: StalenessPolicy { get }

  /// Fetches credentials.
  ///
  /// - Throws: ``CredentialError``. Its code is ``CredentialError/Code/notConfigured`` if, and only if, nothing tells
  ///   this provider where to look: a ``CredentialChain`` then asks the next provider, and only then.
  func credentials() async throws(CredentialError) -> Credentials

  /// Tells where the provider would look, and whether anything there configures it.
  ///
  /// It sends no request and runs no program. It may read files, and it never shows a secret.
  func inspection() -> ProviderInspection
}

extension CredentialProvider {
  /// The safe default for providers that do not say: ``StalenessPolicy/strict``.
  public var staleness: StalenessPolicy { .strict }
}

/// What a cache may do with credentials past their refresh time when the provider fails.
///
/// The distinction is the one AWS's SDKs make in their common credential refresh behaviour: services that AWS runs
/// extend the life of credentials during an outage of their own ("static stability"), other providers do not.
public enum StalenessPolicy: Sendable, Hashable {
  /// Keep using the cached credentials, even past their expiration, while refreshes fail for recoverable reasons.
  case mayServeStale
  /// Keep using the cached credentials until they expire, never after.
  case strict
}
