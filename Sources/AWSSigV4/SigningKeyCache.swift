import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The signing keys derived lately, one for each secret, day, region and service.
///
/// Deriving a key costs four HMACs, most of the price of a signature. Keys are kept as an HMAC that has already been
/// fed the key and is copied for each signature. A cache holds a few keys and forgets those used least recently; it is
/// safe to share between threads and signers. The secret is part of the key, so rotated credentials can never meet an
/// old signing key.
public final class SigningKeyCache: Sendable {
  private struct Entry {
    let secret: String
    let secretIsASCII: Bool
    let day: Int
    let region: String
    let service: String
    let key: SigningKey
    var lastUse: UInt64

    // `==` of strings is Unicode's canonical equivalence: exact for ASCII only.
    func matches(_ other: String) -> Bool {
      secret == other && (secretIsASCII || secret.utf8.elementsEqual(other.utf8))
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
    var timestamp: SigningTimestamp?
    var ecdsa: ECDSAEntry?
    var uses: UInt64 = 0

    mutating func key(secret: String, day: Int, region: String, service: String) -> SigningKey? {
      for index in entries.indices
      where entries[index].day == day && entries[index].service == service && entries[index].region == region
        && entries[index].matches(secret)
      {
        uses &+= 1
        entries[index].lastUse = uses
        return entries[index].key
      }
      return nil
    }
  }

  private let state = Locked(State())
  private let capacity: Int

  /// Makes an empty cache.
  ///
  /// - Parameter capacity: How many keys to keep; at least 1.
  public init(capacity: Int = 8) {
    self.capacity = max(1, capacity)
  }

  /// How many keys the cache holds.
  package var count: Int { state.withLock { $0.entries.count } }

  /// The key for a signature and the rendered time of it. The time is rendered once per second.
  func material(
    secret: String, second: Int, region: String, service: String
  ) -> (key: SigningKey, timestamp: SigningTimestamp) {
    let (cached, timestamp) = state.withLock { state in
      let key = state.key(secret: secret, day: second / 86_400, region: region, service: service)
      if let timestamp = state.timestamp, timestamp.second == second { return (key, timestamp) }
      let timestamp = SigningTimestamp(second: second)
      state.timestamp = timestamp
      return (key, timestamp)
    }
    if let cached { return (cached, timestamp) }
    let key = Self.derive(secret: secret, day: String(timestamp.text.prefix(8)), region: region, service: service)
    let capacity = capacity
    state.withLock { state in
      // Another thread may have derived the same key meanwhile.
      if state.key(secret: secret, day: timestamp.day, region: region, service: service) != nil { return }
      state.uses &+= 1
      if state.entries.count >= capacity,
        let oldest = state.entries.indices.min(by: { state.entries[$0].lastUse < state.entries[$1].lastUse })
      {
        state.entries.remove(at: oldest)
      }
      state.entries.append(
        Entry(
          secret: secret, secretIsASCII: secret.utf8.allSatisfy { $0 < 0x80 }, day: timestamp.day, region: region,
          service: service, key: key, lastUse: state.uses))
    }
    return (key, timestamp)
  }

  /// Derives a signing key: AWS Signature Version 4, "Derive a signing key".
  /// The key of SigV4a for credentials, and the time as text.
  func ecdsaMaterial(
    _ credentials: Credentials, second: Int
  ) throws(SigV4Error) -> (key: P256.Signing.PrivateKey, timestamp: SigningTimestamp) {
    let timestamp = SigningTimestamp(second: second)
    let cached = state.withLock { state in state.ecdsa.flatMap { $0.matches(credentials) ? $0.key : nil } }
    if let cached { return (cached, timestamp) }
    let key = try SigV4aKey.derive(credentials)
    state.withLock { state in
      state.ecdsa = ECDSAEntry(
        accessKeyId: credentials.accessKeyId, secret: credentials.secretAccessKey, key: key)
    }
    return (key, timestamp)
  }

  private static func derive(secret: String, day: String, region: String, service: String) -> SigningKey {
    var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
    for part in [day, region, service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    return SigningKey(key)
  }
}

extension SigningKeyCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of keys, and none of them.
  public var description: String { "SigningKeyCache(\(count) keys)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the keys.
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .class) }
}
