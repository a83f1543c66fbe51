import AWSCore
import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct SecrecyTests {
  @Test func noWayOfPrintingShowsASecret() throws {
    let cache = SigningKeyCache()
    let signer = SigV4Signer(service: "s3", region: "us-east-1", keyCache: cache)
    let credentials = Credentials(
      accessKeyId: Example.accessKeyId, secretAccessKey: "hidden-secret", sessionToken: "hidden-token")
    let request = SigningRequest(
      method: "GET", authority: "example.com", target: "/k?t=hidden-query",
      headers: [("x-amz-server-side-encryption-customer-key", "hidden-header")])
    let date = Date(timeIntervalSince1970: 1_440_938_160)
    let signed = try signer.signThrice(request, payload: .empty, credentials: credentials, date: date)
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(9), credentials: credentials, date: date)
    let values: [Any] = [
      request, signed, presigned, cache, signer, PayloadHash.bytes(Array("hidden-body".utf8)), PayloadHash.empty,
    ]
    for value in values {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] {
        #expect(!text.contains("hidden"), "\(type(of: value))")
        #expect(!text.contains(signed.signature) && !text.contains(presigned.signature), "\(type(of: value))")
      }
    }
    #expect(signed.canonicalRequest.contains("hidden-token"), "the raw text is there for whoever asks")
  }

  /// A combining mark makes one character of itself and the question mark before it.
  @Test func aQueryThatBeginsWithACombiningMarkIsNotShown() throws {
    let presigned = try SigV4Signer(service: "s3", region: "r").presign(
      SigningRequest(method: "GET", authority: "example.com", target: "/k?\u{308}a"), payload: .unsigned,
      expiresIn: .seconds(9),
      credentials: Credentials(accessKeyId: "a", secretAccessKey: "s", sessionToken: "hidden-token"),
      date: Date(timeIntervalSince1970: 1_440_938_160))
    #expect(presigned.url.contains("hidden-token") && !"\(presigned)".contains("hidden-token"))
    #expect(!"\(presigned)".contains(presigned.signature))
  }
}

@Suite struct SigningKeyCacheTests {
  private let request = SigningRequest(method: "GET", authority: "example.com", target: "/")
  private let day = Date(timeIntervalSince1970: 1_440_892_800)

  private func sign(
    _ cache: SigningKeyCache, secret: String = "s", service: String = "es", region: String = "r", date: Date? = nil
  ) throws -> String {
    try SigV4Signer(service: service, region: region, keyCache: cache).sign(
      request, payload: .empty, credentials: Credentials(accessKeyId: "id", secretAccessKey: secret), date: date ?? day
    ).signature
  }

  @Test func aKeyIsOneSecretDayRegionAndService() throws {
    let cache = SigningKeyCache()
    let first = try sign(cache)
    #expect(try sign(cache) == first)
    _ = try sign(cache, date: day + 86_399)
    #expect(cache.count == 1)
    #expect(try sign(cache, secret: "t") != first)
    #expect(try sign(cache, service: "aoss") != first)
    #expect(try sign(cache, region: "q") != first)
    #expect(try sign(cache, date: day + 86_400) != first)
    #expect(cache.count == 5)
    #expect(try sign(cache) == first)
  }

  /// What is kept for a second must not be used for another second, scope or secret of the same cache.
  @Test func whatIsKeptForASecondServesNoOther() throws {
    let cache = SigningKeyCache()
    let credentials = Credentials(accessKeyId: "id", secretAccessKey: "s")
    for second in [0.0, 1, 0, 1.9, 86_399, 86_400, 0] {
      for (service, region) in [("es", "r"), ("sts", "r"), ("es", "q")] {
        let date = day.addingTimeInterval(second)
        let own = try sign(SigningKeyCache(), service: service, region: region, date: date)
        #expect(try sign(cache, service: service, region: region, date: date) == own, "\(second) \(service) \(region)")
        // A policy's key has been fed nothing.
        let signer = SigV4Signer(service: service, region: region, keyCache: cache)
        let fresh = SigV4Signer(service: service, region: region)
        let request = SigningRequest(method: "GET", authority: "h", target: "/")
        for token in [nil, "t", "t", nil] {
          let keys = Credentials(
            accessKeyId: "id/\(region)".replacing("/", with: "+"), secretAccessKey: "s", sessionToken: token)
          let urls = try [signer, fresh].map {
            try $0.presign(request, payload: .empty, expiresIn: .seconds(9), credentials: keys, date: date).url
          }
          #expect(urls[0] == urls[1])
          let headers = try [signer, fresh].map {
            try $0.sign(request, payload: .empty, credentials: keys, date: date).headers.map(\.value)
          }
          #expect(headers[0] == headers[1])
        }
        let policy = try signer.sign(policy: "e30=", credentials: credentials, date: date)
        let same = try fresh.sign(policy: "e30=", credentials: credentials, date: date)
        #expect(policy["x-amz-signature"] == same["x-amz-signature"])
      }
    }
  }

  /// Nor for other credentials, even such that share a secret, nor where a token is no header value.
  @Test func whatIsKeptForCredentialsServesNoOthers() throws {
    let cache = SigningKeyCache()
    let sets: [(id: String, secret: String, token: String?)] = [
      ("id", "s", nil), ("id", "s", "a"), ("id", "s", "b"), ("other", "s", "b"), ("id", "s", " a  b "),
      ("id", "s", "a b"), ("id", "K", "a"), ("id", "\u{212A}", "a"), ("id", "caf\u{E9}", "a"),
      ("id", "cafe\u{301}", "a"), ("id", "s", nil),
    ]
    for options in [SigV4Options(), SigV4Options(sessionToken: .addedAfterSigning)] {
      let signer = SigV4Signer(service: "es", region: "r", options: options, keyCache: cache)
      for _ in 0..<2 {
        for set in sets {
          let credentials = Credentials(accessKeyId: set.id, secretAccessKey: set.secret, sessionToken: set.token)
          let fresh = SigV4Signer(service: "es", region: "r", options: options)
          let request = SigningRequest(method: "GET", authority: "example.com", target: "/")
          let signed = try signer.sign(request, payload: .empty, credentials: credentials, date: day)
          let own = try fresh.sign(request, payload: .empty, credentials: credentials, date: day)
          #expect(signed.headers.map(\.value) == own.headers.map(\.value), "\(set)")
          let url = try signer.presign(
            request, payload: .empty, expiresIn: .seconds(9), credentials: credentials, date: day)
          let ownURL = try fresh.presign(
            request, payload: .empty, expiresIn: .seconds(9), credentials: credentials, date: day)
          #expect(url.url == ownURL.url, "\(set)")
        }
        let bad = Credentials(accessKeyId: "id", secretAccessKey: "s", sessionToken: "a\nb")
        let error = #expect(throws: SigV4Error.self) {
          try signer.sign(
            SigningRequest(method: "GET", authority: "h", target: "/"), payload: .empty, credentials: bad, date: day)
        }
        #expect(error?.code == .invalidHeader)
      }
    }
  }

  @Test func secretsThatUnicodeCallsEqualAreDifferentKeys() throws {
    let cache = SigningKeyCache()
    let composed = try sign(cache, secret: "caf\u{E9}")
    let decomposed = try sign(cache, secret: "cafe\u{301}")
    #expect(composed != decomposed)
    #expect(cache.count == 2)
  }

  @Test func onlyTheLeastRecentlyUsedKeyIsForgotten() throws {
    let cache = SigningKeyCache(capacity: 2)
    for secret in ["a", "b", "a", "c", "a"] { _ = try sign(cache, secret: secret) }
    #expect(cache.count == 2)
    #expect(try sign(cache, secret: "b") == sign(SigningKeyCache(), secret: "b"))
  }

  @Test func manyThreadsAgree() async throws {
    let cache = SigningKeyCache(capacity: 3)
    let expected = try (0..<5).map { try sign(SigningKeyCache(), secret: "secret\($0)") }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<200 {
        group.addTask { try sign(cache, secret: "secret\(task % 5)") == expected[task % 5] }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
    #expect(cache.count <= 3)
  }
}

@Suite struct PercentEncodingTests {
  @Test func unreservedOnly() {
    let plain = "AZaz09-._~"
    #expect(PercentEncoding.encode(plain) == plain)
    #expect(PercentEncoding.encode("a/b c+%\u{D55C}") == "a%2Fb%20c%2B%25%ED%95%9C")
    #expect(PercentEncoding.encode("a/b c", slash: .kept) == "a/b%20c")
    #expect(SHA256Hex.of([]) == SHA256Hex.ofNothing)
  }
}
