public import AWSCredentials

/// How a profile gets its credentials: the source of the first credentials, and the roles that are then assumed one
/// after the other.
///
/// The chain is determined from the shared config and credentials files alone: no credentials are fetched and no token
/// file is read.
public struct ProfileChain: Sendable, Hashable {
  /// The source of the first credentials: those that the first role is assumed with, or the result if there are no
  /// roles.
  public let base: Base
  /// The roles to assume, in this order. The first role is assumed with the credentials of ``base``, each further role
  /// with those of the role before it. Empty if the profile needs no role.
  public let roles: [Role]
  /// The names of the profiles that were followed, from the selected one to the one that contains the settings of
  /// ``base``.
  public let profiles: [String]

  /// The source of the first credentials, with which the first role of a chain is assumed.
  public enum Base: Sendable, Hashable {
    /// Static keys in the shared config or credentials file: an access key id, a secret access key and, if it is there,
    /// a session token.
    case staticKeys(Credentials)
    /// A source that a profile selects by name in its setting `credential_source`.
    case named(NamedSource)
    /// A role that is assumed with an OpenID Connect token in a file.
    case webIdentity(WebIdentity)
    /// A role of IAM Identity Center, for a user who has logged in with `aws sso login`.
    case singleSignOn(SingleSignOn)
    /// A console login made with `aws login`, which the profile names in its setting `login_session`.
    case login(Login)
    /// A program that prints credentials, which the profile names in its setting `credential_process`. The account id
    /// is the profile's `aws_account_id`; `nil` if it has none.
    case process(commandLine: String, accountId: String?)
  }

  /// The values that the setting `credential_source` of a profile can have. Upper and lower case are not distinguished.
  public enum NamedSource: String, Sendable, Hashable, CaseIterable {
    /// The credentials in the environment variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and
    /// `AWS_SESSION_TOKEN`.
    case environment = "Environment"
    /// The credentials of the EC2 instance's role, from the instance metadata service.
    case instanceMetadata = "Ec2InstanceMetadata"
    /// The credentials of the ECS task or EKS pod that the process runs in.
    case container = "EcsContainer"
  }

  /// A role that a profile describes with `role_arn`, and the parameters of its session. It is assumed with other
  /// credentials.
  public struct Role: Sendable, Hashable {
    /// The name of the profile that contains the `role_arn`.
    public var profile: String
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The name of the role session; `nil` to generate one.
    public var sessionName: String?
    /// The external id that the role's trust policy requires; `nil` for none.
    public var externalId: String?
    /// The duration of the role session, in seconds; `nil` for the default of STS, an hour.
    public var durationSeconds: Int?
    /// The serial number or ARN of the MFA device whose code is needed to assume the role; `nil` for none.
    public var mfaSerial: String?
  }

  /// The settings of a role that is assumed with a token of an OpenID Connect provider, which is read from a file.
  public struct WebIdentity: Sendable, Hashable {
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The path of the file that contains the token.
    public var tokenFile: String
    /// The name of the role session; `nil` to generate one.
    public var sessionName: String?
    /// The duration of the role session, in seconds; `nil` for the default of STS, an hour.
    public var durationSeconds: Int?

    /// Makes the settings of a role that is assumed with a token in a file. By default the session gets a generated
    /// name, and the duration is the default of STS.
    public init(roleArn: String, tokenFile: String, sessionName: String? = nil, durationSeconds: Int? = nil) {
      self.roleArn = roleArn
      self.tokenFile = tokenFile
      self.sessionName = sessionName
      self.durationSeconds = durationSeconds
    }
  }

  /// The settings with which a profile names a role of IAM Identity Center.
  public struct SingleSignOn: Sendable, Hashable {
    /// The name of the `[sso-session]` section; `nil` if the profile itself contains all settings, which is the older
    /// form.
    public var sessionName: String?
    /// The AWS region of IAM Identity Center.
    public var region: String
    /// The start URL of the access portal.
    public var startURL: String
    /// The id of the account that the role belongs to; `nil` if the profile names no account. Without it, no
    /// credentials can be fetched.
    public var accountId: String?
    /// The name of the role; `nil` if the profile names no role. Without it, no credentials can be fetched.
    public var roleName: String?

    /// Makes the settings of a role of IAM Identity Center.
    public init(
      sessionName: String? = nil, region: String, startURL: String, accountId: String? = nil, roleName: String? = nil
    ) {
      self.sessionName = sessionName
      self.region = region
      self.startURL = startURL
      self.accountId = accountId
      self.roleName = roleName
    }
  }

  /// The settings with which a profile names a console login that was made with `aws login`.
  public struct Login: Sendable, Hashable {
    /// The value of the setting `login_session`: the ARN of the identity that has logged in.
    public var session: String
    /// The region of the profile; `nil` if the profile names no region.
    public var region: String?

    /// Makes the settings of a console login from the ARN in `login_session` and the region of the profile.
    public init(session: String, region: String? = nil) {
      self.session = session
      self.region = region
    }
  }
}
