import AWSCore
public import AWSCredentials

extension ProcessCredentialProvider {
  /// The profile and the path of the program, without the program's arguments.
  public func inspection() -> ProviderInspection {
    let program = (try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark
    return ProviderInspection(.configured, looked: (profile.map { ["profile '\($0)'"] } ?? []) + ["program \(program)"])
  }
}
