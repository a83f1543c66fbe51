public import AWSCredentials

extension LoginCredentialProvider {
  /// The session and the file that holds the login.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: [name] + (keeper.map { ["login in \($0.location)"] } ?? []))
  }
}
