/// Which of AWS's two ways to sign a signer follows.
enum SigningScheme: Sendable {
  /// SigV4: a code with a key for one region.
  case hmac
  /// SigV4a: an ECDSA signature that holds in a set of regions, whose names are joined by commas.
  case ecdsa(regionSet: String)

  /// Whether it is SigV4.
  @inline(__always) var isRegional: Bool { if case .hmac = self { true } else { false } }

  @inline(__always) var algorithm: StaticString {
    switch self {
    case .hmac: "AWS4-HMAC-SHA256"
    case .ecdsa: "AWS4-ECDSA-P256-SHA256"
    }
  }

  @inline(__always) var regionSet: String? {
    switch self {
    case .hmac: nil
    case .ecdsa(let regionSet): regionSet
    }
  }
}
