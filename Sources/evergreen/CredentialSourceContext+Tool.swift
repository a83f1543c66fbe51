import AWSCredentials
import AWSIdentity

extension CredentialSourceContext {
  /// The surroundings of this process, with somebody in front of it: a `credential_process` gets the terminal, the code of an
  /// MFA device is asked for, and there is time to answer.
  static var tool: CredentialSourceContext {
    var context = CredentialSourceContext.process
    context.processRunner = SystemProcessRunner(terminal: .shared)
    context.sourceTimeout = RefreshPolicy.tool.sourceTimeout
    if TerminalQuestion.canAsk {
      context.tokenCode = { serial in
        try await TerminalQuestion("MFA code for \(serial.printable()): ").answer()
      }
    }
    return context
  }
}

extension RefreshPolicy {
  /// Sources that may ask a person get ten minutes.
  static let tool = RefreshPolicy(sourceTimeout: .seconds(600))
}
