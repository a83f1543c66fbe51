import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What signs the parts of a stream: each signature covers the one before it, the first that of the request's head.
struct ChainKey: Sendable {
  private let key: HMAC<SHA256>
  private let timestamp: String
  private let scope: String

  init(_ signer: SigV4Signer, credentials: Credentials, date: Date) throws(SigV4Error) {
    let material = try signer.material(for: credentials, date: date)
    key = material.key
    timestamp = material.timestamp.text
    scope = "\(timestamp.prefix(8))/\(signer.region)/\(signer.service)/aws4_request"
  }

  /// Signs a part.
  ///
  /// - Parameters:
  ///   - algorithm: The first line, which says what kind of part it is.
  ///   - previous: The signature before this one.
  ///   - hashes: The lines that stand for the part itself.
  func signature(_ algorithm: String, after previous: String, hashes: [String]) -> String {
    var stringToSign: [UInt8] = []
    stringToSign.reserveCapacity(384)
    stringToSign.append(text: [algorithm, timestamp, scope, previous].joined(separator: "\n"))
    for hash in hashes {
      stringToSign.append(ascii: "\n")
      stringToSign.append(text: hash)
    }
    var key = key
    key.update(data: stringToSign)
    var hex: [UInt8] = []
    hex.append(hexOf: key.finalize())
    return String(decoding: hex, as: UTF8.self)
  }
}
