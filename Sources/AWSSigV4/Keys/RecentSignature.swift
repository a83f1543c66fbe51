import AWSCore
import AWSCredentials

/// Remembers what a signer made its last signature with, and most often makes the next one with.
///
/// All copies of a signer share it. What it remembers fits the signer's service, region and options.
final class RecentSignature: Sendable {
  final class Materials: Sendable {
    let context: SigningContext
    /// What the requests of that second have in common; empty until there have been some.
    let canonicalHeaders: CanonicalHeaders
    /// The key that has been fed the head of the string to sign, so that only the hash of the canonical request remains to be
    /// fed; `nil` for the first signature of a second, which may be the only one, and of SigV4a.
    let fedKey: SigningKey?

    init(_ context: SigningContext, _ headers: CanonicalHeaders = .empty, fedKey: SigningKey? = nil) {
      self.context = context
      canonicalHeaders = headers
      self.fedKey = fedKey
    }
  }

  private let latest = Locked<Materials?>(nil)

  /// What was used last, if it serves for the same second and credentials.
  @inline(__always)
  func materials(for credentials: Credentials, second: Int) -> Materials? {
    let found = latest.withLock { latest -> Materials? in
      guard let latest, latest.context.serves(credentials, second: second) else { return nil }
      return latest
    }
    if let found, found.fedKey == nil, let key = found.context.plainKey { return feed(key, found) }
    return found
  }

  /// The same with a key that has been fed.
  private func feed(_ key: SigningKey, _ used: Materials) -> Materials {
    let fed = Materials(used.context, used.canonicalHeaders, fedKey: key.fed(used.context.head))
    latest.withLock { if $0 === used { $0 = fed } }
    return fed
  }

  /// The context of another second of the same day, if it was used last and is for the same credentials.
  func otherContext(for credentials: Credentials, second: Int) -> SigningContext? {
    latest.withLock { latest -> SigningContext? in
      guard let context = latest?.context, context.second / 86_400 == second / 86_400,
        context.identity.isSame(as: credentials)
      else { return nil }
      return context
    }
  }

  /// Keeps what was used now.
  func keep(_ used: Materials) {
    latest.withLock { $0 = used }
  }

  /// Keeps what the requests of a second have in common, if that second is still the last one.
  func keep(_ headers: CanonicalHeaders, with used: Materials) {
    latest.withLock { if $0 === used { $0 = Materials(used.context, headers, fedKey: used.fedKey) } }
  }
}

extension RecentSignature.Materials: CustomStringConvertible, CustomReflectable {
  /// A fixed text, without the values.
  var description: String { "RecentSignature.Materials" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}

extension RecentSignature: CustomStringConvertible, CustomReflectable {
  /// A fixed text, without the values.
  var description: String { "RecentSignature" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
