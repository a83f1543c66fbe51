import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The derivation of SigV4a's signing keys: the KDF in counter mode of NIST SP 800-108 with HMAC-SHA256, until a number
/// comes out that can be a private key (FIPS 186-4, B.4.2, "Key Pair Generation by Testing Candidates").
package enum SigV4aKey {
  // The order of the curve P-256, less two (SEC 2, section 2.4.2).
  private static let orderLessTwo: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
  ]

  static func derive(_ credentials: Credentials) throws(SigV4Error) -> P256.Signing.PrivateKey {
    let key = SymmetricKey(data: Array("AWS4A\(credentials.secretAccessKey)".utf8))
    let label = [0, 0, 0, 1] + Array("AWS4-ECDSA-P256-SHA256".utf8) + [0] + Array(credentials.accessKeyId.utf8)
    let scalar = scalar { counter in
      let length: [UInt8] = [0, 0, 1, 0]
      return Array(HMAC<SHA256>.authenticationCode(for: label + [counter] + length, using: key))
    }
    guard let scalar, let key = try? P256.Signing.PrivateKey(rawRepresentation: scalar) else {
      throw SigV4Error(
        .invalidCredentials, message: "No ECDSA key can be derived from the secret key (\(credentials.provider)).")
    }
    return key
  }

  /// The private key, from the first candidate that is small enough; `nil` if none is. The chance that a candidate is not is
  /// 2 to the power of -32.
  ///
  /// - Parameter candidate: Gives the 32 bytes for a counter from 1 to 254.
  package static func scalar(candidate: (UInt8) -> [UInt8]) -> [UInt8]? {
    for counter in UInt8(1)...254 {
      let candidate = candidate(counter)
      guard candidate.count == orderLessTwo.count, isSmallEnough(candidate) else { continue }
      return plusOne(candidate)
    }
    return nil
  }

  // Both take the same time whatever the candidate is, since it is secret.
  private static func isSmallEnough(_ candidate: [UInt8]) -> Bool {
    var borrow = 0
    for index in candidate.indices.reversed() {
      borrow = (Int(orderLessTwo[index]) - Int(candidate[index]) - borrow) >> 8 & 1
    }
    return borrow == 0
  }

  private static func plusOne(_ candidate: [UInt8]) -> [UInt8] {
    var result = candidate
    var carry: UInt16 = 1
    for index in result.indices.reversed() {
      let sum = UInt16(result[index]) + carry
      result[index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    return result
  }
}
