public import AWSCredentials

extension CredentialProvider where Self == CredentialChain {
  /// The default chain of credential providers of an AWS SDK, with the environment and files of this process; see
  /// `CredentialChain.standard(profile:in:)`.
  ///
  /// To fetch the credentials once for the whole process, use ``AWSCredentials/CredentialCache/shared``, which is a
  /// cache of this chain's credentials.
  public static var `default`: CredentialChain { .standard() }

  /// The default chain of credential providers of an AWS SDK, with the environment and files of a context; see
  /// `CredentialChain.standard(profile:in:)`.
  ///
  /// - Parameter context: The environment, files, network and clock to use.
  public static func `default`(in context: CredentialProviderContext) -> CredentialChain { .standard(in: context) }
}

extension CredentialProvider where Self == ProfileCredentialProvider {
  /// Provides the credentials of a profile in the shared config and credentials files, whether the profile contains
  /// static keys or names a role, a login or a program.
  ///
  /// ```swift
  /// let credentials = CredentialCache(provider: .profile("dev"))
  /// ```
  ///
  /// - Parameters:
  ///   - name: The profile's name.
  ///   - context: The environment, files, network and clock to use; by default those of this process.
  public static func profile(
    _ name: String, in context: CredentialProviderContext = .process
  ) -> ProfileCredentialProvider {
    ProfileCredentialProvider(profile: name, context: context)
  }
}

extension CredentialProvider where Self == InstanceMetadataCredentialProvider {
  /// Provides the credentials of the EC2 instance that this process runs on: those of the instance's role.
  public static var instanceMetadata: InstanceMetadataCredentialProvider { InstanceMetadataCredentialProvider() }

  /// Provides the credentials of an EC2 instance's role, from the instance metadata service that a context leads to.
  ///
  /// - Parameter context: The environment, files, network and clock to use.
  public static func instanceMetadata(in context: CredentialProviderContext) -> InstanceMetadataCredentialProvider {
    InstanceMetadataCredentialProvider(context: context)
  }
}

extension CredentialProvider where Self == ContainerCredentialProvider {
  /// Provides the credentials of the ECS task or EKS pod that this process runs in.
  public static var container: ContainerCredentialProvider { ContainerCredentialProvider() }

  /// Provides the credentials of an ECS task or EKS pod, from the endpoint that a context's environment names.
  ///
  /// - Parameter context: The environment, files, network and clock to use.
  public static func container(in context: CredentialProviderContext) -> ContainerCredentialProvider {
    ContainerCredentialProvider(context: context)
  }
}

extension CredentialProvider where Self == WebIdentityCredentialProvider {
  /// Provides the credentials of the role that the environment variable `AWS_ROLE_ARN` names. The role is assumed with
  /// the token in the file that `AWS_WEB_IDENTITY_TOKEN_FILE` names, as in EKS service accounts.
  public static var webIdentity: WebIdentityCredentialProvider { WebIdentityCredentialProvider() }

  /// Provides the credentials of the role that the variable `AWS_ROLE_ARN` of a context's environment names. The role
  /// is assumed with the token in the file that `AWS_WEB_IDENTITY_TOKEN_FILE` names.
  ///
  /// - Parameter context: The environment, files, network and clock to use.
  public static func webIdentity(in context: CredentialProviderContext) -> WebIdentityCredentialProvider {
    WebIdentityCredentialProvider(context: context)
  }

  /// Provides the credentials of a role that is assumed with the OpenID Connect token in a file.
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role to assume.
  ///   - tokenFile: The path of the file that contains the token. The file is read each time credentials are fetched.
  ///   - sessionName: The name of the role session; `nil`, the default, for a generated name.
  ///   - context: The environment, files, network and clock to use; by default those of this process.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil, in context: CredentialProviderContext = .process
  ) -> WebIdentityCredentialProvider {
    WebIdentityCredentialProvider(
      ProfileChain.WebIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName), context: context)
  }
}

extension CredentialProvider where Self == SSOCredentialProvider {
  /// Provides the credentials of a role of IAM Identity Center, for a user who has logged in with `aws sso login`.
  ///
  /// If a profile describes the role, use ``profile(_:in:)``.
  ///
  /// - Parameters:
  ///   - startURL: The start URL of the access portal.
  ///   - region: The AWS region of IAM Identity Center.
  ///   - accountId: The id of the account that the role belongs to.
  ///   - roleName: The name of the role (permission set) in that account.
  ///   - session: The name of the `[sso-session]` section that the user has logged in with; `nil`, the default, for the
  ///     older form of login, which has no such section.
  ///   - context: The environment, files, network and clock to use; by default those of this process.
  public static func sso(
    startURL: String, region: String, accountId: String, roleName: String, session: String? = nil,
    in context: CredentialProviderContext = .process
  ) -> SSOCredentialProvider {
    SSOCredentialProvider(
      ProfileChain.SingleSignOn(
        sessionName: session, region: region, startURL: startURL, accountId: accountId, roleName: roleName),
      context: context)
  }
}

extension CredentialProvider where Self == AssumeRoleCredentialProvider {
  /// Provides the credentials of a role that is assumed with other credentials.
  ///
  /// ```swift
  /// let role = CredentialCache(provider: .assumeRole("arn:aws:iam::123456789012:role/reader", using: .instanceMetadata))
  /// ```
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role to assume.
  ///   - sessionName: The name of the role session; `nil`, the default, for a generated name.
  ///   - externalId: The external id that the role's trust policy requires; `nil`, the default, for none.
  ///   - duration: How long a session lasts; fractions of a second are dropped. `nil`, the default, for the default of
  ///     STS, an hour.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code the role's trust policy requires; `nil`, the
  ///     default, for none.
  ///   - credentials: The source of the credentials that the role is assumed with. These credentials are cached.
  ///   - context: The environment, files, network and clock to use; by default those of this process.
  public static func assumeRole(
    _ roleArn: String, sessionName: String? = nil, externalId: String? = nil, duration: Duration? = nil,
    mfaSerial: String? = nil, using credentials: CredentialSource = .default,
    in context: CredentialProviderContext? = nil
  ) -> AssumeRoleCredentialProvider {
    let place = context ?? .process
    return AssumeRoleCredentialProvider(
      role: STSClient.AssumeRoleInput(
        roleArn: roleArn, sessionName: sessionName ?? STSFailure.sessionName(place), duration: duration,
        externalId: externalId, mfaSerial: mfaSerial),
      credentials: credentials.cache(in: context), context: place)
  }
}

extension CredentialProvider where Self == ProcessCredentialProvider {
  /// Provides the credentials that a program prints, in the form that the AWS SDKs define for `credential_process`.
  ///
  /// - Parameters:
  ///   - commandLine: The program and its arguments. The program is run without a shell; see
  ///     ``ProcessCredentialProvider``.
  ///   - context: The context whose process runner runs the program; by default that of this process.
  public static func process(
    _ commandLine: String, in context: CredentialProviderContext = .process
  ) -> ProcessCredentialProvider {
    ProcessCredentialProvider(commandLine: commandLine, context: context)
  }
}
