import AWSCore
import AWSCredentials
import AWSRuntime

extension STSClient {
  /// The identity that credentials belong to: an IAM user, the session of a role, or the root user of an account.
  public struct CallerIdentity: Sendable, Hashable {
    /// The id of the account that the credentials belong to.
    public let account: String
    /// The ARN of the identity, for example of an IAM user or of a role session.
    public let arn: String
    /// The unique id of the identity in AWS, for example `AIDACKCEVSQ6C2EXAMPLE` for an IAM user.
    public let userId: String
  }

  /// Returns the identity that the client's credentials belong to (`GetCallerIdentity`). The call needs no IAM
  /// permission.
  ///
  /// - Throws: `ServiceError` if the call fails; `CancellationError` if the task is cancelled.
  public func getCallerIdentity() async throws -> CallerIdentity {
    let response = try await call("GetCallerIdentity", STSParameters())
    let result = response.root["GetCallerIdentityResult"]
    guard let account = result?.text("Account"), let arn = result?.text("Arn"), let userId = result?.text("UserId")
    else { throw invalid("GetCallerIdentity", "The response does not say whose the credentials are.") }
    return CallerIdentity(account: account, arn: arn, userId: userId)
  }

  /// Opens a session for the IAM user whose long-lived access key the client signs with (`GetSessionToken`), for
  /// example to sign later requests as a user who has authenticated with MFA.
  ///
  /// - Parameters:
  ///   - duration: The duration of the session, in whole seconds; `nil` for the default of STS, 12 hours.
  ///   - mfaSerial: The serial number or ARN of the user's MFA device; `nil` for none.
  ///   - tokenCode: The current code that the MFA device shows; `nil` for none.
  ///   - provider: The name that the returned credentials give as their provider, for example in log messages.
  /// - Returns: The new session and its credentials.
  /// - Throws: `ServiceError` if the call fails; `CancellationError` if the task is cancelled.
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
