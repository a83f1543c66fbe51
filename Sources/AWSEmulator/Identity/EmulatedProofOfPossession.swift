import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A DPoP proof that has been checked against the request that carries it (RFC 9449, section 4.3).
struct EmulatedProofOfPossession {
  let id: String
  let key: P256.Signing.PublicKey

  struct Refusal: Error { let message: String }

  /// Checks a proof.
  ///
  /// - Parameters:
  ///   - header: The values of the `DPoP` header field.
  ///   - request: The request.
  ///   - now: The time.
  ///   - tolerance: How far the proof's time may be from `now`.
  init(_ header: [String], request: EmulatedRequest, now: Date, tolerance: Duration) throws(Refusal) {
    guard header.count == 1, let token = EmulatedWebToken(header[0]) else {
      throw Refusal(message: "The request has to carry one DPoP header field with a JSON Web Token.")
    }
    guard token.header["typ"]?.string == "dpop+jwt", token.header["alg"]?.string == "ES256",
      let key = Self.key(token.header["jwk"])
    else { throw Refusal(message: "The proof's header has to have typ dpop+jwt, alg ES256 and a public P-256 key.") }
    guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: token.signature),
      key.isValidSignature(signature, for: token.signedPart)
    else { throw Refusal(message: "The proof's signature is wrong.") }
    guard token.payload["htm"]?.string == request.method,
      token.payload["htu"]?.string == "http://\(request.authority)\(request.path)"
    else { throw Refusal(message: "The proof is for another request: htm or htu is wrong.") }
    guard let time = token.time("iat"), abs(time.timeIntervalSince(now)) <= tolerance.inSeconds else {
      throw Refusal(message: "The proof is too old, or of the future: iat is wrong.")
    }
    guard let id = token.payload["jti"]?.string, !id.isEmpty else { throw Refusal(message: "The proof has no jti.") }
    self.id = id
    self.key = key
  }

  private static func key(_ value: JSON?) -> P256.Signing.PublicKey? {
    guard let value, value["kty"]?.string == "EC", value["crv"]?.string == "P-256", value["d"] == nil,
      let x = value["x"]?.string.flatMap({ Base64URL.decode($0.utf8) }), x.count == 32,
      let y = value["y"]?.string.flatMap({ Base64URL.decode($0.utf8) }), y.count == 32
    else { return nil }
    return try? P256.Signing.PublicKey(rawRepresentation: x + y)
  }
}
