public import AWSCredentials
public import AWSIdentity
public import AWSRuntime

extension S3Client {
  /// Returns a copy of this client whose calls use other credentials, another region, another time limit or other
  /// retries.
  ///
  /// ```swift
  /// let page = try await s3.with(timeout: .seconds(5)).get(bucket: "site", key: "index.html")
  /// let theirs = s3.with(credentials: tenant, region: "eu-west-1")
  /// let open = s3.with(credentials: .anonymous)
  /// let once = s3.with(retry: RetryPolicy(maxAttempts: 1))
  /// ```
  ///
  /// A parameter that is `nil` keeps the setting of this client. The copy costs little to make. It shares the
  /// connections, the retry quota and the measured offset of the service's clock with this client.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `.anonymous` for no signature, as for public buckets. Make a cache
  ///     once, for example with `CredentialCache(provider: .profile("dev"))`, and pass it to every call: a new cache
  ///     fetches its credentials again.
  ///   - region: The region to sign for. If the client uses Amazon's endpoint of its region, the copy uses Amazon's
  ///     endpoint of this region. An endpoint that the program or a setting specifies is kept.
  ///   - timeout: How long a request may take with all its attempts and reading the response's body; in a call that
  ///     sends several requests, such as a list over several pages, the limit is for each request.
  ///   - retry: How often, and after which pauses, a failed request is sent again.
  /// - Returns: The copy with these settings. This client stays as it is.
  public func with(
    credentials: (any S3CallCredentials)? = nil, region: String? = nil, timeout: Duration? = nil,
    retry: RetryPolicy? = nil
  ) -> S3Client {
    with(
      CallOverrides(credentials: credentials?.credentialSource.cache(), region: region, timeout: timeout, retry: retry))
  }
}

/// The credentials that ``S3Client/with(credentials:region:timeout:retry:)`` accepts: a `CredentialCache`, or `.anonymous`.
///
/// `.anonymous` is a static member of this protocol too, so that a file can write it even if it imports only this module.
public protocol S3CallCredentials: Sendable {
  /// The source of the credentials.
  var credentialSource: CredentialSource { get }
}

extension CredentialCache: S3CallCredentials {}

extension S3CallCredentials where Self == CredentialCache {
  /// No credentials: requests are sent without a signature.
  public static var anonymous: CredentialCache { CredentialCache.anonymous }
}
