extension CredentialProvider where Self == EnvironmentCredentialProvider {
  /// The credentials in the environment variables of this process, as they are now.
  ///
  /// ```swift
  /// let credentials = CredentialCache(provider: .environment)
  /// ```
  public static var environment: EnvironmentCredentialProvider { EnvironmentCredentialProvider() }
}

extension CredentialProvider where Self == StaticCredentialProvider {
  /// Credentials that the program has.
  ///
  /// - Parameter credentials: The credentials.
  public static func `static`(_ credentials: Credentials) -> StaticCredentialProvider {
    StaticCredentialProvider(credentials)
  }

  /// Credentials that the program has, without an expiration.
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
  /// No credentials: requests are sent without a signature.
  public static var anonymous: AnonymousCredentialProvider { AnonymousCredentialProvider() }
}
