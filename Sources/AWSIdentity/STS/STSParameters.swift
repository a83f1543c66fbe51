public import AWSCredentials

/// The fields of a form in the query protocol, lists and structures flattened (AWS Query protocol, as the IAM user guide's
/// "Making query requests" describes it).
struct STSParameters {
  private(set) var fields: [(String, String)] = []

  private static let secretNames: Set<String> = ["WebIdentityToken", "SAMLAssertion", "TokenCode", "ExternalId"]

  /// The values that no error may repeat.
  var secrets: [String] { fields.filter { Self.secretNames.contains($0.0) }.map(\.1) }

  mutating func add(_ name: String, _ value: String?) {
    if let value { fields.append((name, value)) }
  }

  mutating func add(_ name: String, seconds duration: Duration?) {
    add(name, duration.map { String($0.components.seconds) })
  }

  mutating func add(_ name: String, list values: [String], member: String = "") {
    for (index, value) in values.enumerated() { add("\(name).member.\(index + 1)\(member)", value) }
  }

  mutating func add(_ permissions: STSClient.SessionPermissions) {
    add("Policy", permissions.policy)
    add("PolicyArns", list: permissions.policyArns, member: ".arn")
  }
}

extension STSClient {
  /// What a session may do at most: the intersection with what its role may.
  public struct SessionPermissions: Sendable, Hashable {
    /// A policy in JSON; `nil` for none.
    public var policy: String?
    /// The ARNs of managed policies.
    public var policyArns: [String]

    /// Describes the permissions of a session; by default those of its role.
    public init(policy: String? = nil, policyArns: [String] = []) {
      self.policy = policy
      self.policyArns = policyArns
    }
  }

  /// A tag of a session.
  public struct Tag: Sendable, Hashable {
    /// Its key.
    public var key: String
    /// Its value.
    public var value: String

    /// Makes a tag.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The session that STS opened.
  public struct Session: Sendable, Hashable {
    /// Its credentials.
    public let credentials: Credentials
    /// The ARN of the role's session; `nil` for a session without a role.
    public let assumedRoleArn: String?
    /// The source identity it carries, where there is one.
    public let sourceIdentity: String?
    /// How much of what policies and tags may take up is taken up, in per cent.
    public let packedPolicySize: Int?
    /// The subject of the token or assertion, if the session was created with one.
    public let subject: String?
  }
}
