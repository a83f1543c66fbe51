import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The derivation of an ECDSA key on the curve P-256 from a secret access key.
///
/// NIST SP 800-108, key derivation in counter mode with HMAC-SHA256, gives a candidate of 32 bytes; the private key is the
/// candidate plus one. A candidate above n − 2, n being the order of the group, is refused and the next counter tried, as
/// in NIST FIPS 186-5, A.2.2.
package enum SigV4aKey {
  /// The private key of a secret, as 32 bytes; `nil` if every candidate is refused, which takes 254 misfortunes of a chance
  /// of 2⁻³² each.
  ///
  /// - Parameter candidate: Gives the 32 bytes for a counter from 1 to 254.
  package static func scalar(candidate: (UInt8) -> [UInt8]) -> [UInt8]? {
    for counter in UInt8(1)...254 {
      if let scalar = scalar(from: candidate(counter)) { return scalar }
    }
    return nil
  }

  /// The candidate of a counter: one block of the key derivation, as 256 bits are one block of SHA-256.
  package static func candidate(counter: UInt8, accessKeyId: String, secretAccessKey: String) -> [UInt8] {
    var input: [UInt8] = [0, 0, 0, 1]
    input.append(contentsOf: SigV4aSigner.algorithm.utf8)
    input.append(0)
    input.append(contentsOf: accessKeyId.utf8)
    input.append(counter)
    input.append(contentsOf: [0, 0, 1, 0])
    let key = SymmetricKey(data: Array("AWS4A\(secretAccessKey)".utf8))
    return Array(HMAC<SHA256>.authenticationCode(for: input, using: key))
  }

  /// The candidate plus one, or `nil` if the candidate is greater than n − 2. What the bytes are does not change which
  /// instructions run, but for that one answer.
  private static func scalar(from candidate: [UInt8]) -> [UInt8]? {
    guard candidate.count == orderMinusTwo.count else { return nil }
    var isGreater: UInt16 = 0
    var isEqual: UInt16 = 1
    for (byte, limit) in zip(candidate, orderMinusTwo) {
      let (left, right) = (UInt16(byte), UInt16(limit))
      isGreater |= ((right &- left) >> 8) & isEqual
      isEqual &= (((left ^ right) &- 1) >> 8) & 1
    }
    isGreater &= 1
    guard isGreater == 0 else { return nil }
    var scalar = candidate
    var carry: UInt16 = 1
    for index in scalar.indices.reversed() {
      let sum = UInt16(scalar[index]) + carry
      scalar[index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    return scalar
  }

  // The order of P-256 (NIST SP 800-186, 3.2.1.3) minus two.
  private static let orderMinusTwo: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
  ]
}

extension SigV4aKey {
  /// The key pair of a set of credentials.
  static func derive(accessKeyId: String, secretAccessKey: String) throws(SigV4Error) -> P256.Signing.PrivateKey {
    let scalar = scalar { candidate(counter: $0, accessKeyId: accessKeyId, secretAccessKey: secretAccessKey) }
    guard let scalar else {
      throw SigV4Error(.invalidCredentials, message: "No ECDSA key can be derived from the secret access key.")
    }
    do {
      return try P256.Signing.PrivateKey(rawRepresentation: scalar)
    } catch {
      throw SigV4Error(
        .invalidCredentials, message: "The ECDSA key derived from the secret access key is not valid.", cause: error)
    }
  }
}
