/// Whether a refresh token can be used again after its first use, which returned a new refresh token.
public enum EmulatedRefreshTokenReuse: Sendable, Hashable {
  /// The old refresh token works until the new one has been used, so that a client that did not receive the response
  /// with the new token can send the request again.
  case untilNextUse
  /// Each refresh token works only once, as with some identity providers (RFC 9700, 4.14.2).
  case never
}

/// The refresh tokens of one login.
///
/// Every use brings a new one. Whether the one before still works then is for ``EmulatedRefreshTokenReuse``; older ones are refused.
struct EmulatedRefreshTokens: Sendable {
  private(set) var current = RandomText.base64(count: 86)
  private var previous: String?
  private let reuse: EmulatedRefreshTokenReuse

  init(reuse: EmulatedRefreshTokenReuse = .untilNextUse) { self.reuse = reuse }

  /// Takes a token in exchange for the next one; `nil` if it does not work any more.
  mutating func exchange(_ token: String) -> String? {
    if ByteKey(token) == ByteKey(current) {
      previous = reuse == .untilNextUse ? current : nil
      current = RandomText.base64(count: 86)
      return current
    }
    return previous.map { ByteKey($0) } == ByteKey(token) ? current : nil
  }

  func accepts(_ token: String) -> Bool {
    [current, previous].contains { $0.map { ByteKey($0) } == ByteKey(token) }
  }
}
