public import AWSCredentials

extension SAMLCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the role, and the SAML provider in IAM.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: ["role \(identity.roleArn)", "provider \(identity.principalArn)"])
  }
}
