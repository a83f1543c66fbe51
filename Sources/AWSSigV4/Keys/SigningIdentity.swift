import AWSCore
import AWSCredentials

/// A set of credentials, checked, with its session token as it is written into requests.
final class SigningIdentity: Sendable {
  let accessKeyId: String
  let sessionToken: String?
  private let secretAccessKey: String
  private let isASCII: Bool
  /// The token as a line of the canonical headers; empty if there is none, or none that may stand in a header.
  let tokenLine: [UInt8]
  /// The token as a parameter of a presigned URL; empty if there is none.
  let tokenParameter: [UInt8]

  init(_ credentials: Credentials) {
    accessKeyId = credentials.accessKeyId
    sessionToken = credentials.sessionToken
    secretAccessKey = credentials.secretAccessKey
    let token = credentials.sessionToken ?? ""
    isASCII = secretAccessKey.utf8.allSatisfy { $0 < 0x80 } && token.utf8.allSatisfy { $0 < 0x80 }
    guard !token.isEmpty else {
      tokenLine = []
      tokenParameter = []
      return
    }
    // A token that is not canonical is written as a header is, which makes it canonical or throws an error.
    let isCanonical = token.utf8.allSatisfy(\.isVisibleASCII)
    tokenLine = isCanonical ? Array("\(CanonicalRequestWriter.Name.token):\(token)\n".utf8) : []
    var parameter = Array("\(SessionTokenName.securityToken.parameter)=".utf8)
    for byte in token.utf8 { parameter.append(percentEncoded: byte) }
    tokenParameter = parameter
  }

  /// Whether these are the credentials, byte for byte.
  @inline(__always)
  func isSame(as other: Credentials) -> Bool {
    accessKeyId.hasBytes(of: other.accessKeyId) && secretAccessKey.hasBytes(of: other.secretAccessKey)
      && hasToken(of: other) && (isASCII || hasBytes(of: other))
  }

  @inline(__always)
  private func hasToken(of other: Credentials) -> Bool {
    guard let sessionToken, let token = other.sessionToken else { return sessionToken == other.sessionToken }
    return sessionToken.hasBytes(of: token)
  }

  private func hasBytes(of other: Credentials) -> Bool {
    secretAccessKey.utf8.elementsEqual(other.secretAccessKey.utf8)
      && (sessionToken ?? "").utf8.elementsEqual((other.sessionToken ?? "").utf8)
  }
}

extension SigningIdentity: CustomStringConvertible, CustomReflectable {
  /// The access key id, without the secrets.
  var description: String { "SigningIdentity(\(accessKeyId))" }
  var customMirror: Mirror { Mirror(self, children: ["accessKeyId": accessKeyId], displayStyle: .class) }
}

extension String {
  /// Whether two texts consist of the same bytes, if this one is ASCII.
  ///
  /// `==` is Unicode's canonical equivalence, by which a text of ASCII characters alone may equal another one, but never one of
  /// the same number of bytes. It is quick where both are the same string.
  @inline(__always)
  func hasBytes(of other: String) -> Bool { utf8.count == other.utf8.count && self == other }
}
