#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A login at the AWS console, as `aws login` stores it: credentials, and what is needed to get new ones.
public struct EmulatedConsoleLogin: Sendable, Hashable {
  /// The ARN of the user, which is the value of `login_session` in a profile.
  public let session: String
  /// The credentials that were issued when the user logged in.
  public let credentials: EmulatedIssuedCredentials
  let accountId: String
  let clientId: String
  let refreshToken: String
  let proofKey: String

  /// The content of the file that `aws login` writes into `~/.aws/login/cache`. The file's name is the SHA-256 of
  /// ``session`` in hexadecimal, followed by `.json` (AWS SDKs and Tools reference guide, "Login credentials
  /// provider").
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

  /// The reason why no new credentials are issued for a console login any more.
  public enum Ending: String, Sendable, Hashable {
    /// The session has reached its maximum duration.
    case sessionEnded = "TOKEN_EXPIRED"
    /// The user has changed the password.
    case passwordChanged = "USER_CREDENTIALS_CHANGED"
    /// The user lacks the permission `signin:CreateOAuth2Token`.
    case notPermitted = "INSUFFICIENT_PERMISSIONS"
  }
}

extension EmulatedConsoleLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the session, the access key id and the expiration of the credentials. Secrets and tokens are left out.
  public var description: String { "ConsoleLogin(\(session), \(credentials))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the session and the credentials. Tokens are left out.
  public var customMirror: Mirror { Mirror(self, children: ["session": session, "credentials": credentials]) }
}
