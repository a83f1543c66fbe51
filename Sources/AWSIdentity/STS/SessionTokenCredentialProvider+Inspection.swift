public import AWSCredentials

extension SessionTokenCredentialProvider {
  /// The MFA device, if one is used.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: mfaSerial.map { ["a code of the MFA device \($0)"] } ?? [])
  }
}
