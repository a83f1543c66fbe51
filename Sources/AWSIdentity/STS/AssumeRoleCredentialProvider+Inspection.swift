public import AWSCredentials

extension AssumeRoleCredentialProvider {
  /// Reports what the provider would use, without fetching credentials: the role, and the MFA device if a code of one
  /// is needed.
  public func inspection() -> ProviderInspection {
    ProviderInspection(
      .configured,
      looked: ["role \(role.roleArn)"] + (role.mfaSerial.map { ["a code of the MFA device \($0)"] } ?? []))
  }
}
