import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signatures of which each covers the one before it, as those of chunks and of the messages of an event stream do.
struct SignatureChain: Sendable {
  private let key: SigningKey
  private let scope: String
  /// The signature before the next one, in hexadecimal digits.
  private(set) var previous: String

  init(key: SigningKey, scope: String, seed: String) {
    self.key = key
    self.scope = scope
    previous = seed
  }

  /// Signs the next link.
  ///
  /// - Parameters:
  ///   - algorithm: The first line of the string to sign.
  ///   - timestamp: The second line.
  ///   - hashes: The last lines, in hexadecimal digits.
  mutating func next(_ algorithm: String, timestamp: String, hashes: [String]) -> String {
    let lines = [algorithm, timestamp, scope, previous] + hashes
    previous = SHA256Hex.encode(key.authenticationCode(for: Array(lines.joined(separator: "\n").utf8)))
    return previous
  }
}

extension SigV4Signer {
  /// The key of SigV4 and the scope for a time.
  func chainMaterial(
    _ credentials: Credentials, date: Date
  ) throws(SigV4Error) -> (key: SigningKey, timestamp: SigningTimestamp, scope: String) {
    let (key, timestamp) = try plainKey(for: "Events", credentials: credentials, date: date)
    return (key, timestamp, "\(timestamp.text.prefix(8))/\(region)/\(service)/aws4_request")
  }
}
