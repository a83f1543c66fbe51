import AWSCore
import HTTPTypes

/// A signature that is sent in a request's headers.
///
/// To send the request, set each of the ``headers`` on it, in place of a header that has the same name. Or send the
/// list that ``applied(to:)`` returns, which does the same.
public struct HeaderSignature: Sendable {
  private let record: CanonicalRequestWriter.Record
  private let materials: RecentSignature.Materials
  let signedBodyHeader: SignedBodyHeader
  /// The token of a directory bucket's session, which the signer has put among the caller's headers.
  var sessionToken: String?

  init(
    _ record: CanonicalRequestWriter.Record, _ materials: RecentSignature.Materials, signedBodyHeader: SignedBodyHeader
  ) {
    self.record = record
    self.materials = materials
    self.signedBodyHeader = signedBodyHeader
  }

  var context: SigningContext { materials.context }

  /// The headers to set on the request, with names in lower case: `x-amz-date`, `authorization` and, depending on the
  /// credentials and the options, headers such as `x-amz-security-token` and `x-amz-content-sha256`.
  public var headers: [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    headers.reserveCapacity(4)
    forEachHeader { headers.append(($0.canonicalName, $1)) }
    return headers
  }

  /// The value of the `authorization` header. It contains no secret, but anybody who has the signed request can repeat
  /// it until the signature expires.
  public var authorization: String { record.text(\.authorization) }

  /// The canonical request of Signature Version 4: the text of method, path, query, headers and payload hash that was
  /// signed. It can contain the session token, so do not log it.
  public var canonicalRequest: String { record.text(\.canonicalRequest) }

  /// The last line of the canonical request: the hash of the body, or what stands in its place.
  var payloadHash: String { record.text(\.payloadHash) }

  /// The canonical request without the values of secret headers and parameters, such as the session token. It can be
  /// logged.
  public var redactedCanonicalRequest: String {
    CanonicalRequestText(canonicalRequest)?.redacted ?? "(not shown)"
  }

  /// The string to sign of Signature Version 4: the text, with the hash of the canonical request, from which the
  /// signature was computed.
  public var stringToSign: String { record.text(\.stringToSign) }

  /// The signature in hexadecimal digits: 64 for SigV4, about 140 for SigV4a (an ECDSA signature in DER).
  public var signature: String { record.text(\.signature) }

  /// The names of the signed headers, in lowercase, sorted and joined by semicolons.
  public var signedHeaders: String { record.text(\.signedHeaders) }

  /// All headers to send the request with: the request's own headers, followed by ``headers``. A header of the request
  /// is left out if one of ``headers`` has the same name.
  ///
  /// - Parameter callers: The headers of the request that was signed.
  public func applied(to callers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    let headers = headers
    let dropped = Set(headers.map(\.name))
    return callers.filter { !dropped.contains($0.name.lowercasedASCII) } + headers
  }
}

extension String {
  var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }
}

extension HeaderSignature: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The time of signing and the names of the signed headers. The signature and the session token are left out.
  public var description: String { "HeaderSignature(date: \(context.timestamp), signedHeaders: \(signedHeaders))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the session token and the signature, which are left out because whoever has them can send the
  /// request.
  public var customMirror: Mirror {
    Mirror(self, children: ["date": context.timestamp, "signedHeaders": signedHeaders], displayStyle: .struct)
  }
}
