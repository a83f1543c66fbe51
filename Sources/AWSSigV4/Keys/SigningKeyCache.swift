import AWSCore
import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A cache of derived signing keys, one for each combination of secret access key, day, region and service.
///
/// Deriving a key takes four HMACs, which is most of the cost of a signature. The cache also keeps what all signatures
/// of one second have in common, until the next second. When the cache is full (8 keys by default), a new key replaces
/// the one that was used least recently. A cache can be shared between threads and signers. A signing key is found by
/// its secret access key among other things, so after credentials have rotated the old signing keys are not used for
/// the new credentials. The cache holds secret access keys and session tokens in memory; printing the cache shows none
/// of them.
public final class SigningKeyCache: Sendable {
  private struct Entry {
    let secret: String
    let secretIsASCII: Bool
    let day: Int
    let region: String
    let service: String
    let key: SigningKey
    var context: SigningContext?
    var lastUse: UInt64

    func matches(secret other: String, day: Int, region: String, service: String) -> Bool {
      self.day == day && self.service.hasBytes(of: service) && self.region.hasBytes(of: region)
        && secret.hasBytes(of: other) && (secretIsASCII || secret.utf8.elementsEqual(other.utf8))
    }
  }

  /// The key of SigV4a that was used last. It does not depend on day, region or service.
  private struct ECDSAEntry {
    let accessKeyId: String
    let secret: String
    let key: P256.Signing.PrivateKey

    func matches(_ credentials: Credentials) -> Bool {
      accessKeyId.utf8.elementsEqual(credentials.accessKeyId.utf8)
        && secret.utf8.elementsEqual(credentials.secretAccessKey.utf8)
    }
  }

  private struct State {
    var entries: [Entry] = []
    var ecdsa: ECDSAEntry?
    var uses: UInt64 = 0

    /// Where the entry is, marked as used.
    mutating func find(secret: String, day: Int, region: String, service: String) -> Int? {
      for index in entries.indices
      where entries[index].matches(secret: secret, day: day, region: region, service: service) {
        uses &+= 1
        entries[index].lastUse = uses
        return index
      }
      return nil
    }
  }

  private let state = Locked(State())
  private let capacity: Int

  /// Makes an empty cache of signing keys.
  ///
  /// - Parameter capacity: How many signing keys the cache keeps at most; at least 1. The default is 8.
  public init(capacity: Int = 8) {
    self.capacity = max(1, capacity)
  }

  /// How many keys the cache holds.
  package var count: Int { state.withLock { $0.entries.count } }

  /// What signatures of a second have in common; the credentials have been checked.
  func context(for credentials: Credentials, second: Int, region: String, service: String) -> SigningContext {
    let (key, kept) = entry(
      secret: credentials.secretAccessKey, second: second, region: region, service: service)
    if let kept, kept.serves(credentials, second: second) { return kept }
    let timestamp = SigningTimestamp(second: second)
    let context: SigningContext
    if let kept, kept.identity.isSame(as: credentials) {
      context = SigningContext(kept, at: timestamp)
    } else {
      context = SigningContext(
        timestamp, SigningIdentity(credentials), key: .hmac(key), region: region, service: service)
    }
    state.withLock { state in
      let index = state.find(
        secret: credentials.secretAccessKey, day: second / 86_400, region: region, service: service)
      if let index { state.entries[index].context = context }
    }
    return context
  }

  /// The key that has been fed nothing yet, for what is no request: a chunk, a message, a policy.
  func key(secret: String, second: Int, region: String, service: String) -> SigningKey {
    entry(secret: secret, second: second, region: region, service: service).key
  }

  // The derivation is done without the lock; two threads that do it at the same time do it twice.
  private func entry(
    secret: String, second: Int, region: String, service: String
  ) -> (key: SigningKey, context: SigningContext?) {
    let found = state.withLock { state in
      state.find(secret: secret, day: second / 86_400, region: region, service: service)
        .map { (state.entries[$0].key, state.entries[$0].context) }
    }
    if let found { return found }
    let timestamp = SigningTimestamp(second: second)
    let key = Self.derive(secret: secret, day: String(timestamp.text.prefix(8)), region: region, service: service)
    let capacity = capacity
    state.withLock { state in
      guard state.find(secret: secret, day: timestamp.day, region: region, service: service) == nil else { return }
      if state.entries.count >= capacity,
        let oldest = state.entries.indices.min(by: { state.entries[$0].lastUse < state.entries[$1].lastUse })
      {
        state.entries.remove(at: oldest)
      }
      state.uses &+= 1
      state.entries.append(
        Entry(
          secret: secret, secretIsASCII: secret.utf8.allSatisfy { $0 < 0x80 }, day: timestamp.day, region: region,
          service: service, key: key, context: nil, lastUse: state.uses))
    }
    return (key, nil)
  }

  /// What signatures of a second by SigV4a have in common; the credentials have been checked.
  ///
  /// - Parameter regionSet: The regions, joined by commas.
  func context(
    for credentials: Credentials, second: Int, regionSet: String, service: String
  ) throws(SigV4Error) -> SigningContext {
    let key = try ecdsaKey(credentials)
    return SigningContext(
      SigningTimestamp(second: second), SigningIdentity(credentials), key: .ecdsa(key), region: regionSet,
      service: service)
  }

  /// The key of SigV4a for credentials.
  private func ecdsaKey(_ credentials: Credentials) throws(SigV4Error) -> P256.Signing.PrivateKey {
    let cached = state.withLock { state in state.ecdsa.flatMap { $0.matches(credentials) ? $0.key : nil } }
    if let cached { return cached }
    let key = try SigV4aKey.derive(credentials)
    state.withLock { state in
      state.ecdsa = ECDSAEntry(
        accessKeyId: credentials.accessKeyId, secret: credentials.secretAccessKey, key: key)
    }
    return key
  }

  /// Derives a signing key: AWS Signature Version 4, "Derive a signing key".
  private static func derive(secret: String, day: String, region: String, service: String) -> SigningKey {
    var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
    for part in [day, region, service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    return SigningKey(key)
  }
}

extension SigningKeyCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of signing keys in the cache. The keys themselves are left out, because they are secret.
  public var description: String { "SigningKeyCache(\(count) keys)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the number of signing keys in the cache. The keys themselves are left out, because they are secret.
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .class) }
}
