public import AWSCredentials
public import AWSRuntime

extension S3Client {
  /// This client for calls with other credentials, in another region, with a time limit or with other retries.
  ///
  /// ```swift
  /// let page = try await s3.with(timeout: .seconds(5)).get(bucket: "site", key: "index.html")
  /// let theirs = s3.with(credentials: tenant, region: "eu-west-1")
  /// let open = s3.with(credentials: .anonymous)
  /// ```
  ///
  /// What is `nil` is as for this client. The result costs little to make, and shares connections, retry quota and the measured
  /// offset of the service's clock with this client.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `.anonymous` for no signature, as for public buckets. Make a
  ///     cache once, for example with `CredentialCache(provider: .profile("dev"))`, and pass it to every call: a new one
  ///     fetches its credentials anew.
  ///   - region: The region. Amazon's endpoint is another there; an endpoint that the program or a setting names stays.
  ///   - timeout: How long a request may take with all its attempts and reading the response's body; a call that sends several
  ///     requests, such as a list, has it for each.
  ///   - retry: How often and how fast to retry.
  /// - Returns: The client for these calls.
  public func with(
    credentials: CredentialCache? = nil, region: String? = nil, timeout: Duration? = nil, retry: RetryPolicy? = nil
  ) -> S3Client {
    with(CallOverrides(credentials: credentials, region: region, timeout: timeout, retry: retry))
  }
}
