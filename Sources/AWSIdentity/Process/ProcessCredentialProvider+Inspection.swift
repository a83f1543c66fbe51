import AWSCore
public import AWSCredentials

extension ProcessCredentialProvider {
  /// The profile and the program, without its arguments.
  public func inspection() -> ProviderInspection {
    let program = (try? CommandLineWords(commandLine))?.shownProgram ?? Redacted.mark
    return ProviderInspection(.configured, looked: ["profile '\(profile)'", "program \(program)"])
  }
}
