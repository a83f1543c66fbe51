public import AWSCredentials

extension SAMLCredentialProvider {
  /// The role, and the SAML provider in IAM.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: ["role \(identity.roleArn)", "provider \(identity.principalArn)"])
  }
}
