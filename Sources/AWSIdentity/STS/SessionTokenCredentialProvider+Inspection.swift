public import AWSCredentials

extension SessionTokenCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the MFA device, if a code of one is needed.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: mfaSerial.map { ["a code of the MFA device \($0)"] } ?? [])
  }
}
