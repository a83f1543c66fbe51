import Crypto
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import HTTPTypes

/// Decides whether a request is signed by a key that is valid now.
struct EmulatedSignatureVerifier: Sendable {
  /// What differs between the services.
  struct Rules: Sendable {
    let services: [String]
    let region: String
    let pathRule: EmulatedCanonicalRequest.PathRule
    let tolerance: Duration
  }

  let authority: EmulatedCredentialAuthority
  let clock: EmulatorClock
  let rules: Rules

  /// Checks everything but the signature itself: the scope, the time, the key and its token.
  ///
  /// - Returns: The signature and the key it claims.
  func admit(
    _ request: EmulatedRequest
  ) throws(EmulatedVerificationFailure) -> (signature: EmulatedPresentedSignature, key: EmulatedCredentialAuthority.Key)
  {
    let signature = try EmulatedPresentedSignature.read(request)
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
    _ signature: EmulatedPresentedSignature, by key: EmulatedCredentialAuthority.Key, request: EmulatedRequest,
    payloadHash: String
  ) throws(EmulatedVerificationFailure) {
    let canonical = EmulatedCanonicalRequest(
      method: request.method, path: request.path, query: request.query,
      headers: signature.signedHeaders.map { ($0, request.values(of: $0)) }, payloadHash: payloadHash,
      pathRule: rules.pathRule
    ).text
    let stringToSign =
      "\(EmulatedPresentedSignature.algorithm)\n\(signature.timestamp)\n\(signature.scope)\n"
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
  func signingKey(of signature: EmulatedPresentedSignature, by key: EmulatedCredentialAuthority.Key) -> SymmetricKey {
    authority.signingKey(
      for: key, date: signature.scopeDate, region: signature.region, service: signature.service)
  }

  private func checkTime(_ signature: EmulatedPresentedSignature, now: Date) throws(EmulatedVerificationFailure) {
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
    _ signature: EmulatedPresentedSignature, now: Date
  ) throws(EmulatedVerificationFailure) -> EmulatedCredentialAuthority.Key {
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
    _ signature: EmulatedPresentedSignature, _ request: EmulatedRequest
  ) throws(EmulatedVerificationFailure) {
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
