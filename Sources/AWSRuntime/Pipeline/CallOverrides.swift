public import AWSCredentials

/// Settings that replace those of a client for some calls: the credentials, the region, the time limit, the retries.
///
/// ```swift
/// let quick = s3.with(CallOverrides(timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1)))
/// ```
///
/// The method `with` returns a client that has these settings and shares everything else with the client that `with`
/// was called on: connections, the retry quota, the measured offset of the service's clock, and the signing keys of
/// each set of credentials. Making it costs little, so it can be made for a single call.
public struct CallOverrides: Sendable {
  /// The credentials to sign with. With ``AWSCredentials/CredentialCache/anonymous`` requests are not signed; with
  /// `nil` the client's credentials are used.
  public var credentials: CredentialCache?
  /// The region to sign for; `nil` for the client's region. If the client's endpoint was derived from its region, the
  /// endpoint is derived from this region instead.
  public var region: String?
  /// How long a request may take with all its attempts; `nil` for the client's limit, which is
  /// ``ClientConfiguration/callTimeout``.
  public var timeout: Duration?
  /// How often and how fast to retry; `nil` for the client's policy. The ``RetryPolicy/quota`` of this policy has no
  /// effect: these calls use the client's quota.
  public var retry: RetryPolicy?

  /// Makes settings that replace a client's. By default none is replaced.
  ///
  /// - Parameters:
  ///   - credentials: The credentials to sign with; `nil` for the client's credentials.
  ///   - region: The region to sign for; `nil` for the client's region.
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
