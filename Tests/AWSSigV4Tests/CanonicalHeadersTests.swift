import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A signer keeps what the requests of one second have in common; a request that differs must not get any of it.
@Suite struct CanonicalHeadersTests {
  private static let date = Date(timeIntervalSince1970: 1_440_938_160)
  private static let unsignedPayload = "UNSIGNED-PAYLOAD"

  private static let requests: [SigningRequest] = {
    let headers: [[(name: String, value: String)]] = [
      [], [("user-agent", "a")], [("content-type", "text/plain")], [("content-type", "text/html")],
      [("Content-Type", " text/plain ")], [("content-type", "text/plain"), ("range", "bytes=0-1")],
      [("range", "bytes=0-1"), ("content-type", "text/plain")], [("x-amz-meta-a", "1"), ("x-amz-meta-a", "2")],
      [("x-amz-meta-a", "1,2")], [("content-type", "a"), ("content-type", "b")],
      [("host", "example.com")], [("host", "other.example.com")], [("host", "")],
      [("x-amz-content-sha256", unsignedPayload)], [("x-amz-date", "20150830T123600Z")],
      [("x-amz-security-token", "token")], [("x-amz-region-set", "*")], [("x-amz-meta-a", "é")],
      [("authorization", "a")],
      [("x-amz-meta-long", String(repeating: "a", count: 9000))],
    ]
    let plain = headers.map { SigningRequest(method: "GET", authority: "example.com", target: "/a", headers: $0) }
    let places: [(scheme: String, authority: String)] = [
      ("https", "example.com:443"), ("http", "example.com:443"), ("HTTPS", "example.com"), ("https", "EXAMPLE.com"),
      ("https", "other.example.com"), ("http", "[::1]:80"), ("ftp", "example.com"), ("https", "exa mple"),
      ("https", "caf\u{E9}"), ("https", "cafe\u{301}"),
    ]
    let others = places.map {
      SigningRequest(method: "PUT", scheme: $0.scheme, authority: $0.authority, target: "/b?c&a=%2f")
    }
    let hosts = places.map {
      SigningRequest(
        method: "GET", scheme: $0.scheme, authority: $0.authority, target: "/", headers: [("host", "example.com")])
    }
    return plain + others + hosts + [SigningRequest(method: "a b", authority: "example.com", target: "/a")]
  }()

  private static let payloads: [PayloadHash] = [
    .empty, .bytes([1]), .sha256(hex: String(repeating: "A", count: 64)), .unsigned, .streaming,
    .streamingUnsignedTrailer, .streamingTrailer, .events, .sha256(hex: "no hash"),
  ]

  /// What comes of signing a request: all of the signature, or the error.
  private static func outcome(
    _ sign: () throws(SigV4Error) -> HeaderSignature, anySignature: Bool = false
  ) -> [String] {
    do throws(SigV4Error) {
      let signed = try sign()
      // An ECDSA signature is another one each time.
      let signature = anySignature ? "" : signed.signature
      let headers = signed.headers.map { "\($0.name): \($0.value.prefix { !anySignature || $0 != "=" })" }
      return [signed.canonicalRequest, signed.stringToSign, signed.signedHeaders, signature] + headers
    } catch {
      return ["\(error.code)", error.message]
    }
  }

  @Test(arguments: [nil, "token", " spaced  token", "to\nken"])
  func aRequestGetsNothingOfTheOneBeforeIt(token: String?) {
    let credentials = Credentials(accessKeyId: "id", secretAccessKey: "s", sessionToken: token)
    var allOptions: [SigV4Options] = []
    for body in [SignedBodyHeader.xAmzContentSha256, .none] {
      for token in [SessionTokenSigning.signed, .addedAfterSigning] {
        for headers in [HeaderPolicy.stable, .allEndToEnd] {
          allOptions.append(SigV4Options(signedBodyHeader: body, sessionToken: token, headers: headers))
        }
      }
    }
    for options in allOptions {
      func signer() -> SigV4Signer { SigV4Signer(service: "x", region: "r", options: options) }
      func sign(_ request: SigningRequest, _ payload: PayloadHash, _ signer: SigV4Signer) -> [String] {
        Self.outcome { () throws(SigV4Error) in
          try signer.sign(request, payload: payload, credentials: credentials, date: Self.date)
        }
      }
      let fresh = Self.requests.map { request in Self.payloads.map { sign(request, $0, signer()) } }
      for first in Self.requests.indices {
        let shared = signer()
        // The first signature of a second keeps nothing, the second one does.
        for _ in 0..<2 { _ = sign(Self.requests[first], Self.payloads[first % 4], shared) }
        for second in Self.requests.indices {
          let payload = (first + second) % Self.payloads.count
          #expect(
            sign(Self.requests[second], Self.payloads[payload], shared) == fresh[second][payload],
            "\(Self.requests[second]) \(Self.payloads[payload]) after \(Self.requests[first])")
        }
      }
    }
  }

  @Test func nothingIsKeptForOtherCredentialsOrSeconds() {
    let sets = [("id", "s", nil), ("id", "s", "a"), ("other", "s", "a"), ("id", "t", "a"), ("id", "s", "bb")].map {
      Credentials(accessKeyId: $0.0, secretAccessKey: $0.1, sessionToken: $0.2)
    }
    let request = SigningRequest(method: "GET", authority: "example.com", target: "/a")
    let shared = SigV4Signer(service: "s3", region: "r")
    for round in 0..<4 {
      for second in [0.0, 0, 0, 1, 1, 1, 0, 1] {
        for credentials in sets {
          for _ in 0...round {
            let date = Self.date + second
            func sign(_ signer: SigV4Signer) -> [String] {
              Self.outcome { () throws(SigV4Error) in
                try signer.sign(request, payload: .empty, credentials: credentials, date: date)
              }
            }
            #expect(sign(shared) == sign(SigV4Signer(service: "s3", region: "r")))
          }
        }
      }
    }
  }

  @Test func theSameHoldsForSigV4aAndForDirectoryBuckets() {
    let credentials = Credentials(accessKeyId: "id", secretAccessKey: "s", sessionToken: "token")
    let regional = SigV4aSigner(service: "s3", regionSet: ["a", "b"])
    let session = SigV4Signer(service: "s3express", region: "r")
    for _ in 0..<3 {
      for request in Self.requests {
        for payload in Self.payloads.prefix(4) {
          func signA(_ signer: SigV4aSigner) -> [String] {
            Self.outcome(
              { () throws(SigV4Error) in
                try signer.sign(request, payload: payload, credentials: credentials, date: Self.date)
              }, anySignature: true)
          }
          func sign(_ signer: SigV4Signer) -> [String] {
            Self.outcome { () throws(SigV4Error) in
              try signer.sign(request, payload: payload, credentials: credentials, date: Self.date)
            }
          }
          #expect(signA(regional) == signA(SigV4aSigner(service: "s3", regionSet: ["a", "b"])))
          #expect(sign(session) == sign(SigV4Signer(service: "s3express", region: "r")))
        }
      }
    }
  }

  @Test func threadsThatShareASignerGetTheirOwnSignatures() async throws {
    let shared = SigV4Signer(service: "s3", region: "r")
    let credentials = (0..<2).map { Credentials(accessKeyId: "id\($0)", secretAccessKey: "s", sessionToken: "t\($0)") }
    func sign(_ index: Int, _ signer: SigV4Signer) throws -> String {
      let request = SigningRequest(
        method: "GET", authority: "host\(index % 3).example.com", target: "/\(index)",
        headers: index % 5 == 0 ? [("content-type", "a/b")] : [])
      return try signer.sign(
        request, payload: index % 2 == 0 ? .empty : .unsigned, credentials: credentials[index % 7 / 6],
        date: Self.date + Double(index % 4)
      ).authorization
    }
    let expected = try (0..<420).map { try sign($0, SigV4Signer(service: "s3", region: "r")) }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          try (0..<420).allSatisfy { try sign(($0 + task * 11) % 420, shared) == expected[($0 + task * 11) % 420] }
        }
      }
      for try await areEqual in group { #expect(areEqual) }
    }
  }
}
