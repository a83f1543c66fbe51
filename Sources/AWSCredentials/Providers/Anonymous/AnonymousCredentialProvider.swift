/// Stands for no credentials: a client whose cache has this provider sends its requests without a signature, for public
/// buckets and for local clusters. ``CredentialCache/anonymous`` is a cache over it.
///
/// It has no credentials to return, so what needs some, such as a presigned URL, fails with an error that says so.
public struct AnonymousCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `anonymous`.
  public let name = "anonymous"

  /// Makes a provider that stands for requests without a signature.
  public init() {}

  /// Throws, because there are no credentials.
  ///
  /// - Throws: ``CredentialError/Code/invalidConfiguration``, always.
  public func credentials() async throws(CredentialError) -> Credentials {
    throw CredentialError(
      .invalidConfiguration, provider: name,
      message: "Anonymous credentials can sign nothing; choose another provider for what needs a signature.")
  }

  /// Says that the provider is configured, which is always so.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: ["nowhere: requests are not signed"])
  }
}

extension CredentialCache {
  /// No credentials: a client with this cache sends its requests without a signature.
  ///
  /// ```swift
  /// let s3 = try await S3Client(region: "us-east-1").with(credentials: .anonymous)
  /// ```
  ///
  /// Such a client never waits for credentials. A presigned URL, which is a signature, is an error.
  public static let anonymous = CredentialCache(provider: AnonymousCredentialProvider())
}
