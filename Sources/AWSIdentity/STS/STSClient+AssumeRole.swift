import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Assumes a role with the client's credentials (`AssumeRole`).
  ///
  /// - Parameters:
  ///   - role: The role to assume, and the parameters of its session.
  ///   - provider: The name that the returned credentials give as their provider, for example in log messages.
  /// - Returns: The new session and its credentials.
  /// - Throws: `ServiceError` if the call fails; `CancellationError` if the task is cancelled.
  public func assumeRole(_ role: AssumeRoleInput, provider: String = "assume role") async throws
    -> Session
  {
    let parameters = STSParameters(role)
    return try session("AssumeRole", try await call("AssumeRole", parameters), provider: provider)
  }

  /// The input of `AssumeRole`: a role, and the parameters of the session to open.
  public struct AssumeRoleInput: Sendable, Hashable {
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The name of the role session, which appears in the logs of AWS CloudTrail and in the ARN of the session.
    public var sessionName: String
    /// The duration of the session, in whole seconds; `nil` for the default of STS, an hour. AWS accepts 900 s or more.
    public var duration: Duration?
    /// The external id that the role's trust policy requires; `nil` for none.
    public var externalId: String?
    /// Policies that restrict what the session may do. By default there are none, and the session may do all that the
    /// role may do.
    public var permissions: SessionPermissions
    /// The session tags to pass to the session, as keys and values that policies can refer to.
    public var tags: [Tag]
    /// The keys of the transitive session tags. If another role is assumed with the credentials of this session, the
    /// tags with these keys are passed on to that session.
    public var transitiveTagKeys: [String]
    /// The name of the person or application that uses the session, which appears in the logs of AWS CloudTrail. If
    /// another role is assumed with this session's credentials, that session has the same source identity. `nil` for
    /// none.
    public var sourceIdentity: String?
    /// The serial number or ARN of the MFA device that the role's trust policy requires; `nil` for none.
    public var mfaSerial: String?
    /// The current code that the MFA device shows; `nil` if no code is needed.
    public var tokenCode: String?

    /// Makes the input of `AssumeRole` from the role and the parameters of its session. All but the role and the
    /// session name are optional.
    public init(
      roleArn: String, sessionName: String, duration: Duration? = nil, externalId: String? = nil,
      permissions: SessionPermissions = SessionPermissions(), tags: [Tag] = [], transitiveTagKeys: [String] = [],
      sourceIdentity: String? = nil, mfaSerial: String? = nil, tokenCode: String? = nil
    ) {
      self.roleArn = roleArn
      self.sessionName = sessionName
      self.duration = duration
      self.externalId = externalId
      self.permissions = permissions
      self.tags = tags
      self.transitiveTagKeys = transitiveTagKeys
      self.sourceIdentity = sourceIdentity
      self.mfaSerial = mfaSerial
      self.tokenCode = tokenCode
    }
  }
}

extension STSParameters {
  /// The parameters of `AssumeRole`.
  init(_ role: STSClient.AssumeRoleInput) {
    add("RoleArn", role.roleArn)
    add("RoleSessionName", role.sessionName)
    add("DurationSeconds", seconds: role.duration)
    add("ExternalId", role.externalId)
    add(role.permissions)
    for (index, tag) in role.tags.enumerated() {
      add("Tags.member.\(index + 1).Key", tag.key)
      add("Tags.member.\(index + 1).Value", tag.value)
    }
    add("TransitiveTagKeys", list: role.transitiveTagKeys)
    add("SourceIdentity", role.sourceIdentity)
    add("SerialNumber", role.mfaSerial)
    add("TokenCode", role.tokenCode)
  }
}
