import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A password for a service that takes IAM identities: a presigned request that is never sent as one.
///
/// It is good for new connections, for 15 minutes at most, and dies with the credentials it was made from.
public struct AuthToken: Sendable {
  /// The password.
  public let value: String
  /// When it stops working.
  public let expiration: Date

  /// The longest lifetime of a token, and the one it has if not told otherwise.
  public static let longestLifetime = Duration.seconds(900)
}

extension AuthToken {
  /// A presigned request of a service that takes tokens.
  init(
    service: String, region: String, scheme: String, authority: String, query: [(name: String, value: String)],
    expiresIn: Duration, credentials: Credentials, date: Date, value: (PresignedRequest) -> String
  ) throws(SigV4Error) {
    guard expiresIn <= Self.longestLifetime else {
      throw SigV4Error(.invalidExpiration, message: "A token lives from 1 second to 15 minutes (900 seconds).")
    }
    var target = "/"
    for parameter in query { target = target.appending(parameter: parameter.name, value: parameter.value) }
    let request = SigningRequest(method: "GET", scheme: scheme, authority: authority, target: target)
    let presigned = try SigV4Signer(service: service, region: region).presign(
      request, payload: .empty, expiresIn: expiresIn, credentials: credentials, date: date)
    self.value = value(presigned)
    expiration = presigned.expiration
  }

  /// Refuses an empty name, which a service would refuse with less to say.
  static func check(_ name: String, of what: String) throws(SigV4Error) {
    guard !name.isEmpty else { throw SigV4Error(.invalidRequest, message: "The name of the \(what) is empty.") }
  }
}

extension AuthToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// When the token stops working, without the token.
  public var description: String { "AuthToken(expiration: \(expiration))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the token.
  public var customMirror: Mirror { Mirror(self, children: ["expiration": expiration], displayStyle: .struct) }
}
