import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Input that cannot be signed is an error that says so, and no input stops the process.
@Suite struct BadInputTests {
  private static let good = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "token")
  private static let now = Date(timeIntervalSince1970: 1_440_938_160)

  private func code(
    _ request: SigningRequest = SigningRequest(method: "GET", authority: "example.com", target: "/"),
    payload: PayloadHash = .empty, service: String = "es", region: String = "us-east-1",
    credentials: Credentials = good, date: Date = now, expiresIn: Duration? = nil
  ) -> SigV4Error.Code? {
    let signer = SigV4Signer(service: service, region: region)
    do throws(SigV4Error) {
      if let expiresIn {
        _ = try signer.presign(
          request, payload: payload, expiresIn: expiresIn, credentials: credentials, date: date)
      } else {
        _ = try signer.sign(request, payload: payload, credentials: credentials, date: date)
      }
      return nil
    } catch {
      return error.code
    }
  }

  /// A Host header is what is signed; scheme and authority still go into the URL.
  @Test func aPresignedURLHoldsNoMalformedHost() {
    for (scheme, authority) in [("javascript", "h"), ("https", "u:p@evil"), ("https", "h/#\r\nx"), ("https", "")] {
      let request = SigningRequest(
        method: "GET", scheme: scheme, authority: authority, target: "/", headers: [("Host", "h")])
      #expect(code(request, expiresIn: .seconds(60)) == .invalidRequest, "\(scheme) \(authority)")
    }
  }

  @Test func emptyCredentialsHaveNoPublicKey() {
    for credentials in [
      Credentials(accessKeyId: "", secretAccessKey: "s"), Credentials(accessKeyId: "id", secretAccessKey: ""),
    ] {
      #expect(throws: SigV4Error.self) { try SigV4aSigner.publicKey(for: credentials) }
    }
  }

  @Test func whatIsWrongIsNamed() {
    #expect(code() == nil)
    for target in ["key", "*", "/a#b", "/a\nb", "/a\r\nX: y", "/\0", "https://example.com/"] {
      #expect(code(SigningRequest(method: "GET", authority: "example.com", target: target)) == .invalidRequest)
    }
    for authority in [
      "", ":443", "a b", "user@example.com", "example.com:", "example.com:x", "example.com:65536", "example.com:1:2",
      "[::1", "[]", "[::1]x", "[127.0.0.1]", "::1", "h\u{F6}st", "a\r\nb", "a/b", "example.com:99999999999999999999",
      "[evil]", "%zz", "a:b:80", "h:0", "[fe80::1%25eth0]", "a\\b:1", "A..b", "127.1:80", "h:+1",
    ] {
      #expect(code(SigningRequest(method: "GET", authority: authority, target: "/")) == .invalidRequest, "\(authority)")
    }
    for scheme in ["", "ftp", "https:"] {
      #expect(
        code(SigningRequest(method: "GET", scheme: scheme, authority: "example.com", target: "/")) == .invalidRequest)
    }
    for scheme in ["HTTPS", "Http"] {
      #expect(code(SigningRequest(method: "GET", scheme: scheme, authority: "example.com", target: "/")) == nil)
    }
    for method in ["", "GET ", "G\nET", "\u{AC00}"] {
      #expect(code(SigningRequest(method: method, authority: "example.com", target: "/")) == .invalidRequest)
    }
    for header in [
      ("", "v"), ("na me", "v"), ("n\u{E9}", "v"), ("a:b", "v"), ("a\r\n", "v"), ("a", "v\r\nx: y"), ("a", "v\n"),
      ("a", "\u{AC00}"), ("a", "\u{7F}"), ("a", "\0"), ("user-agent", "v\nx"),
    ] {
      let request = SigningRequest(method: "GET", authority: "example.com", target: "/", headers: [header])
      #expect(code(request) == .invalidHeader, "\(header)")
    }
  }

  @Test func credentialsScopeDateAndLifetimeAreChecked() {
    func keys(_ id: String, _ secret: String, _ token: String? = nil) -> Credentials {
      Credentials(accessKeyId: id, secretAccessKey: secret, sessionToken: token)
    }
    for credentials in [keys("", "s"), keys("id", ""), keys("i d", "s"), keys("i,d", "s"), keys("i\nd", "s")] {
      #expect(code(credentials: credentials) == .invalidCredentials)
    }
    #expect(code(credentials: keys("id", "s", "to\nken")) == .invalidHeader)
    for part in ["", "a/b", "a b", "a,b", "a\n", "\u{AC00}"] {
      #expect(code(service: part) == .invalidScope)
      #expect(code(region: part) == .invalidScope)
    }
    for seconds in [-1, -62_135_596_800, 253_402_300_800, .infinity, -.infinity, .nan, 1e300] {
      #expect(code(date: Date(timeIntervalSince1970: seconds)) == .invalidDate)
    }
    #expect(code(date: Date(timeIntervalSince1970: 0)) == nil)
    #expect(code(date: Date(timeIntervalSince1970: 253_402_300_799.9)) == nil)
    for duration in [Duration.zero, .seconds(-1), .milliseconds(999), .seconds(604_801), .seconds(Int64.max)] {
      #expect(code(expiresIn: duration) == .invalidExpiration)
    }
    #expect(code(expiresIn: .seconds(1)) == nil && code(expiresIn: .seconds(604_800)) == nil)
    for hex in ["", "abc", String(repeating: "g", count: 64), String(repeating: "a", count: 65)] {
      #expect(code(payload: .sha256(hex: hex)) == .invalidPayloadHash)
    }
    #expect(code(payload: .sha256(hex: String(repeating: "A", count: 64))) == nil)
  }

  @Test(arguments: [
    "/%", "/%2", "/%z", "/%zz%", "//", "/..", "/../..", "/./..//", "/?", "/?&", "/?&&=&==", "/?%", "/?%2&%=%", "/ ",
    "/?a b",
    "/\u{FFFD}\u{1F600}", "/?\u{AC00}=\u{1F600}",
  ])
  func oddTargetsAreSigned(target: String) {
    for service in ["s3", "es"] {
      let request = SigningRequest(method: "GET", authority: "example.com", target: target)
      #expect(code(request, service: service) == nil)
      #expect(code(request, service: service, expiresIn: .seconds(1)) == nil)
    }
  }

  @Test func sizeDoesNotMatter() {
    let long = String(repeating: "a%", count: 200_000)
    var request = SigningRequest(method: "GET", authority: "example.com", target: "/\(long)?\(long)")
    #expect(code(request) == nil)
    // Thousands of parameters and headers, in the order that is worst for a simple sort.
    request.target = "/?" + (0..<5_000).reversed().map { "k\($0)=v" }.joined(separator: "&")
    request.headers = (0..<5_000).reversed().map { ("x-amz-meta-\($0)", "a  \t b") }
    #expect(code(request) == nil)
  }

  @Test func errorsHoldNoSecret() {
    let secret = "secret-\u{AC00}"
    let request = SigningRequest(
      method: "GET", authority: "example.com", target: "/", headers: [("x-amz-meta-a", secret)])
    let error = #expect(throws: SigV4Error.self) {
      try SigV4Signer(service: "s3", region: "us-east-1").sign(
        request, payload: .empty, credentials: Self.good, date: Self.now)
    }
    #expect(error.map { !"\($0)".contains("secret") && "\($0)".contains("x-amz-meta-a") } == true)
  }
}
