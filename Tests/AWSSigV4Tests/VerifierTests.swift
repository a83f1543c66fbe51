import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct VerifierTests {
  private static let date = Date(timeIntervalSince1970: 1_700_000_000)
  private static let token = "FAKE/session+token=="
  private static let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: token)
  private static let body = Array("{\"a\":1}".utf8)
  private static let request = SigningRequest(
    method: "POST", authority: "search.example:9200", target: "/a b/../_search?q=%2F&b=&a=1",
    headers: [("Content-Type", "application/json"), ("X-Amz-Meta-A", " a  b ")])
  private static let signer = SigV4Signer(service: "es", region: "us-east-1")

  private func verifier(
    service: String = "es", region: String = "us-east-1", key: SigV4Verifier.Key? = nil
  ) -> SigV4Verifier {
    let key = key ?? SigV4Verifier.Key(secretAccessKey: Example.secretAccessKey, sessionToken: Self.token)
    return SigV4Verifier(service: service, region: region) { $0 == Example.accessKeyId ? key : nil }
  }

  private func signed(_ change: (inout SigningRequest) -> Void = { _ in }) throws -> SigningRequest {
    var request = Self.request
    let signature = try Self.signer.sign(
      request, payload: .bytes(Self.body), credentials: Self.credentials, date: Self.date)
    request.headers = signature.applied(to: request.headers)
    change(&request)
    return request
  }

  private func presigned() throws -> SigningRequest {
    var request = Self.request
    let signature = try Self.signer.presign(
      request, payload: .bytes(Self.body), expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    request.target = signature.target
    return request
  }

  private func expect(
    _ code: SigV4VerificationError.Code, _ request: SigningRequest, by verifier: SigV4Verifier? = nil,
    body: SigV4Verifier.Body = .bytes(Self.body), at now: Date = Self.date,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: SigV4VerificationError.self, sourceLocation: sourceLocation) {
      try (verifier ?? self.verifier()).verify(request, body: body, at: now)
    }
    #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
    var dumped = ""
    dump(error, to: &dumped)
    #expect(!dumped.contains(Example.secretAccessKey) && !dumped.contains(Self.token), sourceLocation: sourceLocation)
  }

  @Test func whatWeSignIsAccepted() throws {
    let verified = try verifier().verify(signed(), body: .bytes(Self.body), at: Self.date)
    #expect(verified.accessKeyId == Example.accessKeyId && verified.expiration == nil)
    #expect(
      verified.signedHeaders == [
        "content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-meta-a", "x-amz-security-token",
      ])
    _ = try verifier().verify(signed(), body: .sha256(hex: verified.payloadHash.uppercased()), at: Self.date)
    _ = try verifier().verify(signed(), body: .unread, at: Self.date.addingTimeInterval(900))
    let other = try verifier().verify(presigned(), body: .bytes(Self.body), at: Self.date.addingTimeInterval(60))
    #expect(other.expiration == Self.date.addingTimeInterval(60))
  }

  /// The oracle is botocore: these signatures are its own.
  @Test func whatBotocoreSignsIsAcceptedAndNothingElse() throws {
    let file: EdgeCaseFile = try TestFiles.fixture("botocore-random-cases.json")
    for test in file.cases {
      let (request, body) = (try test.signedRequest(), try test.body)
      let key = SigV4Verifier.Key(secretAccessKey: Example.secretAccessKey, sessionToken: test.token)
      var options = SigV4Options.standard(for: test.service)
      options.headers = .allEndToEnd
      let verifier = SigV4Verifier(service: test.service, region: test.region, options: options) { _ in key }
      let now = try time(test.timestamp)
      #expect(throws: Never.self, "\(test.name) \(test.url)") {
        try verifier.verify(request, body: .bytes(body), at: now)
      }
      var other = request
      other.method = request.method == "GET" ? "PUT" : "GET"
      #expect(throws: SigV4VerificationError.self) { try verifier.verify(other, body: .bytes(body), at: now) }
    }
  }

  /// A signature that covers no body is not accepted from those who have not asked for it.
  @Test func eventStreamsAreAcceptedOnRequest() throws {
    let stream = try Self.request.with { request in
      let signed = try Self.signer.sign(request, payload: .events, credentials: Self.credentials, date: Self.date)
      request.headers = signed.applied(to: request.headers)
    }
    expect(.invalidPayloadHash, stream)
    let key = SigV4Verifier.Key(secretAccessKey: Example.secretAccessKey, sessionToken: Self.token)
    let verifier = SigV4Verifier(service: "es", region: "us-east-1", eventStreams: .accepted) { _ in key }
    let verified = try verifier.verify(stream, body: .unread, at: Self.date)
    #expect(verified.payloadHash == "STREAMING-AWS4-HMAC-SHA256-EVENTS")
  }

  /// Some SDKs declare the body's hash of a presigned request in the URL.
  @Test func theHashInAURLCounts() throws {
    let hash = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447"  // of "hello world\n"
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    var request = SigningRequest(method: "PUT", authority: "h", target: "/k?X-Amz-Content-Sha256=" + hash)
    request.target = try signer.presign(
      request, payload: .sha256(hex: hash), expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date
    ).target
    let verifier = verifier(service: "s3")
    let body = SigV4Verifier.Body.bytes(Array("hello world\n".utf8))
    #expect(try verifier.verify(request, body: body, at: Self.date).payloadHash == hash)
    expect(.payloadMismatch, request, by: verifier)
  }

  /// Only the parameters of a signature may not be there twice.
  @Test(arguments: ["/?X-Amz-Foo&X-Amz-Foo=2", "/?X-Amz-Meta=%FF"])
  func otherParametersAreTheCallers(target: String) throws {
    let request = try Self.request.with { request in
      request.target = target
      let signed = try Self.signer.sign(
        request, payload: .bytes(Self.body), credentials: Self.credentials, date: Self.date)
      request.headers = signed.applied(to: request.headers)
    }
    _ = try verifier().verify(request, body: .bytes(Self.body), at: Self.date)
  }

  @Test func theTokenOfADirectoryBucketIsTheKeys() throws {
    let signer = SigV4Signer(service: "s3express", region: "us-east-1")
    let header = try signer.sign(
      Self.request, payload: .bytes(Self.body), credentials: Self.credentials, date: Self.date)
    let url = try signer.presign(
      Self.request, payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    for request in [
      Self.request.with { $0.headers = header.applied(to: $0.headers) }, Self.request.with { $0.target = url.target },
    ] {
      for (token, code) in [
        (Self.token, nil), ("other", .invalidToken), (nil, SigV4VerificationError.Code.invalidToken),
      ] {
        let key = SigV4Verifier.Key(secretAccessKey: Example.secretAccessKey, sessionToken: token)
        if let code {
          expect(code, request, by: verifier(service: "s3express", key: key))
        } else {
          _ = try verifier(service: "s3express", key: key).verify(request, body: .bytes(Self.body), at: Self.date)
        }
      }
      let wrong = SigV4Verifier.Key(secretAccessKey: "other", sessionToken: Self.token)
      expect(.signatureMismatch, request, by: verifier(service: "s3express", key: wrong))
    }
  }

  @Test func theHostIsTheOneThatArrived() throws {
    for host in ["other", "search.example:443", "UPPER.example"] {
      var request = Self.request
      request.headers.append(("Host", host))
      let signature = try Self.signer.sign(
        request, payload: .bytes(Self.body), credentials: Self.credentials, date: Self.date)
      request.headers = signature.applied(to: request.headers)
      _ = try verifier().verify(request, body: .bytes(Self.body), at: Self.date)
      request.headers.append(("host", host))
      expect(.malformedRequest, request)
    }
  }

  @Test func bodiesThatAreNotSignedAreForS3() throws {
    for payload in [PayloadHash.unsigned, .streaming, .streamingUnsignedTrailer] {
      for (service, isTaken) in [("es", false), ("s3", true)] {
        let signature = try SigV4Signer(service: service, region: "us-east-1").sign(
          Self.request, payload: payload, credentials: Self.credentials, date: Self.date)
        let request = Self.request.with { $0.headers = signature.applied(to: $0.headers) }
        if isTaken {
          let verified = try verifier(service: service).verify(request, body: .unread, at: Self.date)
          #expect(verified.payloadHash.hasSuffix("PAYLOAD") || verified.payloadHash.hasSuffix("TRAILER"))
        } else {
          expect(.invalidPayloadHash, request, by: verifier(service: service), body: .unread)
        }
      }
    }
  }

  @Test func aRequestThatWasChangedIsRefused() throws {
    expect(.signatureMismatch, try signed { $0.method = "PUT" })
    expect(.signatureMismatch, try signed { $0.target += "&x" })
    expect(.signatureMismatch, try signed { $0.target = "/_search?q=%2F&b=&a=1" + "/" })
    expect(.signatureMismatch, try signed { $0.authority = "other.example:9200" })
    expect(.signatureMismatch, try signed { $0.headers[0].value = "text/plain" })
    expect(.payloadMismatch, try signed(), body: .bytes([1]))
    expect(.payloadMismatch, try signed(), body: .sha256(hex: "00"))
    expect(.headersNotSigned, try signed { $0.headers.append(("x-amz-acl", "public-read")) })
    expect(.headersNotSigned, try signed { $0.headers.removeFirst() })
    expect(.signatureMismatch, try presigned().with { $0.target = $0.target.replacing("a=1", with: "a=2") })
    // Without a declared hash, the one of the body that came is what is compared.
    expect(.signatureMismatch, try presigned(), body: .bytes([1]))
    let error = #expect(throws: SigV4VerificationError.self) {
      try verifier().verify(signed { $0.method = "PUT" }, body: .unread, at: Self.date)
    }
    #expect(error?.canonicalRequest?.hasPrefix("PUT\n/_search\n") == true)
    #expect(error?.stringToSign?.hasPrefix("AWS4-HMAC-SHA256\n") == true)
  }

  @Test func timesScopesAndKeys() throws {
    expect(.skewed, try signed(), at: Self.date.addingTimeInterval(901))
    expect(.skewed, try signed(), at: Self.date.addingTimeInterval(-901))
    expect(.skewed, try signed(), at: Date(timeIntervalSince1970: .nan))
    expect(.expired, try presigned(), at: Self.date.addingTimeInterval(61))
    expect(.skewed, try presigned(), at: Self.date.addingTimeInterval(-901))
    expect(.wrongScope, try signed(), by: verifier(service: "s3"))
    expect(.wrongScope, try signed(), by: verifier(region: "eu-west-1"))
    expect(.unknownAccessKey, try signed(), by: SigV4Verifier(service: "es", region: "us-east-1") { _ in nil })
    expect(.invalidToken, try signed(), by: verifier(key: .init(secretAccessKey: Example.secretAccessKey)))
    expect(.invalidToken, try signed(), by: verifier(key: .init(secretAccessKey: "x", sessionToken: "other")))
    expect(
      .signatureMismatch, try signed(), by: verifier(key: .init(secretAccessKey: "other", sessionToken: Self.token)))
    expect(
      .unknownAccessKey, try signed(), by: verifier(key: .init(secretAccessKey: "", sessionToken: Self.token)))
    // Odd arguments of the server's own.
    for tolerance in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero] {
      let odd = SigV4Verifier(service: "es", region: "us-east-1", clockTolerance: tolerance) { _ in nil }
      for time in [Double.nan, .infinity, -.infinity] {
        expect(.skewed, try signed(), by: odd, at: Date(timeIntervalSince1970: time))
      }
    }
    let withoutToken = try signed { request in request.headers.removeAll { $0.name == "x-amz-security-token" } }
    expect(.headersNotSigned, withoutToken)
  }

  @Test(arguments: [
    ("Signature=", "Signature=0"), ("Signature=", "Signature"), ("SignedHeaders=", "SignedHeaders=;"),
    ("SignedHeaders=content-type;host", "SignedHeaders=host;content-type"), ("Credential=", "Credential=/"),
    ("/aws4_request", ""), (", SignedHeaders", " SignedHeaders"), ("Credential", "credential"),
    (", Signature=", ", Signature=, Signature="),
  ])
  func malformedHeaders(_ part: String, _ other: String) throws {
    expect(
      .malformedSignature,
      try signed {
        $0.headers[$0.headers.count - 1].value = $0.headers[$0.headers.count - 1].value.replacing(part, with: other)
      })
  }

  @Test func otherThingsThatAreWrong() throws {
    expect(.missingSignature, Self.request)
    expect(.malformedSignature, try signed { $0.headers.append($0.headers[$0.headers.count - 1]) })
    expect(.malformedSignature, try signed { $0.target += "&X-Amz-Signature=1" })
    expect(.malformedSignature, try signed { $0.headers.append(("X-Amz-Date", "20231114T221320Z")) })
    expect(.malformedSignature, try signed { $0.headers.removeAll { $0.name == "x-amz-date" } })
    expect(
      .unsupportedAlgorithm,
      try signed { $0.headers[$0.headers.count - 1].value.replace("AWS4-HMAC-SHA256", with: "AWS4-HMAC-SHA1") })
    expect(
      .invalidPayloadHash,
      try signed { request in
        for index in request.headers.indices where request.headers[index].name == "x-amz-content-sha256" {
          request.headers[index].value = "abc"
        }
      })
    for (name, value) in [
      ("X-Amz-Expires", "0"), ("X-Amz-Expires", "604801"), ("X-Amz-Expires", "99999999999999999999"),
      ("X-Amz-Date", "20231314T221320Z"), ("X-Amz-Date", "2023-11-14T22:13:20Z"), ("X-Amz-Date", "%FF"),
    ] {
      expect(
        .malformedSignature,
        try presigned().with { request in
          let pairs = request.target.split(separator: "&").map {
            $0.hasPrefix(name + "=") ? "\(name)=\(value)" : String($0)
          }
          request.target = pairs.joined(separator: "&")
        })
    }
    for date in ["00010101T000000Z", "19691231T235959Z", "99991231T235959Z"] {
      let request = try signed { request in
        for index in request.headers.indices where request.headers[index].name == "x-amz-date" {
          request.headers[index].value = date
        }
      }
      #expect(throws: SigV4VerificationError.self) {
        try verifier().verify(request, body: .unread, at: Self.date)
      }
    }
  }

  @Test func theKeyShowsNothing() {
    var dumped = ""
    dump(SigV4Verifier.Key(secretAccessKey: "hush-hush", sessionToken: "hush-token"), to: &dumped)
    #expect(!dumped.contains("hush"))
  }
}

extension SigningRequest {
  fileprivate func with(_ change: (inout SigningRequest) throws -> Void) rethrows -> SigningRequest {
    var copy = self
    try change(&copy)
    return copy
  }
}
