import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A signing key, ready for use: HMAC-SHA256 (RFC 2104) with the hashing of the key done once.
///
/// HMAC hashes the key's two pads before anything else. Keeping both hashes in that state, instead of a copy of
/// `HMAC<SHA256>`, saves the larger part of what a code of a short text costs beside the hashing itself.
final class SigningKey: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  /// Prepares a key of 64 bytes at the most, as all that SigV4 derives are.
  init(_ key: SymmetricKey) {
    inner = Self.hash(of: key, pad: 0x36)
    outer = Self.hash(of: key, pad: 0x5C)
  }

  private init(inner: SHA256, outer: SHA256) {
    self.inner = inner
    self.outer = outer
  }

  /// The key that has been fed the beginning of a message.
  func fed(_ beginning: [UInt8]) -> SigningKey {
    var inner = inner
    inner.update(data: beginning)
    return SigningKey(inner: inner, outer: outer)
  }

  private static func hash(of key: SymmetricKey, pad: UInt8) -> SHA256 {
    var block = [UInt8](repeating: pad, count: SHA256.blockByteCount)
    unsafe key.withUnsafeBytes { bytes in
      precondition(bytes.count <= block.count, "a signing key is a SHA-256")
      for index in bytes.indices { block[index] ^= unsafe bytes[index] }
    }
    var hash = SHA256()
    hash.update(data: block)
    return hash
  }

  /// The code of a message.
  @inline(__always)
  func authenticationCode(for message: UnsafeRawBufferPointer) -> SHA256Digest {
    var hash = inner
    unsafe hash.update(bufferPointer: message)
    let digest = hash.finalize()
    var second = outer
    unsafe digest.withUnsafeBytes { unsafe second.update(bufferPointer: $0) }
    return second.finalize()
  }

  /// The code of a message.
  func authenticationCode(for message: [UInt8]) -> SHA256Digest {
    unsafe message.withUnsafeBytes { unsafe authenticationCode(for: $0) }
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  /// A fixed text, without the key.
  var description: String { "SigningKey" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
