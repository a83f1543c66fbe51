public import AWSCredentials

/// How a profile gets its credentials: the source of the first credentials, and the roles that are then assumed one
/// after the other.
///
/// The chain is determined from the shared config and credentials files alone: no credentials are fetched and no token
/// file is read.
public struct ProfileChain: Sendable, Hashable {
  /// The source of the first credentials.
  public let base: Base
  /// The roles to assume, in this order. Each is assumed with the credentials of the role before; the first, with those
  /// of ``base``.
  public let roles: [Role]
  /// The names of the profiles that were followed, from the selected one to the one that contains the settings of
  /// ``base``.
  public let profiles: [String]

  /// The source of the first credentials of a chain.
  public enum Base: Sendable, Hashable {
    /// Static keys in the config or credentials file.
    case staticKeys(Credentials)
    /// The source that `credential_source` names.
    case named(NamedSource)
    /// A role assumed with the web identity token in a file.
    case webIdentity(WebIdentity)
    /// A role of IAM Identity Center.
    case singleSignOn(SingleSignOn)
    /// A console login, named by `login_session`.
    case login(Login)
    /// A program, named by `credential_process`. The account is the profile's `aws_account_id`, or `nil` if there is
    /// none.
    case process(commandLine: String, accountId: String?)
  }

  /// The values of `credential_source`. Upper and lower case are not distinguished.
  public enum NamedSource: String, Sendable, Hashable, CaseIterable {
    /// The environment variables, such as `AWS_ACCESS_KEY_ID`.
    case environment = "Environment"
    /// The instance metadata service.
    case instanceMetadata = "Ec2InstanceMetadata"
    /// The container credentials of ECS or EKS.
    case container = "EcsContainer"
  }

  /// A role that is assumed with other credentials.
  public struct Role: Sendable, Hashable {
    /// The profile that names the role.
    public var profile: String
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The name of the role session; `nil` to generate one.
    public var sessionName: String?
    /// The external id that the role's trust policy requires; `nil` for none.
    public var externalId: String?
    /// The duration of the role session, in whole seconds; `nil` for the default of STS.
    public var durationSeconds: Int?
    /// The serial number or ARN of the MFA device whose code is needed to assume the role; `nil` for none.
    public var mfaSerial: String?
  }

  /// A role that is assumed with a token from an OpenID Connect provider.
  public struct WebIdentity: Sendable, Hashable {
    /// The ARN of the role to assume.
    public var roleArn: String
    /// The path of the file that contains the token.
    public var tokenFile: String
    /// The name of the role session; `nil` to generate one.
    public var sessionName: String?
    /// The duration of the role session, in whole seconds; `nil` for the default of STS.
    public var durationSeconds: Int?

    /// Makes settings from the role and the path of the token file.
    public init(roleArn: String, tokenFile: String, sessionName: String? = nil, durationSeconds: Int? = nil) {
      self.roleArn = roleArn
      self.tokenFile = tokenFile
      self.sessionName = sessionName
      self.durationSeconds = durationSeconds
    }
  }

  /// A role of IAM Identity Center.
  public struct SingleSignOn: Sendable, Hashable {
    /// The name of the `[sso-session]` section; `nil` if the profile itself contains all settings, which is the older
    /// form.
    public var sessionName: String?
    /// The AWS region of IAM Identity Center.
    public var region: String
    /// The start URL of the access portal.
    public var startURL: String
    /// The account; `nil` if the profile does not name one, and then there are no credentials.
    public var accountId: String?
    /// The name of the role; `nil` if the profile does not name one, and then there are no credentials.
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

  /// A console login made with `aws login`.
  public struct Login: Sendable, Hashable {
    /// The value of `login_session`, an ARN.
    public var session: String
    /// The region of the profile; `nil` if the profile does not name one.
    public var region: String?

    /// Makes the settings of a console login.
    public init(session: String, region: String? = nil) {
      self.session = session
      self.region = region
    }
  }
}
