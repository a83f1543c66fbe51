#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A key set that the emulator has issued. It is worth nothing anywhere else.
public struct EmulatedIssuedCredentials: Sendable, Hashable {
  /// The key id: `ASIA…` for a session.
  public let accessKeyId: String
  /// The secret access key that belongs to the access key id.
  public let secretAccessKey: String
  /// The session token, which every request has to carry and sign.
  public let sessionToken: String
  /// When the set is refused from, on the emulator's clock.
  public let expiration: Date
  /// The ARN of the assumed role's session.
  public let arn: String
}

extension EmulatedIssuedCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Key id and expiration; secret and token are left out.
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

/// How a revoked key set is refused.
public enum EmulatedCredentialRevocation: Sendable, Hashable {
  /// As if it had expired: `ExpiredToken`.
  case expired
  /// As if it had never been issued: `InvalidToken`, `InvalidClientTokenId`.
  case invalid
}
