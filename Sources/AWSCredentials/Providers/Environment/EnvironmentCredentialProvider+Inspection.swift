extension EnvironmentCredentialProvider {
  /// Returns whether the provider is configured, and which of the environment variables that it reads are set.
  public func inspection() -> ProviderInspection {
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    let others = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID"]
    let isConfigured = keys.contains { environment[$0] != nil }
    let shown = keys + (isConfigured ? others.filter { environment[$0] != nil } : [])
    return ProviderInspection(
      isConfigured ? .configured : .notConfigured,
      looked: shown.map { ProviderInspection.variable($0, in: environment) })
  }
}
