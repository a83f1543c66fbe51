/// What all strings to sign of one second, region and service begin with, hashed: everything but the canonical request's
/// hash.
///
/// It spares each signature the hashing of 64 bytes, one of the three blocks that the code of a string to sign takes.
struct StringToSignHead: Sendable {
  let timestamp: SigningTimestamp
  /// The key, which has been fed the beginning.
  let key: SigningKey

  /// Makes the head.
  ///
  /// - Parameter key: The key, which has been fed nothing.
  init(_ timestamp: SigningTimestamp, region: String, service: String, key: SigningKey) {
    self.timestamp = timestamp
    let text =
      "\(SigningScheme.hmac.algorithm)\n\(timestamp.text)\n"
      + "\(timestamp.text.prefix(8))/\(region)/\(service)/aws4_request\n"
    self.key = key.fed(Array(text.utf8))
  }
}
