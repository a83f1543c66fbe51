public import AWSCredentials

extension AssumeRoleCredentialProvider {
  /// The role, and the MFA device if one is needed.
  public func inspection() -> ProviderInspection {
    ProviderInspection(
      .configured,
      looked: ["role \(role.roleArn)"] + (role.mfaSerial.map { ["a code of the MFA device \($0)"] } ?? []))
  }
}
