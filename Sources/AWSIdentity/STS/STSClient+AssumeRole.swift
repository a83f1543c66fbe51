import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Takes on a role.
  ///
  /// - Parameters:
  ///   - role: Which role, and how.
  ///   - provider: The name the credentials carry as their provider.
  /// - Returns: The session.
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func assumeRole(_ role: AssumeRoleInput, provider: String = "assume role") async throws
    -> Session
  {
    var parameters = STSParameters()
    parameters.add("RoleArn", role.roleArn)
    parameters.add("RoleSessionName", role.sessionName)
    parameters.add("DurationSeconds", seconds: role.duration)
    parameters.add("ExternalId", role.externalId)
    parameters.add(role.permissions)
    for (index, tag) in role.tags.enumerated() {
      parameters.add("Tags.member.\(index + 1).Key", tag.key)
      parameters.add("Tags.member.\(index + 1).Value", tag.value)
    }
    parameters.add("TransitiveTagKeys", list: role.transitiveTagKeys)
    parameters.add("SourceIdentity", role.sourceIdentity)
    parameters.add("SerialNumber", role.mfaSerial)
    parameters.add("TokenCode", role.tokenCode)
    return try session("AssumeRole", try await call("AssumeRole", parameters), provider: provider)
  }

  /// A role to take on with other credentials.
  public struct AssumeRoleInput: Sendable, Hashable {
    /// The role's ARN.
    public var roleArn: String
    /// The session's name, which shows in logs and in the caller's ARN.
    public var sessionName: String
    /// How long the session lasts, in whole seconds; `nil` for the service's default, an hour. AWS takes 900 s or more.
    public var duration: Duration?
    /// The external id that the role's trust policy asks for.
    public var externalId: String?
    /// What the session may do at most.
    public var permissions: SessionPermissions
    /// The session's tags.
    public var tags: [Tag]
    /// The keys of the tags that sessions opened with this one's credentials keep.
    public var transitiveTagKeys: [String]
    /// Who is behind the session, for logs; it stays through chains of roles.
    public var sourceIdentity: String?
    /// The serial number or ARN of the MFA device that the role's trust policy asks for.
    public var mfaSerial: String?
    /// The device's current code.
    public var tokenCode: String?

    /// Describes a role to take on.
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
