#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A role that IAM Identity Center has assigned to a user.
public struct EmulatedSSORoleAssignment: Sendable, Hashable {
  /// The id of the account that the role is in.
  public var accountId: String
  /// The name of the permission set, which is what `sso_role_name` says.
  public var roleName: String

  /// Makes the assignment of a role in an account.
  public init(accountId: String, roleName: String) {
    self.accountId = accountId
    self.roleName = roleName
  }
}

/// What `aws sso login` stores: a token for the access portal, and what is needed to refresh it.
public struct EmulatedSSOLogin: Sendable, Hashable {
  /// The start URL of the access portal, for `sso_start_url`.
  public let startURL: String
  /// The region of IAM Identity Center, for `sso_region`.
  public let region: String
  /// The token that the access portal accepts.
  public let accessToken: String
  /// When the token expires on the emulator's clock.
  public let expiration: Date
  /// The id of the registered OIDC client. It identifies the login.
  public let clientId: String
  /// The secret of the OIDC client that is registered for the login.
  public let clientSecret: String
  /// The token with which a new access token can be had.
  public let refreshToken: String
  /// When the registration of the client expires.
  public let registrationExpiration: Date

  /// The file that `aws sso login` writes into `~/.aws/sso/cache`. Its name is the SHA-1 of the session's name, in
  /// hexadecimal, and `.json` (AWS SDKs and Tools reference guide, "IAM Identity Center credential provider").
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
  /// The start URL and the expiration; tokens are left out.
  public var description: String {
    "SSOLogin(\(startURL), expires \(CivilTime(expiration).iso8601(withMilliseconds: false)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows no token.
  public var customMirror: Mirror { Mirror(self, children: ["startURL": startURL, "expiration": expiration]) }
}
