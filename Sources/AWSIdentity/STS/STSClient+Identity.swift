import AWSCore
import AWSCredentials
import AWSRuntime

extension STSClient {
  /// Who the credentials belong to.
  public struct CallerIdentity: Sendable, Hashable {
    /// The account's number.
    public let account: String
    /// The ARN of the user or of the assumed role's session.
    public let arn: String
    /// The unique id of the user or of the assumed role's session.
    public let userId: String
  }

  /// Asks who the credentials belong to. It needs no permission.
  ///
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func getCallerIdentity() async throws -> CallerIdentity {
    let response = try await call("GetCallerIdentity", STSParameters())
    let result = response.root["GetCallerIdentityResult"]
    guard let account = result?.text("Account"), let arn = result?.text("Arn"), let userId = result?.text("UserId")
    else { throw invalid("GetCallerIdentity", "The response does not say whose the credentials are.") }
    return CallerIdentity(account: account, arn: arn, userId: userId)
  }

  /// Opens a session for the user whose long-lived key signs, for example after MFA.
  ///
  /// - Parameters:
  ///   - duration: How long it lasts, in whole seconds; `nil` for the service's default, 12 hours.
  ///   - mfaSerial: The serial number or ARN of the user's MFA device.
  ///   - tokenCode: The device's current code.
  ///   - provider: The name the credentials carry as their provider.
  /// - Returns: The session.
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func getSessionToken(
    duration: Duration? = nil, mfaSerial: String? = nil, tokenCode: String? = nil, provider: String = "session token"
  ) async throws -> Session {
    var parameters = STSParameters()
    parameters.add("DurationSeconds", seconds: duration)
    parameters.add("SerialNumber", mfaSerial)
    parameters.add("TokenCode", tokenCode)
    return try session("GetSessionToken", try await call("GetSessionToken", parameters), provider: provider)
  }
}
