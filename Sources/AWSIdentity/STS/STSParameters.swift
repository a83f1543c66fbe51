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
  /// Policies that restrict what a session may do: it may do only what both its role and these policies allow.
  public struct SessionPermissions: Sendable, Hashable {
    /// A policy in JSON that restricts what the session may do; `nil`, the default, for none.
    public var policy: String?
    /// The ARNs of managed policies that restrict what the session may do; empty, the default, for none.
    public var policyArns: [String]

    /// Makes the permissions of a session from the policies that restrict them. By default there are none, and the
    /// session may do all that its role may do.
    public init(policy: String? = nil, policyArns: [String] = []) {
      self.policy = policy
      self.policyArns = policyArns
    }
  }

  /// A session tag: a key and a value that belong to a session. Policies can refer to them.
  public struct Tag: Sendable, Hashable {
    /// The key of the session tag, such as `Project`.
    public var key: String
    /// The value of the session tag, such as `Blue`.
    public var value: String

    /// Makes a session tag from its key and its value.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A session that STS has opened: its temporary credentials and what STS says about it.
  public struct Session: Sendable, Hashable {
    /// The temporary credentials of the session.
    public let credentials: Credentials
    /// The ARN of the role session; `nil` for a session without a role.
    public let assumedRoleArn: String?
    /// The source identity of the session, that is, the name of the person or application that uses it; `nil` if there
    /// is none.
    public let sourceIdentity: String?
    /// The size of the session policies and session tags, as a percentage of the largest size that STS allows; `nil` if
    /// STS does not report it.
    public let packedPolicySize: Int?
    /// The subject (the user or application) that the web identity token or SAML assertion names; `nil` if the session
    /// was opened without such a token or assertion.
    public let subject: String?
  }
}
