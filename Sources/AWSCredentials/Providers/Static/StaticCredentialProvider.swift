import AWSCore

/// A provider that always returns the credentials it was made with.
public struct StaticCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `static`.
  public let name = "static"
  private let value: Credentials

  /// Makes a provider that returns the given credentials.
  ///
  /// - Parameter credentials: The credentials that the provider returns each time.
  public init(_ credentials: Credentials) { value = credentials }

  /// Returns the credentials the provider was made with.
  ///
  /// - Throws: ``CredentialError/Code/invalidConfiguration`` if the access key id or the secret is blank.
  public func credentials() async throws(CredentialError) -> Credentials {
    guard value.accessKeyId.nilIfBlank != nil, value.secretAccessKey.nilIfBlank != nil else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message: "The access key id or the secret access key the program gives is blank.")
    }
    return value
  }
}
