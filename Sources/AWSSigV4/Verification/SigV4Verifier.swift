#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Checks the signatures of requests, for servers and for tests.
///
/// It accepts requests that are signed in the `authorization` header or in the query of the URL. It checks what AWS
/// checks, as far as that is documented: the credential scope has to name the service and the region, the time of
/// signing has to be close to the current time, `host` and every `x-amz-` header have to be signed, the session token
/// has to be the one that belongs to the access key, and the body has to have the hash that was signed (IAM user guide,
/// "Create a signed AWS API request"). A body that the signature does not cover, or that is signed in chunks, is
/// accepted if the service follows the rules of Amazon S3; ``VerifiedRequest/payloadHash`` is then a word such as
/// `UNSIGNED-PAYLOAD`. The verifier does not check the signatures of chunks. The time of comparing signatures and
/// tokens does not depend on where they differ, so it tells an attacker nothing about them.
///
/// ```swift
/// let verifier = SigV4Verifier(service: "execute-api", region: "us-east-1") { id in keys[id] }
/// let verified = try verifier.verify(request, body: .bytes(body), at: Date())
/// ```
public struct SigV4Verifier: Sendable {
  /// The secret access key and the session token that belong to an access key id.
  public struct Key: Sendable {
    /// The secret access key that belongs to the access key id.
    public var secretAccessKey: String
    /// The session token that every request signed with this access key has to carry; `nil` if such a request must
    /// carry no token.
    public var sessionToken: String?

    /// Makes the secrets of one access key. With `nil`, the default, requests must carry no session token.
    public init(secretAccessKey: String, sessionToken: String? = nil) {
      self.secretAccessKey = secretAccessKey
      self.sessionToken = sessionToken
    }
  }

  /// The body of a request, or its hash, as far as the caller has read it.
  public enum Body: Sendable {
    /// The bytes of the body; the verifier computes their hash.
    case bytes([UInt8])
    /// The SHA-256 of the body in hexadecimal digits, computed by the caller.
    case sha256(hex: String)
    /// The body has not been read. The verifier uses the hash that the request declares in its header
    /// `x-amz-content-sha256`. The caller has to compare this hash with the hash of the body when it has read the body.
    case unread
  }

  /// Whether requests that open an event stream are accepted.
  public enum EventStreams: Sendable, Hashable {
    /// Requests that open an event stream are refused, because their signature does not cover the body.
    case refused
    /// Requests that open an event stream are accepted. The program that reads the messages has to check their
    /// signatures.
    case accepted
  }

  /// The name that requests to the service are signed with, such as `s3`. Signatures for another service are refused.
  public var service: String { signer.service }
  /// The region that signatures have to be for. Signatures for another region are refused.
  public var region: String { signer.region }
  /// How much a request's time of signing may differ from the verifier's time. The default is 15 minutes.
  public let clockTolerance: Duration
  /// Whether requests that open an event stream are accepted. By default they are refused.
  public let eventStreams: EventStreams
  let signer: SigV4Signer
  let findKey: @Sendable (_ accessKeyId: String) -> Key?

  /// Makes a verifier of signatures.
  ///
  /// - Parameters:
  ///   - service: The name that requests to the service are signed with, such as `s3`.
  ///   - region: The region that signatures have to be for.
  ///   - options: The rules by which requests are signed; `nil`, the default, for those that
  ///     ``SigV4Options/standard(for:)`` returns for the service.
  ///   - clockTolerance: How much a request's time of signing may differ from the verifier's time. The default is 15
  ///     minutes, as in Amazon S3.
  ///   - eventStreams: Whether requests that open an event stream are accepted; by default they are refused.
  ///   - keyCache: The cache of derived signing keys; by default a new one for 64 keys.
  ///   - findKey: Returns the secrets of an access key id, or `nil` if the id is not known.
  public init(
    service: String, region: String, options: SigV4Options? = nil, clockTolerance: Duration = .seconds(900),
    eventStreams: EventStreams = .refused, keyCache: SigningKeyCache = SigningKeyCache(capacity: 64),
    findKey: @escaping @Sendable (String) -> Key?
  ) {
    signer = SigV4Signer(service: service, region: region, options: options, keyCache: keyCache)
    self.clockTolerance = clockTolerance
    self.eventStreams = eventStreams
    self.findKey = findKey
  }

  /// Checks the signature of a request.
  ///
  /// - Parameters:
  ///   - request: The request as it arrived, with all of its headers. Its authority is used if it has no `Host` header,
  ///     as in HTTP/2.
  ///   - body: The request's body, or its hash, as far as the caller has read it.
  ///   - now: The current time.
  /// - Returns: Which access key signed the request, when, and what the signature covers.
  /// - Throws: ``SigV4VerificationError`` that says what is wrong with the request. The error contains no secret.
  public func verify(
    _ request: SigningRequest, body: Body, at now: Date
  ) throws(SigV4VerificationError) -> VerifiedRequest {
    let presented = try PresentedSignature(request, tokenName: signer.options.sessionTokenName)
    try checkScope(presented)
    try checkTime(presented, at: now)
    try checkSignedHeaders(presented, of: request)
    guard let key = findKey(presented.accessKeyId) else {
      throw SigV4VerificationError(.unknownAccessKey, "The access key id is not known here.")
    }
    try checkToken(presented, key)
    let payload = try payload(presented, body)
    let record = try record(of: request, presented, payload: payload, secret: key.secretAccessKey)
    guard Self.areEqual(Array(record.text(\.signature).utf8), Array(presented.signature.utf8)) else {
      throw SigV4VerificationError(
        .signatureMismatch, "The signature does not match the request.",
        canonicalRequest: CanonicalRequestText(record.text(\.canonicalRequest))?.redacted,
        stringToSign: record.text(\.stringToSign))
    }
    try checkBody(presented, body)
    return VerifiedRequest(
      accessKeyId: presented.accessKeyId, date: presented.date, signedHeaders: presented.signedHeaders,
      payloadHash: payload, expiration: presented.lifetime.map { presented.date.addingTimeInterval(Double($0)) })
  }
}

/// What the valid signature of a request says: who signed the request, when, and what the signature covers.
public struct VerifiedRequest: Sendable, Hashable {
  /// The id of the access key that signed the request.
  public let accessKeyId: String
  /// The time at which the request was signed.
  public let date: Date
  /// The names of the headers that the signature covers, in lower case.
  public let signedHeaders: [String]
  /// The hash of the body, or the word that was signed in its place, such as `UNSIGNED-PAYLOAD`.
  public let payloadHash: String
  /// When a presigned request expires; `nil` if the request is signed in its `authorization` header.
  public let expiration: Date?
}

extension SigV4Verifier.Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text that shows none of the secrets.
  public var description: String { "Key(<redacted>)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without children: the secret access key and the session token are secret.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}

extension SigV4Verifier.Body: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name of the case, such as `bytes`, with the number of bytes or the SHA-256 if the case has one. The bytes of
  /// the body are left out.
  public var description: String {
    switch self {
    case .bytes(let bytes): "bytes(\(bytes.count))"
    case .sha256(let hex): "sha256(\(hex))"
    case .unread: "unread"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the description, without the bytes of the body.
  public var customMirror: Mirror { Mirror(self, children: ["body": description], displayStyle: .enum) }
}
