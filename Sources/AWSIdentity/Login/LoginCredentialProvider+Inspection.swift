public import AWSCredentials

extension LoginCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the login's session, and the path of the file
  /// that caches the login.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: [name] + (keeper.map { ["login in \($0.location)"] } ?? []))
  }
}
