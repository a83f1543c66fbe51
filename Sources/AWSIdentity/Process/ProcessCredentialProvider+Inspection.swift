import AWSCore
public import AWSCredentials

extension ProcessCredentialProvider {
  /// Reports what the provider would use, without running the program: the profile and the path of the program. The
  /// program's arguments are left out, because they may contain secrets.
  public func inspection() -> ProviderInspection {
    let program = (try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark
    return ProviderInspection(.configured, looked: (profile.map { ["profile '\($0)'"] } ?? []) + ["program \(program)"])
  }
}
