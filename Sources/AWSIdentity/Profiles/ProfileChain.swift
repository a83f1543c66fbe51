public import AWSCredentials

/// How a profile gets its credentials: where the first ones come from, and which roles are taken on with them in turn.
///
/// It is worked out from the shared files alone: nothing is fetched and no token file is read.
public struct ProfileChain: Sendable, Hashable {
  /// Where the first credentials come from.
  public let base: Base
  /// The roles to take on, in this order, each with the credentials of the one before.
  public let roles: [Role]
  /// The names of the profiles that were followed, from the selected one to the one that holds the base.
  public let profiles: [String]

  /// Where the first credentials of a chain come from.
  public enum Base: Sendable, Hashable {
    /// Keys that stand in the files.
    case staticKeys(Credentials)
    /// What `credential_source` names.
    case named(NamedSource)
    /// A role taken on with the token in a file.
    case webIdentity(WebIdentity)
    /// IAM Identity Center.
    case singleSignOn(SingleSignOn)
    /// A console login, by `login_session`.
    case login(Login)
    /// A program, by `credential_process`.
    case process(commandLine: String, accountId: String?)
  }

  /// The values of `credential_source`, compared without regard to case.
  public enum NamedSource: String, Sendable, Hashable, CaseIterable {
    /// The environment variables.
    case environment = "Environment"
    /// The instance metadata service.
    case instanceMetadata = "Ec2InstanceMetadata"
    /// The container credentials of ECS or EKS.
    case container = "EcsContainer"
  }

  /// A role to take on with other credentials.
  public struct Role: Sendable, Hashable {
    /// The profile that names the role.
    public var profile: String
    /// The role's ARN.
    public var roleArn: String
    /// The session's name; `nil` for a generated one.
    public var sessionName: String?
    /// The external id that the role's trust policy asks for.
    public var externalId: String?
    /// How long the session lasts, in whole seconds; `nil` for the service's default.
    public var durationSeconds: Int?
    /// The serial number or ARN of the MFA device whose code is needed.
    public var mfaSerial: String?
  }

  /// A role to assume with a token from another issuer.
  public struct WebIdentity: Sendable, Hashable {
    /// The role's ARN.
    public var roleArn: String
    /// The path of the file that holds the token.
    public var tokenFile: String
    /// The session's name; `nil` for a generated one.
    public var sessionName: String?
    /// How long the session lasts, in whole seconds; `nil` for the service's default.
    public var durationSeconds: Int?

    /// Describes a role and where its token is.
    public init(roleArn: String, tokenFile: String, sessionName: String? = nil, durationSeconds: Int? = nil) {
      self.roleArn = roleArn
      self.tokenFile = tokenFile
      self.sessionName = sessionName
      self.durationSeconds = durationSeconds
    }
  }

  /// A role of IAM Identity Center.
  public struct SingleSignOn: Sendable, Hashable {
    /// The name of the `[sso-session]`; `nil` for a profile that holds everything itself, the older form.
    public var sessionName: String?
    /// The region of the Identity Center.
    public var region: String
    /// The start URL.
    public var startURL: String
    /// The account; `nil` if the profile does not name one, and then no credentials can be had.
    public var accountId: String?
    /// The name of the role; `nil` if the profile does not name one, and then no credentials can be had.
    public var roleName: String?

    /// Describes a role of IAM Identity Center.
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

  /// A console login.
  public struct Login: Sendable, Hashable {
    /// The value of `login_session`, an ARN.
    public var session: String
    /// The region of the profile, if it names one.
    public var region: String?

    /// Describes a console login.
    public init(session: String, region: String? = nil) {
      self.session = session
      self.region = region
    }
  }
}
