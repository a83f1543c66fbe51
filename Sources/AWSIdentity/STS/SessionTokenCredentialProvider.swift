public import AWSCredentials
import AWSRuntime

/// Provides session credentials for an IAM user's long-lived access key (`GetSessionToken`), optionally with MFA.
public struct SessionTokenCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `session token`.
  public let name = "session token"
  /// Expired credentials are used while STS cannot be reached, so that an outage does not stop running clients.
  public let staleness = StalenessPolicy.mayServeStale
  private let client: STSClient
  private let duration: Duration?
  let mfaSerial: String?
  private let tokenCode: CredentialProviderContext.TokenCodeProvider?

  /// Makes a provider that gets session credentials from STS.
  ///
  /// - Parameters:
  ///   - client: The STS client, which signs with the long-lived access key.
  ///   - duration: The duration of each session, in whole seconds; `nil` for the default of STS, 12 hours.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code is needed each time credentials are fetched;
  ///     `nil` for none.
  ///   - tokenCode: Asks the user for the code of the MFA device; `nil` if there is no user to ask.
  public init(
    client: STSClient, duration: Duration? = nil, mfaSerial: String? = nil,
    tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) {
    self.client = client
    self.duration = duration
    self.mfaSerial = mfaSerial
    self.tokenCode = tokenCode
  }

  /// Opens a session and returns its credentials.
  ///
  /// - Throws: `CredentialError`. Its code is `rejected` if STS does not permit the access key to open a session.
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
