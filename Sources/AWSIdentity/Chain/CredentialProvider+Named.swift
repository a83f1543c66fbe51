public import AWSCredentials

extension CredentialProvider where Self == CredentialChain {
  /// The default chain of an AWS SDK in this process, see `CredentialChain.standard(profile:in:)`.
  ///
  /// To share the process's credentials, use ``AWSCredentials/CredentialCache/shared``: one cache over this chain.
  public static var `default`: CredentialChain { .standard() }

  /// The default chain of an AWS SDK, see `CredentialChain.standard(profile:in:)`.
  ///
  /// - Parameter context: Environment, files, network and clock.
  public static func `default`(in context: CredentialProviderContext) -> CredentialChain { .standard(in: context) }
}

extension CredentialProvider where Self == ProfileCredentialProvider {
  /// The credentials of a profile of the shared config and credentials files, whatever kind they are.
  ///
  /// ```swift
  /// let credentials = CredentialCache(provider: .profile("dev"))
  /// ```
  ///
  /// - Parameters:
  ///   - name: The profile's name.
  ///   - context: Environment, files, network and clock; by default the process's.
  public static func profile(
    _ name: String, in context: CredentialProviderContext = .process
  ) -> ProfileCredentialProvider {
    ProfileCredentialProvider(profile: name, context: context)
  }
}

extension CredentialProvider where Self == InstanceMetadataCredentialProvider {
  /// The credentials of the role of the EC2 instance that this process runs on.
  public static var instanceMetadata: InstanceMetadataCredentialProvider { InstanceMetadataCredentialProvider() }

  /// The credentials of the role of an EC2 instance.
  ///
  /// - Parameter context: Environment, files, network and clock.
  public static func instanceMetadata(in context: CredentialProviderContext) -> InstanceMetadataCredentialProvider {
    InstanceMetadataCredentialProvider(context: context)
  }
}

extension CredentialProvider where Self == ContainerCredentialProvider {
  /// The credentials of the ECS task or EKS pod that this process runs in.
  public static var container: ContainerCredentialProvider { ContainerCredentialProvider() }

  /// The credentials of an ECS task or EKS pod.
  ///
  /// - Parameter context: Environment, files, network and clock.
  public static func container(in context: CredentialProviderContext) -> ContainerCredentialProvider {
    ContainerCredentialProvider(context: context)
  }
}

extension CredentialProvider where Self == WebIdentityCredentialProvider {
  /// The role and token file that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` name, as in EKS service accounts.
  public static var webIdentity: WebIdentityCredentialProvider { WebIdentityCredentialProvider() }

  /// The role and token file that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` of a context name.
  ///
  /// - Parameter context: Environment, files, network and clock.
  public static func webIdentity(in context: CredentialProviderContext) -> WebIdentityCredentialProvider {
    WebIdentityCredentialProvider(context: context)
  }

  /// A role that is assumed with the OpenID Connect token in a file.
  ///
  /// - Parameters:
  ///   - roleArn: The role's ARN.
  ///   - tokenFile: The path of the file, which is read at each fetch.
  ///   - sessionName: The session's name; `nil` for a generated one.
  ///   - context: Environment, files, network and clock; by default the process's.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil, in context: CredentialProviderContext = .process
  ) -> WebIdentityCredentialProvider {
    WebIdentityCredentialProvider(
      ProfileChain.WebIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName), context: context)
  }
}

extension CredentialProvider where Self == SSOCredentialProvider {
  /// A role of IAM Identity Center, for a user who has logged in with `aws sso login`.
  ///
  /// For a role that a profile describes, use ``profile(_:in:)``.
  ///
  /// - Parameters:
  ///   - startURL: The start URL of the access portal.
  ///   - region: The region of the Identity Center.
  ///   - accountId: The account.
  ///   - roleName: The name of the role.
  ///   - session: The name of the `[sso-session]` that the user has logged in to; `nil` if the login is one without a
  ///     session, the older form.
  ///   - context: Environment, files, network and clock; by default the process's.
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
  /// A role that is assumed with other credentials.
  ///
  /// ```swift
  /// let role = CredentialCache(provider: .assumeRole("arn:aws:iam::123456789012:role/reader", using: .instanceMetadata))
  /// ```
  ///
  /// - Parameters:
  ///   - roleArn: The role's ARN.
  ///   - sessionName: The session's name; `nil` for a generated one.
  ///   - externalId: The external id that the role's trust policy asks for.
  ///   - duration: How long a session lasts, in whole seconds; `nil` for the service's default, an hour.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code the role's trust policy asks for.
  ///   - credentials: Where the credentials come from to assume it with. They are cached.
  ///   - context: Environment, files, network and clock; by default the process's.
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
  /// The credentials that a program prints, in the form that the AWS SDKs ask of a `credential_process`.
  ///
  /// - Parameters:
  ///   - commandLine: The program and its arguments. No shell is started; see ``ProcessCredentialProvider``.
  ///   - context: Its process runner runs the program; by default the process's context.
  public static func process(
    _ commandLine: String, in context: CredentialProviderContext = .process
  ) -> ProcessCredentialProvider {
    ProcessCredentialProvider(commandLine: commandLine, context: context)
  }
}
