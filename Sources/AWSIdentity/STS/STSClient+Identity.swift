import AWSCore
import AWSCredentials
import AWSRuntime

extension STSClient {
  /// The identity that credentials belong to: a user or a role session.
  public struct CallerIdentity: Sendable, Hashable {
    /// The id of the account that the credentials belong to.
    public let account: String
    /// The ARN of the user or of the assumed role's session.
    public let arn: String
    /// The unique id of the user or of the assumed role's session.
    public let userId: String
  }

  /// Returns the identity that the client's credentials belong to (`GetCallerIdentity`). The call needs no IAM
  /// permission.
  ///
  /// - Throws: `ServiceError`; `CancellationError` if the task is cancelled.
  public func getCallerIdentity() async throws -> CallerIdentity {
    let response = try await call("GetCallerIdentity", STSParameters())
    let result = response.root["GetCallerIdentityResult"]
    guard let account = result?.text("Account"), let arn = result?.text("Arn"), let userId = result?.text("UserId")
    else { throw invalid("GetCallerIdentity", "The response does not say whose the credentials are.") }
    return CallerIdentity(account: account, arn: arn, userId: userId)
  }

  /// Opens a session for the IAM user whose long-lived access key the client signs with (`GetSessionToken`), for
  /// example to use MFA.
  ///
  /// - Parameters:
  ///   - duration: The duration of the session, in whole seconds; `nil` for the default of STS, 12 hours.
  ///   - mfaSerial: The serial number or ARN of the user's MFA device; `nil` for none.
  ///   - tokenCode: The current code of the MFA device; `nil` for none.
  ///   - provider: The provider name that the returned credentials carry.
  /// - Returns: The new session and its credentials.
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
