import AWSCore
import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension SigningRequest {
  /// A request from the text of a URL, cut byte by byte.
  init(method: String, url: String, headers: [[String]]) throws {
    let scheme = url.hasPrefix("https://") ? "https" : "http"
    let rest = url.dropFirst(scheme.count + 3)
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    self.init(
      method: method, scheme: scheme, authority: String(rest[..<end]), target: String(rest[end...]),
      headers: try headers.map { pair in
        try #require(pair.count == 2)
        return (pair[0], pair[1])
      })
  }
}

extension SigV4Signer {
  /// Signs three times, and the third signature is made with what the second one has left to those of the same second.
  func signThrice(
    _ request: SigningRequest, payload: PayloadHash, credentials: Credentials, date: Date
  ) throws -> HeaderSignature {
    let first = try sign(request, payload: payload, credentials: credentials, date: date)
    _ = try sign(request, payload: payload, credentials: credentials, date: date)
    let third = try sign(request, payload: payload, credentials: credentials, date: date)
    #expect(first.authorization == third.authorization && first.canonicalRequest == third.canonicalRequest)
    return third
  }
}

/// What the signer is expected to produce, whatever the file it comes from.
struct Expectation {
  var name: String
  var canonicalRequest: String?
  var stringToSign: String?
  var signature: String

  func check(_ signed: HeaderSignature) {
    check(signed.canonicalRequest, signed.stringToSign, signed.signature)
    let authorization = signed.headers.last?.value ?? ""
    #expect(authorization.hasSuffix("SignedHeaders=\(signed.signedHeaders), Signature=\(signature)"), "\(name)")
  }

  func check(_ signed: PresignedRequest) {
    check(signed.canonicalRequest, signed.stringToSign, signed.signature)
    #expect(signed.target.hasSuffix("&X-Amz-Signature=\(signature)"), "\(name)")
  }

  private func check(_ canonicalRequest: String, _ stringToSign: String, _ signature: String) {
    if let expected = self.canonicalRequest { #expect(canonicalRequest == expected, "\(name)") }
    if let expected = self.stringToSign { #expect(stringToSign == expected, "\(name)") }
    #expect(signature == self.signature, "\(name)")
  }
}

/// A time from `2015-08-30T12:36:00Z` or `20150830T123600Z`.
func time(_ text: String) throws -> Date {
  let digits = text.filter { $0 != "-" && $0 != ":" }
  let parts = try [(0, 4), (4, 2), (6, 2), (9, 2), (11, 2), (13, 2)].map { offset, length in
    try #require(Int(digits.dropFirst(offset).prefix(length)))
  }
  let days = CivilDate.days(year: parts[0], month: parts[1], day: parts[2])
  return Date(timeIntervalSince1970: Double(days * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]))
}
