/// Which of AWS's two ways to sign a signer follows.
enum SigningScheme: Sendable {
  /// SigV4: an HMAC with a key for one region.
  case hmac
  /// SigV4a: an ECDSA signature that is valid in a set of regions.
  case ecdsa

  var algorithm: StaticString {
    switch self {
    case .hmac: "AWS4-HMAC-SHA256"
    case .ecdsa: "AWS4-ECDSA-P256-SHA256"
    }
  }
}
