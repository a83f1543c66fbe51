import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the signer does with the headers, the host and the query that the caller has set.
@Suite struct RequestRulesTests {
  private let signer = SigV4Signer(service: "s3", region: "us-east-1")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "new-token")

  private func request(
    _ headers: [(name: String, value: String)] = [], target: String = "/key", authority: String = "example.com"
  ) -> SigningRequest {
    SigningRequest(method: "GET", authority: authority, target: target, headers: headers)
  }

  private func sign(_ request: SigningRequest, _ payload: PayloadHash = .empty) throws -> HeaderSignature {
    try signer.sign(request, payload: payload, credentials: credentials, date: date)
  }

  @Test func signingASignedRequestIsRefused() throws {
    var request = request([("Accept", "*/*"), ("X-Amz-Meta-A", "1")])
    let first = try sign(request)
    #expect(try sign(request).signature == first.signature)
    request.headers = first.applied(to: request.headers)
    let error = #expect(throws: SigV4Error.self) { try sign(request) }
    #expect(error?.code == .conflictingHeader)
  }

  @Test(arguments: [
    ("Authorization", "authorization"), ("X-Amz-Date", "x-amz-date"), ("X-Amz-Security-Token", "x-amz-security-token"),
    ("X-AMZ-Content-SHA256", "x-amz-content-sha256"),
  ])
  func whatTheSignerSetsMayNotBePreset(name: String, shown: String) throws {
    let preset = request([("Content-Type", "text/plain"), (name, "stale-value")])
    let withoutToken = Credentials(accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey)
    for credentials in [credentials, withoutToken] {
      let signing = #expect(throws: SigV4Error.self) {
        try signer.sign(preset, payload: .empty, credentials: credentials, date: date)
      }
      let presigning = #expect(throws: SigV4Error.self) {
        try signer.presign(preset, payload: .unsigned, expiresIn: .seconds(60), credentials: credentials, date: date)
      }
      for error in [signing, presigning] {
        #expect(error?.code == .conflictingHeader)
        #expect(error?.message.contains(shown) == true)
        #expect(error?.message.contains("stale-value") == false)
      }
    }
  }

  @Test(arguments: [
    ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("X-Amz-Date", "20150830T123600Z"), ("X-Amz-Security-Token", " new-token "),
  ])
  func whatIsPresetAsTheSignerSetsItIsSignedOnce(name: String, value: String) throws {
    let request = request([(name, value)])
    let signed = try sign(request)
    #expect(signed.canonicalRequest == (try sign(self.request()).canonicalRequest))
    #expect(signed.applied(to: request.headers).filter { $0.name.lowercased() == name.lowercased() }.count == 1)
    // A presigned URL has them among its parameters, and its payload is another.
    let error = #expect(throws: SigV4Error.self) {
      try signer.presign(request, payload: .unsigned, expiresIn: .seconds(60), credentials: credentials, date: date)
    }
    #expect(error?.code == .conflictingHeader)
  }

  @Test func aBodysHashIsThereOnce() throws {
    let hash = (name: "x-amz-content-sha256", value: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for service in ["s3", "sts"] {
      let signer = SigV4Signer(service: service, region: "us-east-1")
      let error = #expect(throws: SigV4Error.self) {
        try signer.sign(request([hash, hash]), payload: .empty, credentials: credentials, date: date)
      }
      #expect(error?.code == .conflictingHeader)
    }
  }

  @Test(arguments: [
    "X-Amz-Signature", "x-amz-signature", "X-Amz-Security-Token", "X-Amz-Credential", "X%2DAmz-Algorithm", "X-Amz-Date",
    "X-Amz-Expires", "X-Amz-SignedHeaders",
  ])
  func aSecondSignatureIsRefused(parameter: String) throws {
    let presigned = request(target: "/key?a=1&\(parameter)=x")
    #expect(throws: SigV4Error.self) { try sign(presigned) }
    let error = #expect(throws: SigV4Error.self) {
      try signer.presign(presigned, payload: .unsigned, expiresIn: .seconds(1), credentials: credentials, date: date)
    }
    #expect(error?.code == .alreadySigned)
  }

  @Test func otherAmzParametersAreTheCallers() throws {
    let signed = try sign(request(target: "/key?x-amz-checksum-mode=ENABLED"))
    #expect(signed.canonicalRequest.contains("\nx-amz-checksum-mode=ENABLED\n"))
  }

  @Test func aBodyHashOfTheCallersMustBeRight() throws {
    let plain = SigV4Signer(service: "sts", region: "us-east-1")
    let right = request([("x-amz-content-sha256", SHA256Hex.ofNothing)])
    let signed = try plain.sign(right, payload: .empty, credentials: credentials, date: date)
    #expect(signed.signedHeaders == "host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
    #expect(signed.applied(to: right.headers).count { $0.name == "x-amz-content-sha256" } == 1)
    let error = #expect(throws: SigV4Error.self) {
      try plain.sign(right, payload: .bytes([1]), credentials: credentials, date: date)
    }
    #expect(error?.code == .conflictingHeader)
  }

  @Test func aHostHeaderTakesThePlaceOfTheAuthority() throws {
    #expect(try sign(request([("Host", " Example.ORG:1 ")])).canonicalRequest.contains("\nhost:Example.ORG:1\n"))
    let error = #expect(throws: SigV4Error.self) { try sign(request([("Host", "a"), ("host", "a")])) }
    #expect(error?.code == .conflictingHeader)
  }

  @Test(arguments: [
    ("https", "EXAMPLE.com:443", "example.com"), ("https", "example.com:0443", "example.com"),
    ("http", "example.com:80", "example.com"), ("http", "example.com:443", "example.com:443"),
    ("https", "localhost:9200", "localhost:9200"), ("https", "[::1]:443", "[::1]"),
    ("http", "localhost:09200", "localhost:9200"), ("https", "LOCALHOST:65535", "localhost:65535"),
    ("http", "localhost:65535", "localhost:65535"), ("http", "localhost:0080", "localhost"),
    ("http", "[::1]:9000", "[::1]:9000"),
  ])
  func theHostIsCanonical(scheme: String, authority: String, host: String) throws {
    let signed = try sign(SigningRequest(method: "GET", scheme: scheme, authority: authority, target: "/"))
    #expect(signed.canonicalRequest.contains("\nhost:\(host)\n"))
  }

  @Test func policiesDecideWhichHeadersAreSigned() throws {
    let all = request(
      [
        "Accept-Encoding", "Cache-Control", "Connection", "Content-Length", "Content-MD5",
        "Content-Type", "Expect", "From", "Keep-Alive", "Max-Forwards", "Pragma", "Proxy-X", "Range", "Referer",
        "Sec-Fetch-Mode", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Amz-Meta-A",
        "X-Amzn-Trace-Id",
      ].map { ($0, "1") })
    func signed(_ policy: HeaderPolicy) throws -> String {
      let signer = SigV4Signer(service: "sts", region: "us-east-1", options: SigV4Options(headers: policy))
      return try signer.sign(all, payload: .empty, credentials: credentials, date: date).signedHeaders
    }
    #expect(
      try signed(.stable)
        == "content-md5;content-type;host;range;x-amz-date;x-amz-meta-a;x-amz-security-token")
    #expect(
      try signed(.allEndToEnd)
        == "accept-encoding;cache-control;content-length;content-md5;content-type;from;host;max-forwards;pragma;proxy-x;"
        + "range;referer;sec-fetch-mode;x-amz-date;x-amz-meta-a;x-amz-security-token")
    #expect(
      try signed(.only(["Range", "content-type"]))
        == "content-type;host;range;x-amz-date;x-amz-meta-a;x-amz-security-token")
  }

  @Test func aPresignedURLEndsWithTheCredentials() throws {
    func end(_ expiration: Date?) throws -> Date {
      let credentials = Credentials(
        accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, expiration: expiration)
      return try signer.presign(
        request(), payload: .unsigned, expiresIn: .milliseconds(60_900), credentials: credentials, date: date
      ).expiration
    }
    #expect(try end(nil) == date + 60)
    #expect(try end(date + 59) == date + 59)
    #expect(try end(date + 61) == date + 60)
  }

  @Test(arguments: [
    ("/k", "/k?X-Amz-Algorithm="), ("/k?", "/k?X-Amz-Algorithm="), ("/k?acl", "/k?acl&X-Amz-Algorithm="),
    ("", "/?X-Amz-"),
    ("?acl", "/?acl&X-Amz-"),
  ])
  func presigningKeepsTheTargetAsItIs(target: String, prefix: String) throws {
    let signed = try signer.presign(
      request(target: target), payload: .unsigned, expiresIn: .seconds(1), credentials: credentials, date: date)
    #expect(signed.target.hasPrefix(prefix))
    #expect(signed.url == "https://example.com\(signed.target)")
    #expect(signed.canonicalRequest.hasPrefix("GET\n/"))
  }

  @Test func aTokenCanBeAddedAfterSigning() throws {
    let signer = SigV4Signer(
      service: "iotdata", region: "us-east-1", options: SigV4Options(sessionToken: .addedAfterSigning))
    let signed = try signer.sign(request(), payload: .empty, credentials: credentials, date: date)
    #expect(signed.signedHeaders == "host;x-amz-date")
    #expect(signed.headers.contains { $0 == ("x-amz-security-token", "new-token") })
    let url = try signer.presign(
      request(), payload: .empty, expiresIn: .seconds(1), credentials: credentials, date: date)
    #expect(!url.canonicalRequest.contains("new-token"))
    #expect(url.target.contains("&X-Amz-Security-Token=new-token&"))
  }
}
