public import AWSCredentials

extension SessionTokenCredentialProvider {
  /// The MFA device, if there is one.
  public func inspection() -> ProviderInspection {
    ProviderInspection(.configured, looked: mfaSerial.map { ["a code of the MFA device \($0)"] } ?? [])
  }
}
