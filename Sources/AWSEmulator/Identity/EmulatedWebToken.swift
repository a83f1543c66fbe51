import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A JSON Web Token in the compact form (RFC 7515, section 7.1), taken apart but not believed yet.
struct EmulatedWebToken {
  let header: JSON
  let payload: JSON
  /// What the signature is over.
  let signedPart: [UInt8]
  let signature: [UInt8]

  /// Takes a token apart; `nil` if it is not one.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
      let signature = Base64URL.decode(parts[2]), let head = try? JSONParser.parse(header),
      let claims = try? JSONParser.parse(payload)
    else { return nil }
    self.header = head
    self.payload = claims
    self.signature = signature
    signedPart = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
  }

  /// Makes a token signed with HMAC-SHA256 (RFC 7518, section 3.2).
  static func make(_ payload: JSON, key: SymmetricKey) -> String {
    let header = JSON.object([("typ", .string("JWT")), ("alg", .string("HS256"))])
    let content = Base64URL.encode(Array(header.text.utf8)) + "." + Base64URL.encode(Array(payload.text.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
    return content + "." + Base64URL.encode(Array(code))
  }

  /// Whether the token was made with a key by ``make(_:key:)``.
  func isSigned(with key: SymmetricKey) -> Bool {
    header["alg"]?.string == "HS256"
      && HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: signedPart, using: key)
  }

  /// The claim of a time (RFC 7519, section 2, "NumericDate").
  func time(_ claim: String) -> Date? { payload[claim]?.double.map { Date(timeIntervalSince1970: $0) } }
}

/// Base64 with the alphabet for URLs and without padding: RFC 7515, section 2.
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> String {
    String(
      Base64.encode(bytes).compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }

  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") }) else {
      return nil
    }
    var standard = text.map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    while !standard.count.isMultiple(of: 4) { standard.append(UInt8(ascii: "=")) }
    return Data(base64Encoded: Data(standard)).map { Array($0) }
  }
}
