import AWSCore
import AWSCredentials
import Crypto

/// What all signatures of one second have in common, for one set of credentials, service and region: worked out once.
///
/// A busy client makes thousands of signatures in a second. Each copies these texts.
final class SigningContext: Sendable {
  enum Key: Sendable {
    /// For SigV4: an HMAC that has been fed nothing.
    case hmac(SigningKey)
    case ecdsa(P256.Signing.PrivateKey)

    var scheme: SigningScheme {
      switch self {
      case .hmac: .hmac
      case .ecdsa: .ecdsa
      }
    }
  }

  let identity: SigningIdentity
  let second: Int
  let timestamp: String
  private let region: String
  private let service: String
  let key: Key
  /// The scope of the credential: day, region, service and `aws4_request`.
  let scope: String
  /// The string to sign up to the canonical request's hash.
  let head: [UInt8]
  /// The `authorization` up to the names of the signed headers.
  let authorization: [UInt8]
  /// The time as a line of the canonical headers.
  let dateLine: [UInt8]
  /// The algorithm, the credential and the time as parameters of a presigned URL.
  let parameters: [UInt8]
  /// Where in ``parameters`` each of them is.
  let parameterPieces: [Piece]
  /// An upper bound of how much room these texts take, by where the signature goes.
  let room: (header: Int, query: Int)

  /// Makes the context of a second.
  ///
  /// - Parameters:
  ///   - timestamp: The second.
  ///   - identity: The credentials.
  ///   - key: A key that has been fed nothing.
  ///   - region: The region, or of SigV4a the set of regions.
  init(
    _ timestamp: SigningTimestamp, _ identity: SigningIdentity, key: Key, region: String, service: String
  ) {
    self.identity = identity
    second = timestamp.second
    self.timestamp = timestamp.text
    self.region = region
    self.service = service
    let algorithm = "\(key.scheme.algorithm)"
    let parts = [String(timestamp.text.prefix(8))] + (key.scheme == .hmac ? [region] : []) + [service, "aws4_request"]
    scope = parts.joined(separator: "/")
    head = Array("\(algorithm)\n\(timestamp.text)\n\(scope)\n".utf8)
    authorization = Array("\(algorithm) Credential=\(identity.accessKeyId)/\(scope), SignedHeaders=".utf8)
    dateLine = Array("\(CanonicalRequestWriter.Name.date):\(timestamp.text)\n".utf8)
    self.key = key
    var texts: [UInt8] = []
    var pieces: [Piece] = []
    let credential = ([identity.accessKeyId] + parts).map { PercentEncoding.encode($0) }.joined(separator: "%2F")
    for (name, value) in [
      ("X-Amz-Algorithm", algorithm), ("X-Amz-Credential", credential), ("X-Amz-Date", timestamp.text),
    ] {
      if !texts.isEmpty { texts.append(ascii: "&") }
      let start = texts.count
      texts += Array("\(name)=\(value)".utf8)
      let split = start + name.utf8.count
      pieces.append(Piece(start: start, split: split, valueStart: split + 1, end: texts.count))
    }
    parameters = texts
    parameterPieces = pieces
    let regionSet = key.scheme == .ecdsa ? region.utf8.count : 0
    let token = identity.sessionToken?.utf8.count ?? 0
    // Lines of headers are there as they were added and in the canonical request. A presigned URL's parameters are there as they
    // were added, in the canonical request and in the URL, and of the set of regions each byte may become three.
    let room = head.count + authorization.count + (dateLine.count + token + regionSet) * 2
    self.room = (room, room + regionSet * 9 + 512 + (texts.count + identity.tokenParameter.count) * 3)
  }

  /// Makes the context of another second of the same day, in which only the time differs.
  ///
  /// - Parameters:
  ///   - other: What has been worked out for the other second.
  ///   - timestamp: The second.
  init(_ other: SigningContext, at timestamp: SigningTimestamp) {
    let length = timestamp.text.utf8.count
    func moved(_ text: [UInt8], from start: Int) -> [UInt8] {
      var text = text
      var position = start
      for byte in timestamp.text.utf8 {
        text[position] = byte
        position += 1
      }
      return text
    }
    identity = other.identity
    second = timestamp.second
    self.timestamp = timestamp.text
    region = other.region
    service = other.service
    scope = other.scope
    // Between two line breaks; and at the end, before a line break or nothing.
    head = moved(other.head, from: other.head.count - other.scope.utf8.count - length - 2)
    authorization = other.authorization
    dateLine = moved(other.dateLine, from: other.dateLine.count - length - 1)
    parameters = moved(other.parameters, from: other.parameters.count - length)
    parameterPieces = other.parameterPieces
    room = other.room
    key = other.key
  }

  /// The key that has been fed nothing; `nil` of SigV4a.
  var plainKey: SigningKey? {
    switch key {
    case .hmac(let key): key
    case .ecdsa: nil
    }
  }

  /// The set of regions of SigV4a.
  var regionSet: String? { key.scheme == .ecdsa ? region : nil }

  /// Whether signatures of a second by some credentials are made with this.
  @inline(__always)
  func serves(_ credentials: Credentials, second other: Int) -> Bool {
    second == other && identity.isSame(as: credentials)
  }
}

extension SigningContext: CustomStringConvertible, CustomReflectable {
  /// The time and the scope, without the key.
  var description: String { "SigningContext(\(timestamp), \(service), \(region))" }
  var customMirror: Mirror { Mirror(self, children: ["timestamp": timestamp], displayStyle: .class) }
}
