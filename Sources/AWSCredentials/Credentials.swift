import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One complete set of AWS credentials: an access key id, a secret access key and, for temporary credentials, a
/// session token.
///
/// The parts belong together: AWS refuses a request that is signed with parts of two sets. A `Credentials` value is
/// immutable, so its parts always come from the same set.
///
/// Printing a value in any way does not show the secret access key or the session token.
public struct Credentials: Sendable {
  /// The access key id, for example `AKIAIOSFODNN7EXAMPLE`. It is not secret: every signature contains it.
  public let accessKeyId: String
  /// The secret access key. It is used for signing and never sent.
  public let secretAccessKey: String
  /// The session token of temporary credentials; `nil` for the long-lived keys of an IAM user.
  public let sessionToken: String?
  /// The wall-clock time at which the credentials stop working; `nil` when they do not expire.
  public let expiration: Date?
  /// The id of the AWS account that the credentials belong to; `nil` if the provider does not return the id.
  public let accountId: String?
  /// The name of the provider that returned these credentials, for example `environment`. It is used in messages and
  /// logs.
  public let provider: String

  /// Makes a set of credentials.
  ///
  /// A blank session token or account id counts as absent: an empty `X-Amz-Security-Token` header is refused by AWS.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The session token of temporary credentials; `nil` for the long-lived keys of an IAM user.
  ///   - expiration: When the credentials stop working; `nil` if they do not expire.
  ///   - accountId: The id of the AWS account that the credentials belong to; `nil` if it is not known.
  ///   - provider: The name of the provider that the credentials come from. It is used in messages.
  public init(
    accessKeyId: String,
    secretAccessKey: String,
    sessionToken: String? = nil,
    expiration: Date? = nil,
    accountId: String? = nil,
    provider: String = "static"
  ) {
    self.accessKeyId = accessKeyId
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken?.nilIfBlank
    self.expiration = expiration
    self.accountId = accountId?.nilIfBlank
    self.provider = provider
  }

  /// Whether the credentials have expired at the given time. Credentials without an expiration never have.
  public func isExpired(at now: Date) -> Bool {
    guard let expiration else { return false }
    return expiration <= now
  }

  /// Whether both describe the same key: the rule by which a rotation is recognised.
  ///
  /// A refresh that returns the key already held, perhaps with a later expiration, is not a rotation.
  package func isSameKey(as other: Credentials) -> Bool {
    accessKeyId.exact == other.accessKeyId.exact && sessionToken?.exact == other.sessionToken?.exact
      && secretAccessKey.exact == other.secretAccessKey.exact
  }
}

extension Credentials: Hashable {
  /// Whether all properties of two sets of credentials are equal. Texts are compared byte for byte.
  public static func == (left: Credentials, right: Credentials) -> Bool {
    left.isSameKey(as: right) && left.expiration == right.expiration && left.accountId?.exact == right.accountId?.exact
      && left.provider == right.provider
  }

  /// Hashes the access key id, the session token and the expiration.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(accessKeyId.exact)
    hasher.combine(sessionToken?.exact)
    hasher.combine(expiration)
  }
}
