public import AWSCredentials
public import AWSIdentity

/// What `ElasticClient(credentials:)` takes: a `CredentialSource` such as `.profile("dev")`, or a `CredentialCache` that
/// several clients share.
///
/// ```swift
/// let es = try await ElasticClient("search-books.eu-west-1.es.amazonaws.com", credentials: .profile("dev"))
/// ```
///
/// The sources are members of this protocol too, so that a file which imports only this module can name them.
public protocol ElasticCredentialSource: Sendable {
  /// The source.
  var credentialSource: CredentialSource { get }
}

extension CredentialSource: ElasticCredentialSource {}
extension CredentialCache: ElasticCredentialSource {}

extension ElasticCredentialSource where Self == CredentialSource {
  /// The default chain of an AWS SDK: environment, profile, web identity, container, instance metadata.
  public static var `default`: CredentialSource { CredentialSource.default }
  /// The environment variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
  public static var environment: CredentialSource { CredentialSource.environment }
  /// No credentials: requests are sent without a signature.
  public static var anonymous: CredentialSource { CredentialSource.anonymous }
  /// The credentials of the role of the EC2 instance.
  public static var instanceMetadata: CredentialSource { CredentialSource.instanceMetadata }
  /// The credentials of the ECS task or EKS pod.
  public static var container: CredentialSource { CredentialSource.container }
  /// The role and token file that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` name.
  public static var webIdentity: CredentialSource { CredentialSource.webIdentity }

  /// Credentials that the program has.
  public static func `static`(_ credentials: Credentials) -> CredentialSource { CredentialSource.static(credentials) }

  /// Credentials that the program has, without an expiration; `sessionToken` is `nil` for long-term credentials.
  public static func `static`(
    accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil
  ) -> CredentialSource {
    CredentialSource.static(accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
  }

  /// The credentials of a profile of the shared config and credentials files, whatever kind they are.
  public static func profile(_ name: String) -> CredentialSource { CredentialSource.profile(name) }

  /// A role that is assumed with the OpenID Connect token in a file; see `CredentialSource`.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil
  ) -> CredentialSource {
    CredentialSource.webIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName)
  }

  /// A role of IAM Identity Center, for a user who has logged in with `aws sso login`; see `CredentialSource`.
  public static func sso(
    startURL: String, region: String, accountId: String, roleName: String, session: String? = nil
  ) -> CredentialSource {
    CredentialSource.sso(
      startURL: startURL, region: region, accountId: accountId, roleName: roleName, session: session)
  }

  /// A role that is assumed with other credentials; see `CredentialSource`.
  public static func assumeRole(
    _ roleArn: String, sessionName: String? = nil, externalId: String? = nil, duration: Duration? = nil,
    mfaSerial: String? = nil, using credentials: any ElasticCredentialSource = .default
  ) -> CredentialSource {
    CredentialSource.assumeRole(
      roleArn, sessionName: sessionName, externalId: externalId, duration: duration, mfaSerial: mfaSerial,
      using: credentials.credentialSource)
  }

  /// The credentials that a program prints, in the form that the AWS SDKs ask of a `credential_process`.
  public static func process(_ commandLine: String) -> CredentialSource { CredentialSource.process(commandLine) }

  /// A provider of the program's own.
  public static func provider(_ provider: any CredentialProvider) -> CredentialSource {
    CredentialSource.provider(provider)
  }
}
