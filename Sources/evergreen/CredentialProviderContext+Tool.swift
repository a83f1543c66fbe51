import AWSCore
import AWSCredentials
import AWSIdentity

extension CredentialProviderContext {
  /// The surroundings of this process, with somebody in front of it: a `credential_process` gets the terminal, the code of an
  /// MFA device is asked for, and there is time to type it.
  static var tool: CredentialProviderContext {
    var context = CredentialProviderContext.process
    context.processRunner = SystemProcessRunner(terminal: .shared)
    context.providerTimeout = RefreshPolicy.tool.providerTimeout
    if TerminalQuestion.canAsk {
      context.tokenCode = { serial in
        try await TerminalQuestion("MFA code for \(serial.printable()): ").ask()
      }
    }
    return context
  }
}

extension RefreshPolicy {
  /// Providers that may ask a person get ten minutes.
  static let tool = RefreshPolicy(providerTimeout: .seconds(600))
}
