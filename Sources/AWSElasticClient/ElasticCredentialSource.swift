public import AWSCredentials
public import AWSIdentity

/// The credentials that `ElasticClient(credentials:)` accepts: a `CredentialSource` such as `.profile("dev")`, or a
/// `CredentialCache` that several clients share.
///
/// ```swift
/// let es = try await ElasticClient("search-books.eu-west-1.es.amazonaws.com", credentials: .profile("dev"))
/// ```
///
/// The sources of `CredentialSource` are static members of this protocol too. So a file can write `.profile("dev")`
/// even if it imports only this module.
public protocol ElasticCredentialSource: Sendable {
  /// The source.
  var credentialSource: CredentialSource { get }
}

extension CredentialSource: ElasticCredentialSource {}
extension CredentialCache: ElasticCredentialSource {}

extension ElasticCredentialSource where Self == CredentialSource {
  /// The credentials that the default chain of an AWS SDK finds first, in the environment, a profile, a web identity, a
  /// container or the instance metadata.
  public static var `default`: CredentialSource { CredentialSource.default }
  /// The credentials in the environment variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
  public static var environment: CredentialSource { CredentialSource.environment }
  /// No credentials: requests are sent without a signature.
  public static var anonymous: CredentialSource { CredentialSource.anonymous }
  /// The credentials of the role of the EC2 instance on which the program runs, from the instance metadata service.
  public static var instanceMetadata: CredentialSource { CredentialSource.instanceMetadata }
  /// The credentials of the ECS task or the EKS pod in which the program runs.
  public static var container: CredentialSource { CredentialSource.container }
  /// The credentials of the role in `AWS_ROLE_ARN`, which is assumed with the token in the file that
  /// `AWS_WEB_IDENTITY_TOKEN_FILE` names.
  public static var webIdentity: CredentialSource { CredentialSource.webIdentity }

  /// Fixed credentials that the program passes.
  public static func `static`(_ credentials: Credentials) -> CredentialSource { CredentialSource.static(credentials) }

  /// Fixed credentials that the program passes as texts, without an expiration. `sessionToken` is `nil` for the
  /// long-term credentials of a user.
  public static func `static`(
    accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil
  ) -> CredentialSource {
    CredentialSource.static(accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
  }

  /// The credentials of a profile in the shared config and credentials files. The profile can have any kind: access
  /// keys, a role to assume, IAM Identity Center or a process.
  public static func profile(_ name: String) -> CredentialSource { CredentialSource.profile(name) }

  /// The credentials of a role that is assumed with the OpenID Connect token in a file. `CredentialSource` describes
  /// the parameters.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil
  ) -> CredentialSource {
    CredentialSource.webIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName)
  }

  /// The credentials of a role of IAM Identity Center, for a user who has logged in with `aws sso login`.
  /// `CredentialSource` describes the parameters.
  public static func sso(
    startURL: String, region: String, accountId: String, roleName: String, session: String? = nil
  ) -> CredentialSource {
    CredentialSource.sso(
      startURL: startURL, region: region, accountId: accountId, roleName: roleName, session: session)
  }

  /// The credentials of a role that is assumed with other credentials. `CredentialSource` describes the parameters.
  public static func assumeRole(
    _ roleArn: String, sessionName: String? = nil, externalId: String? = nil, duration: Duration? = nil,
    mfaSerial: String? = nil, using credentials: any ElasticCredentialSource = .default
  ) -> CredentialSource {
    CredentialSource.assumeRole(
      roleArn, sessionName: sessionName, externalId: externalId, duration: duration, mfaSerial: mfaSerial,
      using: credentials.credentialSource)
  }

  /// The credentials that another program prints, in the JSON format that the AWS SDKs define for the setting
  /// `credential_process`. The command line starts that program.
  public static func process(_ commandLine: String) -> CredentialSource { CredentialSource.process(commandLine) }

  /// The credentials of a provider that the program implements itself.
  public static func provider(_ provider: any CredentialProvider) -> CredentialSource {
    CredentialSource.provider(provider)
  }
}
