import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A request whose signature is in the query of its URL. Anybody who has the URL can send the request until it
/// expires.
public struct PresignedRequest: Sendable {
  private let record: CanonicalRequestWriter.Record
  /// The URL to send the request to.
  public let url: String
  /// When the URL stops working: at the end of its lifetime, or when the credentials expire if that is earlier.
  public let expiration: Date

  init(record: CanonicalRequestWriter.Record, url: String, expiration: Date) {
    self.record = record
    self.url = url
    self.expiration = expiration
  }

  /// The path and the query of the URL.
  public var target: String { record.text(\.target) }

  /// The canonical request of Signature Version 4: the text of method, path, query, headers and payload hash that was
  /// signed. It can contain the session token, so do not log it.
  public var canonicalRequest: String { record.text(\.canonicalRequest) }

  /// The string to sign of Signature Version 4: the text, with the hash of the canonical request, from which the
  /// signature was computed.
  public var stringToSign: String { record.text(\.stringToSign) }

  /// The signature in hexadecimal digits: 64 for SigV4, about 140 for SigV4a (an ECDSA signature in DER).
  public var signature: String { record.text(\.signature) }

  /// The names of the signed headers, in lowercase, sorted and joined by semicolons. Whoever sends the request has to
  /// send all these headers with the values that were signed.
  public var signedHeaders: String { record.text(\.signedHeaders) }
}

// The URL is as good as a key until it expires, and its query holds the session token.
extension PresignedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The URL without its query, the names of the signed headers, and the expiration. The query is left out, because it
  /// contains the signature.
  public var description: String {
    "PresignedRequest(\(shownURL), signedHeaders: \(signedHeaders), expiration: \(ISO8601.string(from: expiration)))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the URL without its query, the names of the signed headers, and the expiration.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: ["url": shownURL, "signedHeaders": signedHeaders, "expiration": ISO8601.string(from: expiration)],
      displayStyle: .struct)
  }

  private var shownURL: String { url.withoutQuery }
}
