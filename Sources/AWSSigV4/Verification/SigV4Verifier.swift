#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Checks the signatures of requests, for servers and for tests.
///
/// It takes requests signed in header fields and in the URL. What it does is what AWS does, as far as that is documented:
/// the scope has to be the service's own, the time has to be near, `host` and every `x-amz-` header have to be signed, the
/// session token has to be the key's, and the body has to have the hash that was signed (IAM user guide, "Create a signed
/// AWS API request"). A body that the signature does not cover, or that is signed in chunks, is accepted where the service's
/// rules are those of Amazon S3, and ``VerifiedRequest/payloadHash`` says so: chunks are not checked here. Signatures and
/// tokens are compared in a time that does not depend on where they differ.
///
/// ```swift
/// let verifier = SigV4Verifier(service: "execute-api", region: "us-east-1") { id in keys[id] }
/// let verified = try verifier.verify(request, body: .bytes(body), at: Date())
/// ```
public struct SigV4Verifier: Sendable {
  /// A key that may sign.
  public struct Key: Sendable {
    /// The secret access key.
    public var secretAccessKey: String
    /// The session token that every request has to carry; `nil` for a key that has none.
    public var sessionToken: String?

    /// Makes a key.
    public init(secretAccessKey: String, sessionToken: String? = nil) {
      self.secretAccessKey = secretAccessKey
      self.sessionToken = sessionToken
    }
  }

  /// What is known of a request's body.
  public enum Body: Sendable {
    /// The body.
    case bytes([UInt8])
    /// Its SHA-256 in hexadecimal digits.
    case sha256(hex: String)
    /// Nothing: the hash that the request declares is taken as given, and has to be compared with the body later.
    case unread
  }

  /// Whether requests that open an event stream are accepted.
  public enum EventStreams: Sendable, Hashable {
    /// They are not: their signature covers no body.
    case refused
    /// They are; the reader of the messages has to check their signatures.
    case accepted
  }

  /// The service's signing name.
  public var service: String { signer.service }
  /// The region.
  public var region: String { signer.region }
  /// How far a request's time may be from now.
  public let clockTolerance: Duration
  /// Whether requests that open an event stream are accepted.
  public let eventStreams: EventStreams
  let signer: SigV4Signer
  let findKey: @Sendable (_ accessKeyId: String) -> Key?

  /// Makes a verifier.
  ///
  /// - Parameters:
  ///   - service: The service's signing name.
  ///   - region: The region.
  ///   - options: How requests are signed; `nil` for what the service asks for.
  ///   - clockTolerance: How far a request's time may be from now. The default is 15 minutes, as at Amazon S3.
  ///   - eventStreams: Whether requests that open an event stream are accepted.
  ///   - keyCache: Where derived keys are kept.
  ///   - findKey: Finds the key of an access key id.
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

  /// Checks a request.
  ///
  /// - Parameters:
  ///   - request: The request as it arrived, with all of its headers. The authority counts where there is no `Host` header
  ///     among them, as in HTTP/2.
  ///   - body: What is known of its body.
  ///   - now: The time.
  /// - Returns: Who has signed what.
  /// - Throws: ``SigV4VerificationError`` that says what is wrong with the request. It holds no secret.
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

/// What a signature says about a request.
public struct VerifiedRequest: Sendable, Hashable {
  /// The key that signed.
  public let accessKeyId: String
  /// The time of signing.
  public let date: Date
  /// The names of the headers that are covered, in lower case.
  public let signedHeaders: [String]
  /// The hash of the body, or what stands in its place, such as `UNSIGNED-PAYLOAD`.
  public let payloadHash: String
  /// When a presigned request ends; `nil` for one that is signed in its header.
  public let expiration: Date?
}

extension SigV4Verifier.Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing of the key.
  public var description: String { "Key(<redacted>)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}

extension SigV4Verifier.Body: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What is known of the body, without its bytes.
  public var description: String {
    switch self {
    case .bytes(let bytes): "bytes(\(bytes.count))"
    case .sha256(let hex): "sha256(\(hex))"
    case .unread: "unread"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the bytes.
  public var customMirror: Mirror { Mirror(self, children: ["body": description], displayStyle: .enum) }
}
