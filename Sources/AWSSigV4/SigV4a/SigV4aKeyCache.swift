import AWSCredentials
import Crypto

/// The ECDSA keys derived lately, one for each access key and secret; neither day, region nor service is part of them.
///
/// Deriving a key costs a multiplication on the curve. A cache holds a few keys and forgets those used least recently; it
/// is safe to share between threads and signers.
public final class SigV4aKeyCache: Sendable {
  private struct Entry {
    let accessKeyId: [UInt8]
    let secret: [UInt8]
    let key: P256.Signing.PrivateKey
  }

  // The key used last is at the end.
  private let entries = Locked<[Entry]>([])
  private let capacity: Int

  /// Makes an empty cache.
  ///
  /// - Parameter capacity: How many keys to keep; at least 1.
  public init(capacity: Int = 8) { self.capacity = max(1, capacity) }

  /// How many keys the cache holds.
  package var count: Int { entries.withLock { $0.count } }

  func key(for credentials: Credentials) throws(SigV4Error) -> P256.Signing.PrivateKey {
    // Bytes, as equality of strings is Unicode's canonical equivalence.
    let (accessKeyId, secret) = (Array(credentials.accessKeyId.utf8), Array(credentials.secretAccessKey.utf8))
    let cached = entries.withLock { entries -> P256.Signing.PrivateKey? in
      guard let index = entries.lastIndex(where: { $0.accessKeyId == accessKeyId && $0.secret == secret }) else {
        return nil
      }
      if index < entries.count - 1 { entries.append(entries.remove(at: index)) }
      return entries.last?.key
    }
    if let cached { return cached }
    let key = try SigV4aKey.derive(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey)
    let capacity = capacity
    entries.withLock { entries in
      // Another thread may have derived the same key meanwhile.
      if entries.contains(where: { $0.accessKeyId == accessKeyId && $0.secret == secret }) { return }
      if entries.count >= capacity { entries.removeFirst() }
      entries.append(Entry(accessKeyId: accessKeyId, secret: secret, key: key))
    }
    return key
  }
}

extension SigV4aKeyCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of keys, and none of them.
  public var description: String { "SigV4aKeyCache(\(count) keys)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the keys.
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .class) }
}
