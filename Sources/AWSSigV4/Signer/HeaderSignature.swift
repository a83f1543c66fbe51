import AWSCore

/// A signature that goes into a request's headers.
///
/// Set ``headers``, each in the place of any header of the same name, or take the finished list from ``applied(to:)``.
public struct HeaderSignature: Sendable {
  private let record: CanonicalRequestWriter.Record
  private let materials: RecentSignature.Materials
  private let signedBodyHeader: SignedBodyHeader
  /// A header that the signer has put among the caller's: the token of a directory bucket's session.
  var sessionHeader: (name: String, value: String)?

  init(
    _ record: CanonicalRequestWriter.Record, _ materials: RecentSignature.Materials, signedBodyHeader: SignedBodyHeader
  ) {
    self.record = record
    self.materials = materials
    self.signedBodyHeader = signedBodyHeader
  }

  var context: SigningContext { materials.context }

  /// The headers to set, names in lowercase: `x-amz-date`, `x-amz-security-token` and `x-amz-content-sha256` where
  /// they are wanted, and `authorization`.
  public var headers: [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    headers.reserveCapacity(4)
    headers.append(("x-amz-date", context.timestamp))
    if let sessionHeader { headers.append(sessionHeader) }
    if let token = context.identity.sessionToken { headers.append(("x-amz-security-token", token)) }
    if signedBodyHeader == .xAmzContentSha256 {
      headers.append(("x-amz-content-sha256", record.text(\.payloadHash)))
    }
    if let regionSet = context.regionSet { headers.append(("x-amz-region-set", regionSet)) }
    headers.append(("authorization", authorization))
    return headers
  }

  /// The value of the `authorization` header. It contains no secret, but anybody who has it can repeat the request
  /// until the signature expires.
  public var authorization: String { record.text(\.authorization) }

  /// The canonical request. It holds the session token; do not log it.
  public var canonicalRequest: String { record.text(\.canonicalRequest) }

  /// The last line of the canonical request: the hash of the body, or what stands in its place.
  var payloadHash: String { record.text(\.payloadHash) }

  /// The canonical request without the values of secret headers and parameters, such as the session token: for logs.
  public var redactedCanonicalRequest: String {
    CanonicalRequestText(canonicalRequest)?.redacted ?? "(not shown)"
  }

  /// The string to sign.
  public var stringToSign: String { record.text(\.stringToSign) }

  /// The signature in hexadecimal digits: 64, and of SigV4a about 140 (an ECDSA signature in DER).
  public var signature: String { record.text(\.signature) }

  /// The names of the signed headers, in lowercase, sorted and joined by semicolons.
  public var signedHeaders: String { record.text(\.signedHeaders) }

  /// All headers the request is to be sent with: the caller's, without what is replaced, then ``headers``.
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
  /// What was signed, without the session token and the signature.
  public var description: String { "HeaderSignature(date: \(context.timestamp), signedHeaders: \(signedHeaders))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the session token and the signature.
  public var customMirror: Mirror {
    Mirror(self, children: ["date": context.timestamp, "signedHeaders": signedHeaders], displayStyle: .struct)
  }
}
