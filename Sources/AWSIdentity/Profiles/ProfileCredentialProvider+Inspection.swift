public import AWSCredentials

extension ProfileCredentialProvider {
  /// The files and whether they exist, the profile and who chose it, and the steps by which it gets its credentials.
  public func inspection() -> ProviderInspection {
    let files = SharedConfigurationFiles(environment: context.environment, platform: context.platform)
    return .profile(profile, files: files, store: context.configurationStore)
  }
}
