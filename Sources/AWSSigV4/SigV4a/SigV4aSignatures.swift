#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A signature of Signature Version 4A that goes into a request's headers.
public struct SigV4aHeaderSignature: Sendable {
  /// The headers to set, names in lowercase, each in the place of any header of the same name: `x-amz-date`,
  /// `x-amz-region-set`, `x-amz-security-token` and `x-amz-content-sha256` where they are wanted, and `authorization`.
  public let headers: [(name: String, value: String)]
  /// Names, in lowercase, of headers that the request must not be sent with: a session token of earlier credentials.
  public let headersToRemove: [String]
  /// The names of the signed headers, in lowercase, sorted and joined by semicolons.
  public let signedHeaders: String
  /// The canonical request. It holds the session token; do not log it.
  public let canonicalRequest: String
  /// The string to sign.
  public let stringToSign: String
  /// The signature: ASN.1 DER in hexadecimal digits, up to 144 of them.
  public let signature: String

  /// All headers the request is to be sent with: the caller's, without what is replaced or removed, then ``headers``.
  ///
  /// - Parameter callers: The headers of the request that was signed.
  public func applied(to callers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    let dropped = Set(headers.map(\.name) + headersToRemove)
    return callers.filter { !dropped.contains($0.name.lowercasedASCII) } + headers
  }
}

extension SigV4aHeaderSignature: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What was signed, without the session token and the signature.
  public var description: String { "SigV4aHeaderSignature(signedHeaders: \(signedHeaders))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the session token and the signature.
  public var customMirror: Mirror { Mirror(self, children: ["signedHeaders": signedHeaders], displayStyle: .struct) }
}

/// A request whose signature of Signature Version 4A stands in its query. Whoever holds the URL can send it until it
/// expires.
public struct SigV4aPresignedRequest: Sendable {
  /// The URL to send the request to.
  public let url: String
  /// The path and the query of the URL.
  public let target: String
  /// When the URL stops working: at the end of its lifetime, or with the credentials if they expire before.
  public let expiration: Date
  /// Names, in lowercase, of headers of the request that must not be sent with the URL.
  public let headersToRemove: [String]
  /// The names of the signed headers, in lowercase, sorted and joined by semicolons. All must be sent with the URL.
  public let signedHeaders: String
  /// The canonical request. It holds the session token; do not log it.
  public let canonicalRequest: String
  /// The string to sign.
  public let stringToSign: String
  /// The signature: ASN.1 DER in hexadecimal digits, up to 144 of them.
  public let signature: String

  /// The headers the request is to be sent with: the caller's, without those of ``headersToRemove``.
  ///
  /// - Parameter callers: The headers of the request that was signed.
  public func applied(to callers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    callers.filter { !headersToRemove.contains($0.name.lowercasedASCII) }
  }
}

extension SigV4aPresignedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address without its query, and what was signed.
  public var description: String {
    "SigV4aPresignedRequest(\(shownURL), signedHeaders: \(signedHeaders), expiration: \(expiration))"
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the query.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["url": shownURL, "signedHeaders": signedHeaders, "expiration": expiration],
      displayStyle: .struct)
  }

  private var shownURL: String { url.withoutQuery }
}
