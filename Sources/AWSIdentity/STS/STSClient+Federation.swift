import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Takes on a role with a token that an OpenID Connect provider issued. It needs no credentials.
  ///
  /// - Parameters:
  ///   - identity: Which role, with which token.
  ///   - provider: The name the credentials carry as their provider.
  /// - Returns: The session.
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func assumeRole(
    with identity: WebIdentity, provider: String = "web identity"
  ) async throws -> Session {
    var parameters = STSParameters()
    parameters.add("RoleArn", identity.roleArn)
    parameters.add("RoleSessionName", identity.sessionName)
    parameters.add("WebIdentityToken", identity.token)
    parameters.add("ProviderId", identity.providerId)
    parameters.add("DurationSeconds", seconds: identity.duration)
    parameters.add(identity.permissions)
    let action = "AssumeRoleWithWebIdentity"
    return try session(action, try await call(action, parameters, authentication: .token), provider: provider)
  }

  /// Takes on a role with a SAML assertion. It needs no credentials.
  ///
  /// - Parameters:
  ///   - identity: Which role, with which assertion.
  ///   - provider: The name the credentials carry as their provider.
  /// - Returns: The session.
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func assumeRole(with identity: SAMLIdentity, provider: String = "SAML") async throws -> Session {
    var parameters = STSParameters()
    parameters.add("RoleArn", identity.roleArn)
    parameters.add("PrincipalArn", identity.principalArn)
    parameters.add("SAMLAssertion", identity.assertion)
    parameters.add("DurationSeconds", seconds: identity.duration)
    parameters.add(identity.permissions)
    let action = "AssumeRoleWithSAML"
    return try session(action, try await call(action, parameters, authentication: .token), provider: provider)
  }

  /// A role, and the token of an OpenID Connect provider to take it on with. Printing it leaves the token out.
  public struct WebIdentity: Sendable, Hashable {
    /// The role's ARN.
    public var roleArn: String
    /// The session's name.
    public var sessionName: String
    /// The token, which is secret.
    public var token: String
    /// The provider's name, for the old OAuth 2.0 providers only.
    public var providerId: String?
    /// How long the session lasts, in whole seconds; `nil` for the service's default, an hour.
    public var duration: Duration?
    /// What the session may do at most.
    public var permissions: SessionPermissions

    /// Describes a role and a token.
    public init(
      roleArn: String, sessionName: String, token: String, providerId: String? = nil, duration: Duration? = nil,
      permissions: SessionPermissions = SessionPermissions()
    ) {
      self.roleArn = roleArn
      self.sessionName = sessionName
      self.token = token
      self.providerId = providerId
      self.duration = duration
      self.permissions = permissions
    }
  }

  /// A role, and the SAML assertion to take it on with. Printing it leaves the assertion out.
  public struct SAMLIdentity: Sendable, Hashable {
    /// The role's ARN.
    public var roleArn: String
    /// The ARN of the SAML provider in IAM.
    public var principalArn: String
    /// The assertion in Base64, which is secret.
    public var assertion: String
    /// How long the session lasts, in whole seconds; `nil` for the service's default, an hour.
    public var duration: Duration?
    /// What the session may do at most.
    public var permissions: SessionPermissions

    /// Describes a role and an assertion.
    public init(
      roleArn: String, principalArn: String, assertion: String, duration: Duration? = nil,
      permissions: SessionPermissions = SessionPermissions()
    ) {
      self.roleArn = roleArn
      self.principalArn = principalArn
      self.assertion = assertion
      self.duration = duration
      self.permissions = permissions
    }
  }
}
