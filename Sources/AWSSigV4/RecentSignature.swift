import AWSCredentials

/// Remembers what a signer made its last signature with, and most often makes the next one with.
///
/// All copies of a signer share it. What it remembers fits the signer's service, region and options.
final class RecentSignature: Sendable {
  final class Materials: Sendable {
    let moment: SigningMoment
    /// What the requests of that second have in common; empty until there have been some.
    let frame: SigningFrame

    init(_ moment: SigningMoment, _ frame: SigningFrame = .empty) {
      self.moment = moment
      self.frame = frame
    }
  }

  private let latest = Locked<Materials?>(nil)

  /// What was used last, if it serves for the same second and credentials.
  @inline(__always)
  func materials(for credentials: Credentials, second: Int) -> Materials? {
    latest.withLock { latest -> Materials? in
      guard let latest, latest.moment.serves(credentials, second: second) else { return nil }
      return latest
    }
  }

  /// Keeps what was used now.
  func keep(_ used: Materials) {
    latest.withLock { $0 = used }
  }

  /// Keeps what the requests of a second have in common, if that second is still the last one.
  func keep(_ frame: SigningFrame, with used: Materials) {
    latest.withLock { if $0 === used { $0 = Materials(used.moment, frame) } }
  }
}

extension RecentSignature.Materials: CustomStringConvertible, CustomReflectable {
  /// Nothing of what they are.
  var description: String { "RecentSignature.Materials" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}

extension RecentSignature: CustomStringConvertible, CustomReflectable {
  /// Nothing of what it holds.
  var description: String { "RecentSignature" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
