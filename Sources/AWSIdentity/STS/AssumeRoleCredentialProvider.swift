import AWSCore
public import AWSCredentials
import AWSRuntime

/// Provides the credentials of a role that is assumed with other credentials (`AssumeRole`).
///
/// If the role needs the code of an MFA device, the user is asked for a code each time credentials are fetched, and so
/// at each refresh. Without a user to ask, the credentials cannot be refreshed, and the provider reports that as an
/// error.
public struct AssumeRoleCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `assume role`, followed by the role's ARN.
  public let name: String
  /// Expired credentials are used while STS cannot be reached, so that an outage does not stop running clients.
  public let staleness = StalenessPolicy.mayServeStale
  /// Returns the client to call STS with; throws if a setting of it cannot be used.
  private let client: @Sendable () throws(CredentialError) -> STSClient
  let role: STSClient.AssumeRoleInput
  private let tokenCode: CredentialProviderContext.TokenCodeProvider?

  /// Makes a provider that assumes a role.
  ///
  /// - Parameters:
  ///   - role: The role to assume, and the parameters of its session.
  ///   - client: The STS client. Its credentials must be allowed to assume the role.
  ///   - tokenCode: Asks the user for the code of the role's MFA device; `nil` if there is no user to ask.
  public init(
    role: STSClient.AssumeRoleInput, client: STSClient, tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) {
    self.role = role
    self.client = { client }
    self.tokenCode = tokenCode
    name = "assume role \(role.roleArn.oneLine())"
  }

  /// Makes a provider that calls STS at the endpoint that environment and profile configure (region, endpoint, FIPS and
  /// dual-stack).
  ///
  /// These settings are read each time credentials are fetched. If a setting is not valid, the fetch fails.
  ///
  /// - Parameters:
  ///   - role: The role to assume, and the parameters of its session.
  ///   - credentials: The credentials that the role is assumed with.
  ///   - context: The environment, files, transport, clock, logger, and the function that asks for MFA codes.
  public init(
    role: STSClient.AssumeRoleInput, credentials: CredentialCache, context: CredentialProviderContext = .process
  ) {
    let name = "assume role \(role.roleArn.oneLine())"
    self.name = name
    self.role = role
    client = { () throws(CredentialError) in
      try STSAccess(provider: name, context: context).client(credentials: credentials)
    }
    tokenCode = context.tokenCode
  }

  /// Assumes the role and returns the credentials of the new session.
  ///
  /// - Throws: `CredentialError`. Its code is `rejected` if STS does not permit to assume the role.
  public func credentials() async throws(CredentialError) -> Credentials {
    var role = role
    let client = try client()
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
