import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signatures that need nothing but this package: our own botocore fixture and four that five signers agree on.
@Suite struct FixtureTests {
  @Test func edgeCasesSignedByBotocore() throws {
    let file: EdgeCaseFile = try TestFiles.fixture("botocore-edge-cases.json")
    #expect(file.cases.count >= 40)
    for test in file.cases { try test.check() }
    print("sigv4: \(file.cases.count) edge cases signed by botocore")
  }

  /// 500 of the requests that `Fixtures/property.py` makes up.
  @Test func randomRequestsSignedByBotocore() throws {
    let file: EdgeCaseFile = try TestFiles.fixture("botocore-random-cases.json")
    #expect(file.cases.count == 500)
    for test in file.cases { try test.check() }
    print("sigv4: \(file.cases.count) random requests signed by botocore")
  }

  @Test(arguments: GoldenCase.all) func goldenSignatures(test: GoldenCase) throws {
    let signer = SigV4Signer(service: test.service, region: "ap-northeast-2")
    let signed = try signer.signThrice(
      test.request, payload: test.payload,
      credentials: Credentials(
        accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: test.token),
      date: try time("20200219T171606Z"))
    #expect(signed.signature == test.signature)
  }
}

/// Requests for which Soto, aws-crt-swift, awscrt and botocore give the same signature.
struct GoldenCase: Sendable {
  var service: String
  var request: SigningRequest
  var payload: PayloadHash
  var token: String?
  var signature: String

  static let all: [GoldenCase] = [
    GoldenCase(
      service: "s3", request: s3("GET", "/photos/2026/cat.jpg"), payload: .empty, token: nil,
      signature: "58ae9e2c537ac69a5f9091f749311cde1022b7144ace4fed618dcd6cf46f63df"),
    GoldenCase(
      service: "s3", request: s3("GET", "/photos/2026/cat.jpg"), payload: .bytes([]), token: Example.longToken,
      signature: "94ba18968518770bc49e1b2a14cbcc282bfeed4404d75f069b5ade0f6c28f703"),
    GoldenCase(
      service: "es",
      request: SigningRequest(
        method: "POST", authority: "search-mydomain-abcdefghijklmnop.ap-northeast-2.es.amazonaws.com",
        target: "/my-index/_search", headers: [("content-type", "application/json")]),
      payload: .bytes(Array(String(repeating: #"{"query":{"match":{"f":"v"}}}   "#, count: 16).utf8)),
      token: Example.longToken,
      signature: "f3241df1371d91241ade351e0bb8a139ee87fc7cf38a7e1235ff3aefc4f23621"),
    GoldenCase(
      service: "s3", request: s3("PUT", "/photos/2026/thumb.jpg", [("content-type", "image/jpeg")]),
      payload: .bytes([UInt8](repeating: 0x5A, count: 1024)), token: Example.longToken,
      signature: "770b440b55590a580735117d742f03cfcf9e2c4a03fbc013d3b70b93bcf868e6"),
  ]

  private static func s3(
    _ method: String, _ target: String, _ headers: [(name: String, value: String)] = []
  ) -> SigningRequest {
    SigningRequest(
      method: method, authority: "test-bucket.s3.ap-northeast-2.amazonaws.com", target: target, headers: headers)
  }
}

extension GoldenCase: CustomTestStringConvertible {
  var testDescription: String { "\(request), \(token == nil ? "no token" : "token")" }
}

struct EdgeCaseFile: Decodable {
  var cases: [EdgeCase]
}

struct EdgeCase: Decodable {
  var name: String
  var kind: String
  var service: String
  var region: String
  var timestamp: String
  var token: String?
  var method: String
  var url: String
  var headers: [[String]]
  var bodyBase64: String
  var payload: String
  var bodyHeader: Bool
  var expiresIn: Int64
  /// Left out where the signature has to do.
  var canonicalRequest: String?
  var stringToSign: String?
  var signature: String

  /// What this package's signer makes of it.
  enum Signed {
    case header(HeaderSignature)
    case presigned(PresignedRequest)
  }

  var body: [UInt8] {
    get throws { [UInt8](try #require(Data(base64Encoded: bodyBase64))) }
  }

  func request() throws -> SigningRequest { try SigningRequest(method: method, url: url, headers: headers) }

  func signed() throws -> Signed {
    var options = SigV4Options.standard(for: service)
    if kind == "header" {
      #expect((options.signedBodyHeader == .xAmzContentSha256) == bodyHeader, "\(name)")
    }
    options.headers = .allEndToEnd
    let signer = SigV4Signer(service: service, region: region, options: options)
    let credentials = Credentials(
      accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: token)
    let payload: PayloadHash = payload == "unsigned" ? .unsigned : .bytes(try body)
    let date = try time(timestamp)
    guard kind == "presign" else {
      return .header(try signer.signThrice(request(), payload: payload, credentials: credentials, date: date))
    }
    return .presigned(
      try signer.presign(
        request(), payload: payload, expiresIn: .seconds(expiresIn), credentials: credentials, date: date))
  }

  /// The request as it would arrive, with a signature that is botocore's.
  func signedRequest() throws -> SigningRequest {
    var request = try request()
    switch try signed() {
    case .header(let signed):
      request.headers = signed.applied(to: request.headers)
      #expect(signed.signature == signature)
    case .presigned(let signed):
      request.target = signed.target
      #expect(signed.signature == signature)
    }
    return request
  }

  func check() throws {
    let expectation = Expectation(
      name: name, canonicalRequest: canonicalRequest, stringToSign: stringToSign, signature: signature)
    switch try signed() {
    case .header(let signed): expectation.check(signed)
    case .presigned(let signed): expectation.check(signed)
    }
  }
}
