import AWSCore
public import AWSCredentials
import AWSRuntime

/// A collection of credential caches, one for each role session, for a service that uses a role for each of its
/// tenants. Each role is assumed once, however many requests use it. Only the most recently used caches are kept.
///
/// ```swift
/// let tenants = CredentialCachePool(client: try STSClient.standard(), capacity: 500)
/// let role = STSClient.AssumeRoleInput(roleArn: tenant.role, sessionName: tenant.name, externalId: tenant.externalId)
/// let report = try await s3.with(credentials: tenants.credentials(for: role)).get(bucket: tenant.bucket, key: "report")
/// ```
///
/// Inputs that would open the same session share a cache: those with the same role, session name, external id, session
/// policies, tags (in any order), duration and MFA device. Each cache refreshes its credentials like any other
/// `CredentialCache`. If a role cannot be assumed, a later request tries again.
///
/// When there are more caches than ``capacity``, the pool releases the cache that has not been asked for for the
/// longest time. If the program still has a reference to that cache, the cache keeps working, and the pool returns the
/// same cache when its role is asked for again. Otherwise the cache is destroyed and no longer refreshes its
/// credentials.
public final class CredentialCachePool: Sendable {
  /// The largest number of caches that the pool keeps.
  public var capacity: Int { caches.capacity }
  private let client: STSClient
  private let policy: RefreshPolicy
  private let caches: RecentCredentialCaches<Key>

  /// What makes a session: all that STS is told about it, byte by byte.
  private struct Key: Hashable {
    private let parameters: [ExactText]

    init(_ role: STSClient.AssumeRoleInput) {
      var role = role
      role.tags.sort { ($0.key.exact, $0.value.exact) < ($1.key.exact, $1.value.exact) }
      role.transitiveTagKeys.sort { $0.exact < $1.exact }
      role.permissions.policyArns.sort { $0.exact < $1.exact }
      parameters = STSParameters(role).fields.flatMap { [$0.0.exact, $0.1.exact] }
    }
  }

  /// Makes an empty pool. No request is sent before credentials are needed.
  ///
  /// - Parameters:
  ///   - client: The STS client. Its credentials must be allowed to assume the roles. The caches use the clock and the
  ///     logger of this client.
  ///   - capacity: The largest number of caches that the pool keeps; at least 1. The default is 1000.
  ///   - policy: When the caches refresh their credentials, and what they do when a refresh fails.
  public init(client: STSClient, capacity: Int = 1000, policy: RefreshPolicy = RefreshPolicy()) {
    self.client = client
    self.policy = policy
    caches = RecentCredentialCaches(capacity: capacity)
  }

  /// Returns the cache for the credentials of a role session. This call sends no request; the cache assumes the role
  /// when it is first asked for credentials.
  ///
  /// - Parameter role: The role and the parameters of its session.
  /// - Returns: The cache of the session. Call this method for each request, or keep the cache for as long as you like.
  public func credentials(for role: STSClient.AssumeRoleInput) -> CredentialCache {
    caches.cache(for: Key(role)) { makeCache(role) }
  }

  /// The number of caches that the pool keeps now.
  public var count: Int { caches.count }

  /// How many caches it no longer keeps but still remembers.
  package var releasedCount: Int { caches.releasedCount }

  private func makeCache(_ role: STSClient.AssumeRoleInput) -> CredentialCache {
    let configuration = client.configuration
    return CredentialCache(
      provider: AssumeRoleCredentialProvider(role: role, client: client), policy: policy, clock: configuration.clock,
      random: configuration.random, logger: configuration.logger)
  }
}

extension CredentialCachePool: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of caches that the pool keeps, and its capacity.
  public var description: String { "CredentialCachePool(\(count) of \(capacity))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the number of caches and the capacity. The roles are left out, because external ids and session
  /// policies may be confidential.
  public var customMirror: Mirror {
    Mirror(self, children: ["count": count, "capacity": capacity], displayStyle: .class)
  }
}
