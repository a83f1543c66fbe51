public import AWSCredentials

extension SSOCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the start URL, the account, the role, and the
  /// path of the file that contains the login's token.
  public func inspection() -> ProviderInspection {
    var looked = ["\(ProfileChain.Base.singleSignOn(settings))"]
    if let keeper { looked.append("token in \(keeper.location)") }
    return ProviderInspection(.configured, looked: looked)
  }
}
