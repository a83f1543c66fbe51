public import AWSCredentials
import AWSRuntime

/// Session credentials for a long-lived key (GetSessionToken), with MFA if need be.
public struct SessionTokenCredentialProvider: CredentialProvider {
  /// `session token`.
  public let name = "session token"
  /// An outage of STS must not take running clients down.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  private let duration: Duration?
  let mfaSerial: String?
  private let tokenCode: CredentialProviderContext.TokenCodeProvider?

  /// Makes a provider.
  ///
  /// - Parameters:
  ///   - client: The client, which signs with the long-lived key.
  ///   - duration: How long sessions last, in whole seconds; `nil` for the service's default.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code is asked for at each fetch.
  ///   - tokenCode: Asks for the code.
  public init(
    client: STSClient, duration: Duration? = nil, mfaSerial: String? = nil,
    tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) {
    self.client = client
    self.duration = duration
    self.mfaSerial = mfaSerial
    self.tokenCode = tokenCode
  }

  /// Opens a session.
  ///
  /// - Throws: `CredentialError`, with the code `rejected` if the key may not open one.
  public func credentials() async throws(CredentialError) -> Credentials {
    var code: String?
    if let mfaSerial { code = try await MFACode.ask(tokenCode, serial: mfaSerial, provider: name) }
    do {
      return try await client.getSessionToken(duration: duration, mfaSerial: mfaSerial, tokenCode: code, provider: name)
        .credentials
    } catch {
      throw STSFailure.error(error, provider: name, secrets: [code].compactMap(\.self))
    }
  }
}
