public import AWSCredentials
public import AWSRuntime

extension ElasticClient {
  /// This client for calls with other credentials, for another region, with a time limit or with other retries.
  ///
  /// ```swift
  /// let found = try await es.with(timeout: .seconds(2)).search("books", body: query, as: Book.self)
  /// let local = es.with(credentials: .anonymous)
  /// ```
  ///
  /// What is `nil` is as for this client. The result costs little to make, and shares connections, retry quota and the measured
  /// offset of the service's clock with this client.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `.anonymous` for no signature, as for a local cluster without security. Make a
  ///     cache once, for example with `CredentialCache(provider: .profile("dev"))`, and pass it to every call: a new one
  ///     fetches its credentials anew.
  ///   - region: The region to sign for, also in place of the one that the host's name tells. The endpoint stays.
  ///   - timeout: How long a request may take with all its attempts; a call that sends several requests, such as `bulk`, has
  ///     it for each.
  ///   - retry: How often and how fast to retry.
  /// - Returns: The client for these calls.
  public func with(
    credentials: CredentialCache? = nil, region: String? = nil, timeout: Duration? = nil, retry: RetryPolicy? = nil
  ) -> ElasticClient {
    with(CallOverrides(credentials: credentials, region: region, timeout: timeout, retry: retry))
  }
}
