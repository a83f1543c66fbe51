public import AWSCredentials

extension ProfileSource {
  /// The files and whether they exist, the profile and who chose it, and the steps by which it gets its credentials.
  public func inspection() -> SourceInspection {
    let files = SharedConfigurationFiles(environment: context.environment, platform: context.platform)
    return .profile(profile, files: files, store: context.configurationStore)
  }
}

extension WebIdentitySource {
  /// The variables or the profile's settings, the role and the token file.
  public func inspection() -> SourceInspection {
    if let settings {
      let file = SourceInspection.file(settings.tokenFile, in: context.fileSystem)
      return SourceInspection(.configured, looked: ["token in \(file)", "role \(settings.roleArn)"])
    }
    var looked = [Self.tokenFileVariable, Self.roleVariable].map {
      SourceInspection.variable($0, in: context.environment)
    }
    guard let path = context.environment[Self.tokenFileVariable] else {
      return SourceInspection(.notConfigured, looked: looked)
    }
    looked.append("token in " + SourceInspection.file(path, in: context.fileSystem))
    if let role = context.environment[Self.roleVariable] { looked.append("role \(role)") }
    return SourceInspection(.configured, looked: looked)
  }
}

extension AssumeRoleSource {
  /// The role and the MFA device.
  public func inspection() -> SourceInspection {
    SourceInspection(
      .configured,
      looked: ["role \(role.roleArn)"] + (role.mfaSerial.map { ["a code of the MFA device \($0)"] } ?? []))
  }
}

extension SAMLSource {
  /// The role and the SAML provider.
  public func inspection() -> SourceInspection {
    SourceInspection(.configured, looked: ["role \(identity.roleArn)", "provider \(identity.principalArn)"])
  }
}

extension SessionTokenSource {
  /// The MFA device, if there is one.
  public func inspection() -> SourceInspection {
    SourceInspection(.configured, looked: mfaSerial.map { ["a code of the MFA device \($0)"] } ?? [])
  }
}

extension SSOSource {
  /// The start URL, account, role, and the file that holds the login's token.
  public func inspection() -> SourceInspection {
    var looked = ["\(ProfileChain.Base.singleSignOn(settings))"]
    if let keeper { looked.append("token in \(keeper.location)") }
    return SourceInspection(.configured, looked: looked)
  }
}

extension LoginSource {
  /// The session and the file that holds the login.
  public func inspection() -> SourceInspection {
    SourceInspection(.configured, looked: [name] + (keeper.map { ["login in \($0.location)"] } ?? []))
  }
}
