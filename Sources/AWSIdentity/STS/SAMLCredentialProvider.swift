import AWSCore
public import AWSCredentials
import AWSRuntime

/// Provides the credentials of a role that is assumed with a SAML assertion (`AssumeRoleWithSAML`).
public struct SAMLCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `SAML`, followed by the role's ARN.
  public let name: String
  /// Expired credentials are used while STS cannot be reached, so that an outage does not stop running clients.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  let identity: STSClient.SAMLIdentity
  private let assertion: @Sendable () async throws -> String

  /// Makes a provider that assumes a role with a SAML assertion.
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role to assume.
  ///   - principalArn: The ARN of the SAML provider in IAM.
  ///   - duration: The duration of each session, in whole seconds; `nil` for the default of STS, an hour.
  ///   - permissions: Restricts what sessions may do. By default they may do all that the role may do.
  ///   - client: The STS client. Its credentials are not used.
  ///   - assertion: Returns a new SAML assertion in Base64. It is called each time credentials are fetched, because
  ///     assertions expire after minutes.
  public init(
    roleArn: String, principalArn: String, duration: Duration? = nil,
    permissions: STSClient.SessionPermissions = STSClient.SessionPermissions(), client: STSClient,
    assertion: @escaping @Sendable () async throws -> String
  ) {
    name = "SAML, role \(roleArn.oneLine())"
    identity = STSClient.SAMLIdentity(
      roleArn: roleArn, principalArn: principalArn, assertion: "", duration: duration, permissions: permissions)
    self.client = client
    self.assertion = assertion
  }

  /// Gets an assertion and assumes the role with it.
  ///
  /// - Throws: `CredentialError`. Its code is `rejected` if STS refuses the assertion or the role permanently.
  public func credentials() async throws(CredentialError) -> Credentials {
    var identity = identity
    do {
      identity.assertion = try await assertion()
    } catch {
      throw CredentialError(
        error is CancellationError ? .cancelled : .failed, provider: name, message: "No assertion could be had.",
        cause: error)
    }
    do {
      return try await client.assumeRole(with: identity, provider: name).credentials
    } catch {
      throw STSFailure.error(error, provider: name, secrets: [identity.assertion])
    }
  }
}
