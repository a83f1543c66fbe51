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
/// fed the key, and what is the same in all strings to sign of one second. A cache holds a few keys and forgets those used
/// least recently; it is safe to share between threads and signers. The secret is part of the key, so rotated credentials
/// can never meet an old signing key.
public final class SigningKeyCache: Sendable {
  private struct Entry {
    let secret: String
    let secretIsASCII: Bool
    let day: Int
    let region: String
    let service: String
    let key: SigningKey
    var head: StringToSignHead
    var lastUse: UInt64

    func matches(secret other: String, day: Int, region: String, service: String) -> Bool {
      // `==` of strings is Unicode's canonical equivalence: exact for ASCII only, which regions and services are.
      self.day == day && self.service == service && self.region == region && secret == other
        && (secretIsASCII || secret.utf8.elementsEqual(other.utf8))
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

    /// The head of a second, made anew when the second is another one than before.
    mutating func head(at index: Int, second: Int) -> StringToSignHead {
      if entries[index].head.timestamp.second == second { return entries[index].head }
      let entry = entries[index]
      let head = StringToSignHead(
        SigningTimestamp(second: second), region: entry.region, service: entry.service, key: entry.key)
      entries[index].head = head
      return head
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

  /// The rendered time of a signature and the key, which has been fed the string to sign up to the canonical request's hash.
  /// Both are made once per second.
  func head(secret: String, second: Int, region: String, service: String) -> StringToSignHead {
    let found = state.withLock { state -> StringToSignHead? in
      guard let index = state.find(secret: secret, day: second / 86_400, region: region, service: service) else {
        return nil
      }
      return state.head(at: index, second: second)
    }
    return found ?? insert(secret: secret, second: second, region: region, service: service).head
  }

  /// The key that has been fed nothing yet, for what is no request: a chunk, a message, a policy.
  func key(
    secret: String, second: Int, region: String, service: String
  ) -> (key: SigningKey, timestamp: SigningTimestamp) {
    let found = state.withLock { state in
      state.find(secret: secret, day: second / 86_400, region: region, service: service).map { state.entries[$0].key }
    }
    if let found { return (found, SigningTimestamp(second: second)) }
    let entry = insert(secret: secret, second: second, region: region, service: service)
    return (entry.key, entry.head.timestamp)
  }

  // The derivation is done without the lock; two threads that do it at the same time do it twice.
  private func insert(secret: String, second: Int, region: String, service: String) -> Entry {
    let timestamp = SigningTimestamp(second: second)
    let key = Self.derive(secret: secret, day: String(timestamp.text.prefix(8)), region: region, service: service)
    let head = StringToSignHead(timestamp, region: region, service: service, key: key)
    let capacity = capacity
    return state.withLock { state in
      let known = state.find(secret: secret, day: timestamp.day, region: region, service: service)
      state.uses &+= 1
      let entry = Entry(
        secret: secret, secretIsASCII: secret.utf8.allSatisfy { $0 < 0x80 }, day: timestamp.day, region: region,
        service: service, key: key, head: head, lastUse: state.uses)
      if known != nil { return entry }
      if state.entries.count >= capacity,
        let oldest = state.entries.indices.min(by: { state.entries[$0].lastUse < state.entries[$1].lastUse })
      {
        state.entries.remove(at: oldest)
      }
      state.entries.append(entry)
      return entry
    }
  }

  /// The key of SigV4a for credentials.
  func ecdsaKey(_ credentials: Credentials) throws(SigV4Error) -> P256.Signing.PrivateKey {
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
  /// The number of keys, and none of them.
  public var description: String { "SigningKeyCache(\(count) keys)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the keys.
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .class) }
}
