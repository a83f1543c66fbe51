#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `aws login` stores: the credentials of a console session, and the tokens to refresh them with.
public struct EmulatedConsoleLogin: Sendable, Hashable {
  /// The ARN of the user, for `login_session`.
  public let session: String
  /// The credentials that the login has now.
  public let credentials: EmulatedIssuedCredentials
  let accountId: String
  let clientId: String
  let refreshToken: String
  let proofKey: String

  /// The file that `aws login` writes into `~/.aws/login/cache`. Its name is the SHA-256 of ``session``, in hexadecimal,
  /// and `.json` (AWS SDKs and Tools reference guide, "Login credentials provider").
  public var tokenFile: String {
    JSON.object([
      (
        "accessToken",
        .object([
          ("accessKeyId", .string(credentials.accessKeyId)), ("secretAccessKey", .string(credentials.secretAccessKey)),
          ("sessionToken", .string(credentials.sessionToken)), ("accountId", .string(accountId)),
          ("expiresAt", .string(ExpirationText.text(credentials.expiration))),
        ])
      ),
      ("tokenType", .string("aws_sigv4")), ("clientId", .string(clientId)), ("refreshToken", .string(refreshToken)),
      ("idToken", .string("emulated")), ("dpopKey", .string(proofKey)),
    ]).text
  }

  /// Why a console session cannot be refreshed any more.
  public enum Ending: String, Sendable, Hashable {
    /// The session has lasted as long as it may.
    case sessionEnded = "TOKEN_EXPIRED"
    /// The user has another password now.
    case passwordChanged = "USER_CREDENTIALS_CHANGED"
    /// The user may not call `signin:CreateOAuth2Token`.
    case notPermitted = "INSUFFICIENT_PERMISSIONS"
  }
}

extension EmulatedConsoleLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The session and the credentials' description; tokens are left out.
  public var description: String { "ConsoleLogin(\(session), \(credentials))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows no token.
  public var customMirror: Mirror { Mirror(self, children: ["session": session, "credentials": credentials]) }
}
