public import AWSCredentials

extension ProfileCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the config and credentials files and whether
  /// they exist, the profile and how it was selected, and the steps by which the profile gets its credentials.
  public func inspection() -> ProviderInspection {
    .profile(in: context) { configuration throws(CredentialError) in
      steps(of: try ProfileChain(profile: context.profile, configuration: configuration))
    }
  }

  private func steps(of chain: ProfileChain) -> [String] {
    var steps: [String] = []
    if chain.profiles.count > 1 { steps.append("profiles " + chain.profiles.joined(separator: " → ")) }
    steps.append("\(chain.base)")
    if case .webIdentity(let identity) = chain.base {
      steps.append(ProviderInspection.file(identity.tokenFile, in: context.fileSystem))
    }
    return steps
      + chain.roles.map { role in
        "role \(role.roleArn)" + (role.mfaSerial.map { " with a code of \($0)" } ?? "")
      }
  }
}
