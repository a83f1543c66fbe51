#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Temporary credentials that the emulator has issued. Only the emulator accepts them.
public struct EmulatedIssuedCredentials: Sendable, Hashable {
  /// The access key id. It begins with `ASIA`, as all access key ids of temporary credentials do.
  public let accessKeyId: String
  /// The secret access key that belongs to the access key id.
  public let secretAccessKey: String
  /// The session token, which every request with these credentials must contain and sign.
  public let sessionToken: String
  /// When the credentials expire, according to the emulator's clock.
  public let expiration: Date
  /// The ARN of the caller that the credentials belong to, such as
  /// `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION` for the session of a role.
  public let arn: String
}

extension EmulatedIssuedCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the access key id and the expiration. The secret access key and the session token are left out.
  public var description: String {
    "IssuedCredentials(\(accessKeyId), expires \(CivilTime(expiration).iso8601(withMilliseconds: true)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror that shows a placeholder instead of the secret access key and the session token.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "accessKeyId": accessKeyId, "secretAccessKey": "<redacted>", "sessionToken": "<redacted>",
        "expiration": expiration, "arn": arn,
      ])
  }
}

/// The error with which requests with revoked credentials are refused.
public enum EmulatedCredentialRevocation: Sendable, Hashable {
  /// The credentials are refused as if they had expired, with the error `ExpiredToken`.
  case expired
  /// The credentials are refused as if they had never been issued, with the error `InvalidToken` or
  /// `InvalidClientTokenId`, depending on the service.
  case invalid
}
