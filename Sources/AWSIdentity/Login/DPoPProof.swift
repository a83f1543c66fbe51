import AWSCore
import AWSCredentials
package import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The proof that a request comes from who holds the key a token was made for: RFC 9449, section 4.2.
package enum DPoPProof {
  /// Makes the proof for one request.
  ///
  /// - Parameters:
  ///   - key: The private key.
  ///   - method: The request's method.
  ///   - url: The request's URL without query and fragment.
  ///   - id: A name that no other proof has.
  ///   - time: The time.
  /// - Returns: A JSON Web Token signed with ES256 (RFC 7518, section 3.4), the value of the `DPoP` header field.
  package static func make(
    key: P256.Signing.PrivateKey, method: String, url: String, id: String, time: Date
  ) throws -> String {
    let point = Array(key.publicKey.rawRepresentation)
    let jwk = JSONMembers.encode([
      "kty": "EC", "crv": "P-256", "x": String(base64URL: point.prefix(32)), "y": String(base64URL: point.suffix(32)),
    ])
    let header = Array("{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":".utf8) + jwk + [UInt8(ascii: "}")]
    var payload = JSONMembers.encode(["jti": id, "htm": method, "htu": url])
    payload.removeLast()
    // A time beyond what a credential can carry is a broken clock; the service says so, and nothing traps.
    let seconds = Int64(min(max(time.timeIntervalSince1970, 0), 253_402_300_799))
    payload += Array(",\"iat\":\(seconds)}".utf8)
    let content = String(base64URL: header) + "." + String(base64URL: payload)
    let signature = try key.signature(for: Array(content.utf8))
    return content + "." + String(base64URL: signature.rawRepresentation)
  }
}

/// Puts a fresh proof on every request, so that a retry does not repeat one: a service may refuse a proof it has seen.
struct DPoPTransport: HTTPTransport {
  let base: any HTTPTransport
  let key: P256.Signing.PrivateKey
  let clock: any WallClock

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    var request = request
    let path = request.head.path.map { String($0.prefix { $0 != "?" && $0 != "#" }) } ?? "/"
    let url = "\(request.head.scheme ?? "https")://\(request.head.authority ?? "")\(path)"
    let proof: String
    do {
      proof = try DPoPProof.make(
        key: key, method: request.head.method.rawValue, url: url, id: UUID().uuidString, time: clock.now())
    } catch {
      throw HTTPTransportError(.invalidRequest, message: "The proof of possession could not be signed.")
    }
    if let field = HTTPField.Name("DPoP") { request.head.headerFields[field] = proof }
    return try await base.send(request)
  }
}

extension DPoPTransport: CustomStringConvertible, CustomReflectable {
  /// Nothing of the key.
  var description: String { "DPoPTransport(\(Redacted.mark))" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
