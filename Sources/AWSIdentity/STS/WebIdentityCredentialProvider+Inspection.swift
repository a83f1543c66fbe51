public import AWSCredentials

extension WebIdentityCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the environment variables or the profile's
  /// settings, the role, and the path of the token file.
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
