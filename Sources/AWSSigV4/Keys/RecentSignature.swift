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

    init(_ context: SigningContext, _ headers: CanonicalHeaders = .empty) {
      self.context = context
      canonicalHeaders = headers
    }
  }

  private let latest = Locked<Materials?>(nil)

  /// What was used last, if it serves for the same second and credentials.
  @inline(__always)
  func materials(for credentials: Credentials, second: Int) -> Materials? {
    latest.withLock { latest -> Materials? in
      guard let latest, latest.context.serves(credentials, second: second) else { return nil }
      return latest
    }
  }

  /// Keeps what was used now.
  func keep(_ used: Materials) {
    latest.withLock { $0 = used }
  }

  /// Keeps what the requests of a second have in common, if that second is still the last one.
  func keep(_ headers: CanonicalHeaders, with used: Materials) {
    latest.withLock { if $0 === used { $0 = Materials(used.context, headers) } }
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
