extension CredentialProvider where Self == EnvironmentCredentialProvider {
  /// A provider of the credentials in this process's environment variables, which are read when this property is read.
  ///
  /// ```swift
  /// let credentials = CredentialCache(provider: .environment)
  /// ```
  public static var environment: EnvironmentCredentialProvider { EnvironmentCredentialProvider() }
}

extension CredentialProvider where Self == StaticCredentialProvider {
  /// A provider that always returns the given credentials.
  ///
  /// - Parameter credentials: The credentials to return.
  public static func `static`(_ credentials: Credentials) -> StaticCredentialProvider {
    StaticCredentialProvider(credentials)
  }

  /// A provider that always returns credentials with the given keys, which do not expire.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The session token; `nil` for long-term credentials, which have none.
  public static func `static`(
    accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil
  ) -> StaticCredentialProvider {
    StaticCredentialProvider(
      Credentials(
        accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: sessionToken, provider: "static"))
  }
}

extension CredentialProvider where Self == AnonymousCredentialProvider {
  /// A provider without credentials: a client with this provider sends its requests without a signature.
  public static var anonymous: AnonymousCredentialProvider { AnonymousCredentialProvider() }
}
