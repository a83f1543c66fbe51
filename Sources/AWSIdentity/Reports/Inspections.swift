public import AWSCredentials

extension ProfileCredentialProvider {
  /// The files and whether they exist, the profile and who chose it, and the steps by which it gets its credentials.
  public func inspection() -> ProviderInspection {
    let files = SharedConfigurationFiles(environment: context.environment, platform: context.platform)
    return .profile(profile, files: files, store: context.configurationStore)
  }
}

extension WebIdentityCredentialProvider {
  /// The variables or the profile's settings, the role and the token file.
  public func inspection() -> ProviderInspection {
    if let settings {
      let file = ProviderInspection.file(settings.tokenFile, in: context.fileSystem)
      return ProviderInspection(.configured, looked: ["token in \(file)", "role \(settings.roleArn)"])
    }
    var looked = [Self.tokenFileVariable, Self.roleVariable].map {
      ProviderInspection.variable($0, in: context.environment)
    }
    guard let path = context.environment[Self.tokenFileVariable] else {
      return ProviderInspection(.notConfigured, looked: looked)
    }
    looked.append("token in " + ProviderInspection.file(path, in: context.fileSystem))
    if let role = context.environment[Self.roleVariable] { looked.append("role \(role)") }
    return ProviderInspection(.configured, looked: looked)
  }
}

extension AssumeRoleCredentialProvider {
  /// The role and the MFA device.
  public func inspection() -> ProviderInspection {
    ProviderInspection(
      .configured,
      looked: ["role \(role.roleArn)"] + (role.mfaSerial.map { ["a code of the MFA device \($0)"] } ?? []))
  }
}

extension SAMLCredentialProvider {
  /// The role and the SAML provider.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: ["role \(identity.roleArn)", "provider \(identity.principalArn)"])
  }
}

extension SessionTokenCredentialProvider {
  /// The MFA device, if there is one.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: mfaSerial.map { ["a code of the MFA device \($0)"] } ?? [])
  }
}

extension SSOCredentialProvider {
  /// The start URL, account, role, and the file that holds the login's token.
  public func inspection() -> ProviderInspection {
    var looked = ["\(ProfileChain.Base.singleSignOn(settings))"]
    if let keeper { looked.append("token in \(keeper.location)") }
    return ProviderInspection(.configured, looked: looked)
  }
}

extension LoginCredentialProvider {
  /// The session and the file that holds the login.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: [name] + (keeper.map { ["login in \($0.location)"] } ?? []))
  }
}
