import AWSCore
public import AWSCredentials
import AWSRuntime

/// The credentials of a role, taken on with a SAML assertion.
public struct SAMLCredentialProvider: CredentialProvider {
  /// `SAML`, and the role's ARN.
  public let name: String
  /// An outage of STS must not take running clients down.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  let identity: STSClient.SAMLIdentity
  private let assertion: @Sendable () async throws -> String

  /// Makes a provider.
  ///
  /// - Parameters:
  ///   - roleArn: The role.
  ///   - principalArn: The ARN of the SAML provider in IAM.
  ///   - duration: How long sessions last, in whole seconds; `nil` for the service's default.
  ///   - permissions: What sessions may do at most.
  ///   - client: The client; its credentials are not used.
  ///   - assertion: Gets a fresh assertion in Base64; called at each fetch, because assertions expire after minutes.
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

  /// Gets an assertion and takes on the role with it.
  ///
  /// - Throws: `CredentialError`, with the code `rejected` if the assertion or the role is refused for good.
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
