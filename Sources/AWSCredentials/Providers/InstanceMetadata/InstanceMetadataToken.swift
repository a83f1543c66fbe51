import AWSCore

/// The session token of the metadata service: when one is there to use, and when a new one is due.
///
/// The token is a secret: any program that has it can get credentials from the service. Printing does not show it.
struct InstanceMetadataToken: Sendable {
  /// A token, and the endpoint that issued it.
  struct Token: Sendable, Hashable {
    let text: String
    let endpoint: String
    /// From this reading of the monotonic clock on it is no longer used. The service tells how long a token lives, not
    /// until when, so setting the wall clock changes nothing.
    let usableUntil: Duration
  }

  /// How long before its expiration a token is no longer used.
  static let margin = 120.0
  /// The lifetime asked for, in seconds: the longest there is.
  static let lifetime = 21_600

  private var current: Token?

  /// The token to use, if there is one that stays valid for the margin, at a reading of the monotonic clock.
  ///
  /// Of a token that lives less than twice as long as the margin, half the life is used.
  func usable(for endpoint: String, at now: Duration) -> Token? {
    guard let current, current.endpoint == endpoint, now < current.usableUntil else { return nil }
    return current
  }

  /// Keeps a new token.
  mutating func store(_ text: String, from endpoint: String, lifetime: Double, at now: Duration) -> Token {
    let useful = max(lifetime - Self.margin, lifetime / 2)
    let token = Token(text: text, endpoint: endpoint, usableUntil: now + .clamped(seconds: useful))
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
