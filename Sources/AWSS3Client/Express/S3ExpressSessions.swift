import AWSCredentials
import AWSRuntime

/// The credentials of sessions with which requests to the objects of directory buckets (S3 Express One Zone) are signed: one
/// set for each bucket, which lives five minutes.
///
/// It is made on the credential cache, like all credentials: one CreateSession at a time for a bucket, in the background before
/// the session ends, and no request is signed with one that has ended.
final class S3ExpressSessions: Sendable {
  /// What a session is made for, and by whom.
  private struct Key: Hashable {
    let bucket: String
    let region: String
    let authority: String
    let credentials: ObjectIdentifier
  }

  /// How many buckets are remembered.
  static let capacity = 100

  private let caches = RecentCredentialCaches<Key>(capacity: capacity)
  /// A client that signs with its own credentials.
  private let client: S3Client

  init(client: S3Client) { self.client = client }

  /// A session is asked for anew one minute before it ends, without making anybody wait.
  private static let policy = RefreshPolicy(
    advisoryWindow: .fixed(.seconds(60)), mandatoryWindow: .seconds(10), advisoryRefresh: .background,
    failureBackoff: .seconds(5) ... .seconds(15))

  /// The credentials of the session of a bucket. Nothing is sent before they are needed.
  ///
  /// - Parameters:
  ///   - bucket: The directory bucket, or the alias of an access point of one.
  ///   - region: The region of the bucket.
  ///   - endpoint: Where requests for the bucket go.
  ///   - caller: The client of the request, whose credentials the session is made with.
  func credentials(
    of bucket: String, in region: String, at endpoint: Endpoint, for caller: S3Client
  ) -> CredentialCache {
    let own = caller.configuration.credentials
    let key = Key(
      bucket: bucket, region: region, authority: endpoint.authority, credentials: ObjectIdentifier(own))
    return caches.cache(for: key) {
      // Time limits and retries of a call are not those of the session that it happens to need first.
      let isElsewhere = caller.region != client.region
      let maker = client.with(CallOverrides(credentials: own, region: isElsewhere ? caller.region : nil))
      let configuration = maker.configuration
      return CredentialCache(
        provider: S3ExpressSessionProvider(bucket: bucket, client: maker), policy: Self.policy,
        clock: configuration.clock, random: configuration.random, logger: configuration.logger)
    }
  }

  /// How many sessions are kept.
  var count: Int { caches.count }
}
