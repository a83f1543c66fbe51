import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Assumes a role with a token of an OpenID Connect provider (`AssumeRoleWithWebIdentity`). The request is not
  /// signed.
  ///
  /// - Parameters:
  ///   - identity: The role, the token and the parameters of the session.
  ///   - provider: The name that the returned credentials give as their provider, for example in log messages.
  /// - Returns: The new session and its credentials.
  /// - Throws: `ServiceError` if the call fails; `CancellationError` if the task is cancelled.
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
  ///   - provider: The name that the returned credentials give as their provider, for example in log messages.
  /// - Returns: The new session and its credentials.
  /// - Throws: `ServiceError` if the call fails; `CancellationError` if the task is cancelled.
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
    /// The name of the role session, which appears in the logs of AWS CloudTrail and in the ARN of the session.
    public var sessionName: String
    /// The token that an OpenID Connect provider has issued. It is never printed.
    public var token: String
    /// The parameter `ProviderId` of the request: the host name of the OAuth 2.0 provider that issued the token. `nil`
    /// if the token comes from an OpenID Connect provider.
    public var providerId: String?
    /// The duration of the session, in whole seconds; `nil` for the default of STS, an hour.
    public var duration: Duration?
    /// Policies that restrict what the session may do. By default there are none, and the session may do all that the
    /// role may do.
    public var permissions: SessionPermissions

    /// Makes the input of `AssumeRoleWithWebIdentity` from the role, the token and the parameters of the session.
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
    /// Policies that restrict what the session may do. By default there are none, and the session may do all that the
    /// role may do.
    public var permissions: SessionPermissions

    /// Makes the input of `AssumeRoleWithSAML` from the role, the SAML provider, the assertion and the parameters of
    /// the session.
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
