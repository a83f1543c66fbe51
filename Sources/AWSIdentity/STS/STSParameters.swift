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
  /// Policies that restrict what a session may do: it may do what both its role and these policies allow.
  public struct SessionPermissions: Sendable, Hashable {
    /// A session policy in JSON; `nil` for none.
    public var policy: String?
    /// The ARNs of managed policies that restrict the session; empty for none.
    public var policyArns: [String]

    /// Makes permissions. By default the session may do all that its role may do.
    public init(policy: String? = nil, policyArns: [String] = []) {
      self.policy = policy
      self.policyArns = policyArns
    }
  }

  /// A session tag: a key and a value that policies can refer to.
  public struct Tag: Sendable, Hashable {
    /// The key of the tag.
    public var key: String
    /// The value of the tag.
    public var value: String

    /// Makes a session tag.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A session that STS has opened.
  public struct Session: Sendable, Hashable {
    /// The temporary credentials of the session.
    public let credentials: Credentials
    /// The ARN of the role session; `nil` for a session without a role.
    public let assumedRoleArn: String?
    /// The source identity of the session; `nil` if there is none.
    public let sourceIdentity: String?
    /// The size of the session's policies and tags, in per cent of the allowed size; `nil` if STS does not report it.
    public let packedPolicySize: Int?
    /// The subject of the web identity token or SAML assertion; `nil` if the session was opened without one.
    public let subject: String?
  }
}
