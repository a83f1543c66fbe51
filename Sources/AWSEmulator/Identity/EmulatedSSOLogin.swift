#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A role that IAM Identity Center has assigned to a user.
public struct EmulatedSSORoleAssignment: Sendable, Hashable {
  /// The id of the account that the role is in.
  public var accountId: String
  /// The name of the permission set: the value of `sso_role_name` in a profile.
  public var roleName: String

  /// Makes the assignment of a role in an account.
  public init(accountId: String, roleName: String) {
    self.accountId = accountId
    self.roleName = roleName
  }
}

/// A login at IAM Identity Center, as `aws sso login` stores it: an access token for the access portal, and what is
/// needed to get a new one.
public struct EmulatedSSOLogin: Sendable, Hashable {
  /// The start URL of the access portal: the value of `sso_start_url` in a profile.
  public let startURL: String
  /// The region of IAM Identity Center: the value of `sso_region` in a profile.
  public let region: String
  /// The access token of the login, which the access portal accepts.
  public let accessToken: String
  /// When ``accessToken`` expires, according to the emulator's clock.
  public let expiration: Date
  /// The id of the OIDC client that was registered for this login. No other login has the same id.
  public let clientId: String
  /// The secret of the OIDC client that is registered for the login.
  public let clientSecret: String
  /// The token with which a new access token can be requested.
  public let refreshToken: String
  /// When the registration of the OIDC client expires, according to the emulator's clock.
  public let registrationExpiration: Date

  /// The content of the file that `aws sso login` writes into `~/.aws/sso/cache`. The file's name is the SHA-1 of the
  /// name of the `sso-session` in hexadecimal, followed by `.json` (AWS SDKs and Tools reference guide, "IAM Identity
  /// Center credential provider").
  public var tokenFile: String {
    JSON.object([
      ("startUrl", .string(startURL)), ("region", .string(region)), ("accessToken", .string(accessToken)),
      ("expiresAt", .string(CivilTime(expiration).iso8601(withMilliseconds: false))),
      ("clientId", .string(clientId)), ("clientSecret", .string(clientSecret)),
      ("registrationExpiresAt", .string(CivilTime(registrationExpiration).iso8601(withMilliseconds: false))),
      ("refreshToken", .string(refreshToken)),
    ]).text
  }
}

extension EmulatedSSOLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the start URL and the expiration. Tokens and the client secret are left out.
  public var description: String {
    "SSOLogin(\(startURL), expires \(CivilTime(expiration).iso8601(withMilliseconds: false)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the start URL and the expiration. Tokens and the client secret are left out.
  public var customMirror: Mirror { Mirror(self, children: ["startURL": startURL, "expiration": expiration]) }
}
