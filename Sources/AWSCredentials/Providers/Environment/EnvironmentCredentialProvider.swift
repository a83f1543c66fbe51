import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A provider of the credentials in environment variables.
///
/// It reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` (or the older `AWS_SECURITY_TOKEN`),
/// `AWS_ACCOUNT_ID` and `AWS_CREDENTIAL_EXPIRATION`. A variable that is blank counts as not set.
public struct EnvironmentCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `environment`.
  public let name = "environment"
  let environment: ProcessEnvironment

  /// Makes a provider that reads the keys in environment variables.
  ///
  /// - Parameter environment: The environment variables; by default those of this process.
  public init(environment: ProcessEnvironment = .current) { self.environment = environment }

  /// Reads the credentials from the environment variables.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if neither the access key id nor the secret is set;
  ///   ``CredentialError/Code/invalidConfiguration`` if only one of the two is set, or a value cannot be used.
  public func credentials() async throws(CredentialError) -> Credentials {
    let keyVariable = "AWS_ACCESS_KEY_ID"
    let secretVariable = "AWS_SECRET_ACCESS_KEY"
    let key: String
    let secret: String
    switch (environment[keyVariable], environment[secretVariable]) {
    case (let setKey?, let setSecret?): (key, secret) = (setKey, setSecret)
    case (nil, nil):
      throw CredentialError(
        .notConfigured, provider: name, message: "\(keyVariable) and \(secretVariable) are not set.")
    case (_?, nil): throw half(present: keyVariable, missing: secretVariable)
    case (nil, _?): throw half(present: secretVariable, missing: keyVariable)
    }
    let tokenVariable = environment["AWS_SESSION_TOKEN"] == nil ? "AWS_SECURITY_TOKEN" : "AWS_SESSION_TOKEN"
    let token = environment[tokenVariable]
    for (variable, value) in [(keyVariable, key), (secretVariable, secret), (tokenVariable, token ?? "")]
    where value.holdsControlCharacter {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message: "\(variable) holds a line break or another control character; set it again without.")
    }
    return Credentials(
      accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: try expiration(),
      accountId: environment["AWS_ACCOUNT_ID"], provider: name)
  }

  private func expiration() throws(CredentialError) -> Date? {
    let variable = "AWS_CREDENTIAL_EXPIRATION"
    guard let text = environment[variable] else { return nil }
    guard let date = ISO8601.date(from: text) else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message: "\(variable) \(ISO8601.problem(in: text) ?? ""). Correct it or unset it.")
    }
    return date
  }

  private func half(present: String, missing: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: name,
      message: "\(present) is set but \(missing) is not; set both, or neither to use another provider.")
  }
}
