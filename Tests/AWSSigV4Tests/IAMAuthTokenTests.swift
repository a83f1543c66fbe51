import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Tokens whose signatures botocore 1.43 computed for the same user, time and key.
@Suite struct IAMAuthTokenTests {
  private static let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "FAKE/token+==")
  // 2026-01-02T03:04:05Z
  private static let date = Date(timeIntervalSince1970: 1_767_323_045)

  private func expect(_ token: IAMAuthToken, _ begin: String, _ signature: String) {
    expect(token.value, begin, signature)
    #expect(token.expiration == Self.date.addingTimeInterval(900))
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains(signature))
  }

  private func expect(_ token: String, _ begin: String, _ signature: String) {
    #expect(token.hasPrefix(begin + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&"), "\(token)")
    #expect(token.contains("&X-Amz-Expires=900&"))
    #expect(token.contains("X-Amz-Signature=" + signature), "\(token)")
  }

  @Test func expiredCredentialsMakeNone() throws {
    func credentials(_ end: Double) -> Credentials {
      Credentials(
        accessKeyId: "a", secretAccessKey: "s", sessionToken: "t", expiration: Date(timeIntervalSince1970: end))
    }
    let error = #expect(throws: SigV4Error.self) {
      try IAMAuthToken.rds(
        host: "h", port: 1, user: "u", region: "r", credentials: credentials(1_767_323_045), date: Self.date)
    }
    #expect(error?.code == .invalidCredentials)
    for (end, expiration) in [(1_767_323_046, "2026-01-02T03:04:06Z"), (Double.infinity, "2026-01-02T03:19:05Z")] {
      let token = try IAMAuthToken.rds(
        host: "h", port: 1, user: "u", region: "r", credentials: credentials(end), date: Self.date)
      #expect("\(token)".contains(expiration))
    }
    // A time that is none is printed all the same.
    let presigned = try SigV4Signer(service: "s3", region: "r").presign(
      SigningRequest(method: "GET", authority: "h", target: "/"), payload: .unsigned, expiresIn: .seconds(9),
      credentials: credentials(.nan), date: Self.date)
    var dumped = ""
    dump(presigned, to: &dumped)
    #expect(!"\(presigned)".isEmpty && !dumped.isEmpty)
  }

  @Test func databases() throws {
    let token = try IAMAuthToken.rds(
      host: "db.abc.eu-west-1.rds.amazonaws.com", port: 5432, user: "a b@c", region: "eu-west-1",
      credentials: Self.credentials, date: Self.date)
    expect(
      token, "db.abc.eu-west-1.rds.amazonaws.com:5432/?Action=connect&DBUser=a%20b%40c",
      "bb3a57ab7530549131600cbf404f1238ee0ecd7b5af04f96ba842683d40b7f9d")
  }

  @Test func caches() throws {
    let token = try IAMAuthToken.elastiCache(
      cache: "My-Cache", user: "iam-user", kind: .serverless, region: "eu-west-1", credentials: Self.credentials,
      date: Self.date)
    expect(
      token, "my-cache/?Action=connect&ResourceType=ServerlessCache&User=iam-user",
      "97c30cc18b0b1569b4d918dc8f26aa494149ba077fe37e6de70be1a37162d46a")
    let other = try IAMAuthToken.elastiCache(
      cache: "group", user: "u", region: "eu-west-1", credentials: Self.credentials, date: Self.date)
    #expect(other.value.hasPrefix("group/?Action=connect&User=u&"))
  }

  @Test func brokers() throws {
    let token = try IAMAuthToken.msk(
      region: "eu-west-1", credentials: Self.credentials, date: Self.date, userAgent: "a b/1")
    #expect(!token.value.contains { "+/=".contains($0) })
    var standard = token.value.replacing("-", with: "+").replacing("_", with: "/")
    while standard.count % 4 != 0 { standard += "=" }
    let url = String(decoding: try #require(Data(base64Encoded: standard)), as: UTF8.self)
    expect(
      url, "https://kafka.eu-west-1.amazonaws.com/?Action=kafka-cluster%3AConnect",
      "cab11848516c441af61c1cd09ad5118dd3c436642a453ed5a2e1e32b493c09c7")
    #expect(url.hasSuffix("&User-Agent=a%20b%2F1"))
  }

  @Test func aTokenDiesWithItsCredentials() throws {
    let end = Self.date.addingTimeInterval(60)
    let credentials = Credentials(
      accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "t", expiration: end)
    let tokens = [
      try IAMAuthToken.rds(host: "h", port: 1, user: "u", region: "r", credentials: credentials, date: Self.date),
      try IAMAuthToken.elastiCache(cache: "c", user: "u", region: "r", credentials: credentials, date: Self.date),
      try IAMAuthToken.msk(region: "r", credentials: credentials, date: Self.date),
    ]
    for token in tokens { #expect(token.expiration == end) }
  }

  /// A region becomes part of the host that a broker's token names, and a cache's name is one.
  @Test(arguments: ["evil.example", "evil.example:1", "x@evil", "evil.example?", "-a", "a b", "%65", "\u{212A}r"])
  func noTextBecomesAnotherHost(text: String) {
    #expect(throws: SigV4Error.self) {
      try IAMAuthToken.msk(region: text, credentials: Self.credentials, date: Self.date)
    }
    #expect(throws: SigV4Error.self) {
      try IAMAuthToken.elastiCache(cache: text, user: "u", region: "r", credentials: Self.credentials, date: Self.date)
    }
    for host in ["user:pw@h", "h:1", "h?x", "h#x", "%68", "[evil]", "a b", ""] {
      #expect(throws: SigV4Error.self) {
        try IAMAuthToken.rds(
          host: host, port: 1, user: "u", region: "r", credentials: Self.credentials, date: Self.date)
      }
    }
  }

  @Test func whatCannotBe() {
    func refused(_ make: () throws -> IAMAuthToken, sourceLocation: SourceLocation = #_sourceLocation) {
      #expect(throws: SigV4Error.self, sourceLocation: sourceLocation) { try make() }
    }
    for (host, port, user) in [("h", 0, "u"), ("h", 65_536, "u"), ("h", 1, ""), ("", 1, "u"), ("h/x", 1, "u")] {
      refused {
        try IAMAuthToken.rds(
          host: host, port: port, user: user, region: "r", credentials: Self.credentials, date: Self.date)
      }
    }
    refused {
      try IAMAuthToken.elastiCache(cache: "c", user: "", region: "r", credentials: Self.credentials, date: Self.date)
    }
    refused {
      try IAMAuthToken.elastiCache(cache: "c?x", user: "u", region: "r", credentials: Self.credentials, date: Self.date)
    }
    refused { try IAMAuthToken.msk(region: "", credentials: Self.credentials, date: Self.date) }
    refused {
      try IAMAuthToken.msk(region: "r", credentials: Self.credentials, date: Date(timeIntervalSince1970: -1))
    }
  }
}
