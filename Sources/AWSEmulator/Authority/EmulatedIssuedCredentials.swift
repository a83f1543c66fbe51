#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Credentials that the emulator has issued. No other service accepts them.
public struct EmulatedIssuedCredentials: Sendable, Hashable {
  /// The access key id. It begins with `ASIA`, as those of temporary credentials do.
  public let accessKeyId: String
  /// The secret access key that belongs to the access key id.
  public let secretAccessKey: String
  /// The session token, which every request has to carry and sign.
  public let sessionToken: String
  /// When the credentials expire, on the emulator's clock.
  public let expiration: Date
  /// The ARN of the assumed role's session.
  public let arn: String
}

extension EmulatedIssuedCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The access key id and the expiration; secret key and token are left out.
  public var description: String {
    "IssuedCredentials(\(accessKeyId), expires \(CivilTime(expiration).iso8601(withMilliseconds: true)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows the secret and the token as redacted.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "accessKeyId": accessKeyId, "secretAccessKey": "<redacted>", "sessionToken": "<redacted>",
        "expiration": expiration, "arn": arn,
      ])
  }
}

/// With which error revoked credentials are refused.
public enum EmulatedCredentialRevocation: Sendable, Hashable {
  /// As if they had expired: `ExpiredToken`.
  case expired
  /// As if they had never been issued: `InvalidToken`, `InvalidClientTokenId`.
  case invalid
}
