public import AWSCredentials

/// What is different for some calls of a client: other credentials, another region, a time limit, other retries.
///
/// ```swift
/// let quick = s3.with(CallOverrides(timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1)))
/// ```
///
/// The client that `with` returns is a view of the one that it was called on. It costs little to make, so it may be made for a
/// single call, and it has everything else in common with the client: connections, the retry quota, the measured offset of
/// the service's clock, and the signing keys of each set of credentials.
public struct CallOverrides: Sendable {
  /// The credentials to sign with; ``AWSCredentials/CredentialCache/anonymous`` for no signature; `nil` for the client's.
  public var credentials: CredentialCache?
  /// The region to sign for; `nil` for the client's. If the client's endpoint follows from its region, it follows from this
  /// one instead.
  public var region: String?
  /// How long a request may take with all its attempts, as ``ClientConfiguration/callTimeout``; `nil` for the client's limit.
  public var timeout: Duration?
  /// How often and how fast to retry; `nil` for the client's policy. The quota stays the client's, whose size was set when the
  /// client was made.
  public var retry: RetryPolicy?

  /// Describes what is different.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `nil` for the client's.
  ///   - region: The region to sign for; `nil` for the client's.
  ///   - timeout: How long a request may take with all its attempts; `nil` for the client's limit.
  ///   - retry: How often and how fast to retry; `nil` for the client's policy.
  public init(
    credentials: CredentialCache? = nil, region: String? = nil, timeout: Duration? = nil, retry: RetryPolicy? = nil
  ) {
    self.credentials = credentials
    self.region = region
    self.timeout = timeout
    self.retry = retry
  }
}

extension ClientConfiguration {
  /// Applies what is different.
  mutating func override(with overrides: CallOverrides) {
    if let credentials = overrides.credentials { self.credentials = credentials }
    if let region = overrides.region { self.region = region }
    if let timeout = overrides.timeout { callTimeout = timeout }
    if let retry = overrides.retry { self.retry = retry }
  }
}
