public import AWSCredentials
public import AWSIdentity
public import AWSRuntime

extension ElasticClient {
  /// Returns a copy of this client whose calls use other credentials, another region, another time limit or other
  /// retries.
  ///
  /// ```swift
  /// let found = try await es.with(timeout: .seconds(2)).search("books", body: query, as: Book.self)
  /// let local = es.with(credentials: .anonymous)
  /// let patient = es.with(retry: RetryPolicy(maxAttempts: 5))
  /// ```
  ///
  /// A parameter that is `nil` keeps the setting of this client. The copy costs little to make. It shares the
  /// connections, the retry quota and the measured offset of the service's clock with this client.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `.anonymous` for no signature, as for a local cluster without
  ///     security. Make a cache once, for example with `CredentialCache(provider: .profile("dev"))`, and pass it to
  ///     every call: a new cache fetches its credentials again.
  ///   - region: The region to sign for, even if the name of the host contains another region. Requests are still sent
  ///     to the same endpoint.
  ///   - timeout: How long a request may take with all its attempts; in a call that sends several requests, such as
  ///     `bulk`, the limit is for each request.
  ///   - retry: How often, and after which pauses, a failed request is sent again.
  /// - Returns: The copy with these settings. This client stays as it is.
  public func with(
    credentials: (any ElasticCallCredentials)? = nil, region: String? = nil, timeout: Duration? = nil,
    retry: RetryPolicy? = nil
  ) -> ElasticClient {
    with(
      CallOverrides(credentials: credentials?.credentialSource.cache(), region: region, timeout: timeout, retry: retry))
  }
}

/// The credentials that ``ElasticClient/with(credentials:region:timeout:retry:)`` accepts: a `CredentialCache`, or `.anonymous`.
///
/// `.anonymous` is a static member of this protocol too, so that a file can write it even if it imports only this module.
public protocol ElasticCallCredentials: Sendable {
  /// The source of the credentials.
  var credentialSource: CredentialSource { get }
}

extension CredentialCache: ElasticCallCredentials {}

extension ElasticCallCredentials where Self == CredentialCache {
  /// No credentials: requests are sent without a signature.
  public static var anonymous: CredentialCache { CredentialCache.anonymous }
}
