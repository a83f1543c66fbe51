#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The session token of the metadata service: when one is there to use, and when a new one is due.
///
/// The token is a secret: who has it can ask the service for credentials. Printing shows none.
struct InstanceMetadataToken: Sendable {
  /// A token, and the endpoint that issued it.
  struct Token: Sendable, Hashable {
    let text: String
    let endpoint: String
    let expiration: Date
  }

  /// How long before its expiration a token is no longer used.
  static let margin: TimeInterval = 120
  /// The lifetime asked for, in seconds: the longest there is.
  static let lifetime = 21_600

  private var current: Token?

  /// The token to use, if there is one that stays valid for the margin.
  ///
  /// Of a token that lives less than twice as long as the margin, half the life is used.
  func usable(for endpoint: String, at now: Date) -> Token? {
    guard let current, current.endpoint == endpoint, now < current.expiration else { return nil }
    return current
  }

  /// Keeps a new token.
  mutating func store(_ text: String, from endpoint: String, lifetime: TimeInterval, at now: Date) -> Token {
    let useful = max(lifetime - Self.margin, lifetime / 2)
    let token = Token(text: text, endpoint: endpoint, expiration: now.addingTimeInterval(useful))
    current = token
    return token
  }

  /// Forgets a token the service refused, unless another has taken its place.
  mutating func reject(_ token: Token) {
    if current == token { current = nil }
  }
}

extension InstanceMetadataToken.Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "Token(\(Redacted.mark), endpoint: \(endpoint))" }
  var debugDescription: String { description }
  var customMirror: Mirror {
    Mirror(self, children: ["text": Redacted.mark, "endpoint": endpoint], displayStyle: .struct)
  }
}
