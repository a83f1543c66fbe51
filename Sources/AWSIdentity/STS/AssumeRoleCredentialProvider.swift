import AWSCore
public import AWSCredentials
import AWSRuntime

/// The credentials of a role, taken on with other credentials.
///
/// If the role asks for the code of an MFA device, the code is asked for at each fetch, so also at each refresh; where
/// there is no user to ask, such credentials cannot be refreshed and the provider reports that.
public struct AssumeRoleCredentialProvider: CredentialProvider {
  /// `assume role`, and the role's ARN.
  public let name: String
  /// An outage of STS must not take running clients down.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  let role: STSClient.AssumeRoleInput
  private let tokenCode: CredentialProviderContext.TokenCodeProvider?

  /// Makes a provider.
  ///
  /// - Parameters:
  ///   - role: Which role to take on, and how.
  ///   - client: The client to do it with; its credentials must be allowed to.
  ///   - tokenCode: Asks for the code of the role's MFA device, if it has one.
  public init(
    role: STSClient.AssumeRoleInput, client: STSClient, tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) {
    self.role = role
    self.client = client
    self.tokenCode = tokenCode
    name = "assume role \(role.roleArn.oneLine())"
  }

  /// Takes on the role anew.
  ///
  /// - Throws: `CredentialError`, with the code `rejected` if the role may not be assumed.
  public func credentials() async throws(CredentialError) -> Credentials {
    var role = role
    if let serial = role.mfaSerial, role.tokenCode == nil {
      role.tokenCode = try await MFACode.ask(tokenCode, serial: serial, provider: name)
    }
    do {
      return try await client.assumeRole(role, provider: name).credentials
    } catch {
      throw STSFailure.error(error, provider: name, secrets: [role.tokenCode].compactMap(\.self))
    }
  }
}

/// Asks for the code of an MFA device.
enum MFACode {
  static func ask(
    _ tokenCode: CredentialProviderContext.TokenCodeProvider?, serial: String, provider: String
  ) async throws(CredentialError) -> String {
    guard let tokenCode else {
      throw CredentialError(
        .invalidConfiguration, provider: provider,
        message:
          "The code of the MFA device \(serial.printable()) (mfa_serial) is needed and nobody can be asked for it; "
          + "run the `evergreen` tool on a terminal, give the chain a `tokenCode` closure, or use a role that asks for none."
      )
    }
    let code: String
    do {
      code = try await tokenCode(serial).trimmingASCIIWhitespace()
    } catch {
      let isCancelled = error is CancellationError
      throw CredentialError(
        isCancelled ? .cancelled : .failed, provider: provider,
        message: "Nobody gave the code of the MFA device \(serial.oneLine()).", cause: error)
    }
    guard code.utf8.count == 6, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw CredentialError(
        .failed, provider: provider,
        message: "What was given as the code of the MFA device \(serial.oneLine()) is not six digits."
      )
    }
    return code
  }
}
