import Crypto
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import HTTPTypes

/// Decides whether a request is signed by a key that is valid now.
struct SignatureVerifier: Sendable {
  /// What differs between the services.
  struct Rules: Sendable {
    let services: [String]
    let region: String
    let pathRule: EmulatorCanonicalRequest.PathRule
    let tolerance: Duration
  }

  let authority: CredentialAuthority
  let clock: EmulatorClock
  let rules: Rules

  /// Checks everything but the signature itself: the scope, the time, the key and its token.
  ///
  /// - Returns: The signature and the key it claims.
  func admit(
    _ request: IncomingRequest
  ) throws(VerificationFailure) -> (signature: PresentedSignature, key: CredentialAuthority.Key) {
    let signature = try PresentedSignature.read(request)
    guard signature.timestamp.hasPrefix(signature.scopeDate), signature.scopeDate.utf8.count == 8 else {
      throw .wrongDate(scope: signature.scopeDate, timestamp: signature.timestamp)
    }
    guard rules.services.contains(signature.service) else {
      throw .wrongService(given: signature.service, expected: rules.services[0])
    }
    guard signature.region == rules.region else {
      throw .wrongRegion(given: signature.region, expected: rules.region)
    }
    let now = clock.now()
    try checkTime(signature, now: now)
    let key = try checkKey(signature, now: now)
    if signature.place == .header { try checkSignedHeaders(signature, request) }
    return (signature, key)
  }

  /// Checks the signature over a request and the hash of its body.
  func verify(
    _ signature: PresentedSignature, by key: CredentialAuthority.Key, request: IncomingRequest, payloadHash: String
  ) throws(VerificationFailure) {
    let canonical = EmulatorCanonicalRequest(
      method: request.method, path: request.path, query: request.query,
      headers: signature.signedHeaders.map { ($0, request.values(of: $0)) }, payloadHash: payloadHash,
      pathRule: rules.pathRule
    ).text
    let stringToSign =
      "\(PresentedSignature.algorithm)\n\(signature.timestamp)\n\(signature.scope)\n"
      + Hex.encode(SHA256.hash(data: Array(canonical.utf8)))
    let expected = Hex.encode(
      HMAC<SHA256>.authenticationCode(for: Array(stringToSign.utf8), using: signingKey(of: signature, by: key)))
    guard Self.areEqual(expected, signature.signature) else {
      throw .signatureMismatch(
        .init(
          accessKeyId: key.accessKeyId, canonicalRequest: canonical, stringToSign: stringToSign,
          provided: signature.signature))
    }
  }

  /// The key that a signature was made with.
  func signingKey(of signature: PresentedSignature, by key: CredentialAuthority.Key) -> SymmetricKey {
    authority.signingKey(
      for: key, date: signature.scopeDate, region: signature.region, service: signature.service)
  }

  private func checkTime(_ signature: PresentedSignature, now: Date) throws(VerificationFailure) {
    guard let signed = CivilTime.date(fromBasic: signature.timestamp) else {
      throw .malformed("the time \"\(signature.timestamp)\" is not in the format YYYYMMDDTHHMMSSZ.")
    }
    let age = now.timeIntervalSince(signed)
    switch signature.place {
    case .header:
      guard abs(age) <= rules.tolerance.inSeconds else {
        throw .skewed(timestamp: signature.timestamp, now: now, tolerance: rules.tolerance)
      }
    case .query(let seconds):
      guard age >= -rules.tolerance.inSeconds else {
        throw .skewed(timestamp: signature.timestamp, now: now, tolerance: rules.tolerance)
      }
      guard age <= Double(seconds) else {
        throw .urlExpired(seconds: seconds, at: signed.addingTimeInterval(Double(seconds)), now: now)
      }
    }
  }

  private func checkKey(
    _ signature: PresentedSignature, now: Date
  ) throws(VerificationFailure) -> CredentialAuthority.Key {
    guard let key = authority.key(signature.accessKeyId) else {
      throw .unknownKey(signature.accessKeyId)
    }
    switch (key.token, signature.token) {
    case (nil, nil): break
    case (nil, .some): throw .tokenInvalid
    case (.some, nil): throw .tokenMissing(key.accessKeyId)
    case (.some(let expected), .some(let given)):
      guard Self.areEqual(expected, given) else { throw .tokenInvalid }
    }
    switch key.revocation {
    case .expired: throw .tokenExpired
    case .invalid: throw .tokenInvalid
    case nil: break
    }
    if let expiration = key.expiration, now >= expiration { throw .tokenExpired }
    return key
  }

  /// Every `x-amz-` header has to be signed, above all the session token.
  private func checkSignedHeaders(
    _ signature: PresentedSignature, _ request: IncomingRequest
  ) throws(VerificationFailure) {
    var unsigned: [String] = []
    for field in request.headers {
      let name = field.name.canonicalName
      if name.hasPrefix("x-amz-"), !signature.signedHeaders.contains(name) { unsigned.append(name) }
    }
    guard unsigned.isEmpty else { throw .headersNotSigned(unsigned) }
  }

  /// Compares in a time that does not tell where two texts differ.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    var difference: UInt8 = 0
    for (first, second) in zip(left.utf8, right.utf8) { difference |= first ^ second }
    return difference == 0
  }
}
