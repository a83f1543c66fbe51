import AWSCredentials

/// What a signer made its last signature with, and most often makes the next one with.
///
/// All copies of a signer share it. What it holds fits the signer's service, region and options.
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

  private let materials = Locked<Materials?>(nil)

  /// What was used last, if it serves for the same second and credentials.
  @inline(__always)
  func materials(for credentials: Credentials, second: Int) -> Materials? {
    materials.withLock { materials -> Materials? in
      guard let materials, materials.moment.serves(credentials, second: second) else { return nil }
      return materials
    }
  }

  /// Keeps what was used now.
  func keep(_ used: Materials) {
    materials.withLock { $0 = used }
  }

  /// Keeps what the requests of a second have in common, if that second is still the last one.
  func keep(_ frame: SigningFrame, with used: Materials) {
    materials.withLock { if $0 === used { $0 = Materials(used.moment, frame) } }
  }
}

extension RecentSignature: CustomStringConvertible, CustomReflectable {
  /// Nothing of what it holds.
  var description: String { "RecentSignature" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
