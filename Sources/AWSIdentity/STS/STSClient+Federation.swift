import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Assumes a role with a token of an OpenID Connect provider (`AssumeRoleWithWebIdentity`). The request is not
  /// signed.
  ///
  /// - Parameters:
  ///   - identity: The role, the token and the parameters of the session.
  ///   - provider: The provider name that the returned credentials carry.
  /// - Returns: The new session and its credentials.
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

  /// Assumes a role with a SAML assertion (`AssumeRoleWithSAML`). The request is not signed.
  ///
  /// - Parameters:
  ///   - identity: The role, the assertion and the parameters of the session.
  ///   - provider: The provider name that the returned credentials carry.
  /// - Returns: The new session and its credentials.
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

  /// The input of `AssumeRoleWithWebIdentity`: a role, a token of an OpenID Connect provider, and the parameters of the
  /// session. The token is not printed.
  public struct WebIdentity: Sendable, Hashable {
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The name of the role session, which CloudTrail records.
    public var sessionName: String
    /// The token of the identity provider (OpenID Connect). It is never printed.
    public var token: String
    /// The `ProviderId` of the request: the host name of an OAuth 2.0 provider. `nil` for OpenID Connect.
    public var providerId: String?
    /// The duration of the session, in whole seconds; `nil` for the default of STS, an hour.
    public var duration: Duration?
    /// Restricts what the session may do. By default it may do all that the role may do.
    public var permissions: SessionPermissions

    /// Makes the input of `AssumeRoleWithWebIdentity`.
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

  /// The input of `AssumeRoleWithSAML`: a role, a SAML assertion, and the parameters of the session. The assertion is
  /// not printed.
  public struct SAMLIdentity: Sendable, Hashable {
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The ARN of the SAML provider in IAM.
    public var principalArn: String
    /// The SAML assertion, encoded in Base64. It is never printed.
    public var assertion: String
    /// The duration of the session, in whole seconds; `nil` for the default of STS, an hour.
    public var duration: Duration?
    /// Restricts what the session may do. By default it may do all that the role may do.
    public var permissions: SessionPermissions

    /// Makes the input of `AssumeRoleWithSAML`.
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
