/// The refresh tokens of one login.
///
/// Every use brings a new one. The one before works until the new one has been used, so that a client that never saw the
/// answer can ask again; older ones are refused.
struct RefreshTokens: Sendable {
  private(set) var current = RandomText.base64(count: 86)
  private var previous: String?

  /// Takes a token in exchange for the next one; `nil` if it does not work any more.
  mutating func exchange(_ token: String) -> String? {
    if ByteKey(token) == ByteKey(current) {
      previous = current
      current = RandomText.base64(count: 86)
      return current
    }
    return previous.map { ByteKey($0) } == ByteKey(token) ? current : nil
  }

  func accepts(_ token: String) -> Bool {
    [current, previous].contains { $0.map { ByteKey($0) } == ByteKey(token) }
  }
}
