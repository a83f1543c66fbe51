/// A provider without credentials: a client whose cache has this provider sends its requests without a signature, for
/// example to public buckets or to local clusters. ``CredentialCache/anonymous`` is a cache with this provider.
///
/// Operations that need credentials, such as making a presigned URL, fail with an error that says so.
public struct AnonymousCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `anonymous`.
  public let name = "anonymous"

  /// Makes a provider without credentials, for clients that send requests without a signature.
  public init() {}

  /// Always throws an error, because this provider has no credentials.
  ///
  /// - Throws: ``CredentialError/Code/invalidConfiguration``, always.
  public func credentials() async throws(CredentialError) -> Credentials {
    throw CredentialError(
      .invalidConfiguration, provider: name,
      message: "Anonymous credentials can sign nothing; choose another provider for what needs a signature.")
  }

  /// Returns that this provider is configured. It needs no configuration.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: ["nowhere: requests are not signed"])
  }
}

extension CredentialCache {
  /// A cache without credentials: a client with this cache sends its requests without a signature.
  ///
  /// ```swift
  /// let s3 = try await S3Client(region: "us-east-1").with(credentials: .anonymous)
  /// ```
  ///
  /// Such a client never waits for credentials. Making a presigned URL with it fails, because such a URL contains a
  /// signature.
  public static let anonymous = CredentialCache(provider: AnonymousCredentialProvider())
}
