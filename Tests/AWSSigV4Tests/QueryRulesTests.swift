import AWSCredentials
import AWSEmulator
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A query as servers read it: a raw `+` is a space, and a piece of no length is none. Ceph's gateway and OpenStack Swift sign
/// so (RealServerTests), and by reports Amazon S3 and Amazon Elasticsearch do.
@Suite struct QueryRulesTests {
  private static let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "a+b/c==")
  private static let date = Date(timeIntervalSince1970: 1_440_938_160)

  private func request(_ target: String) -> SigningRequest {
    SigningRequest(method: "GET", authority: "example.com", target: target)
  }

  /// The line of the query in each kind of signature, without what a presigned URL adds.
  private func queries(_ target: String, service: String = "s3") throws -> [String: String] {
    let signer = SigV4Signer(service: service, region: "us-east-1")
    let request = request(target)
    let header = try signer.signThrice(request, payload: .empty, credentials: Self.credentials, date: Self.date)
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    let asymmetric = try SigV4aSigner(service: service, regionSet: ["us-east-1"]).sign(
      request, payload: .empty, credentials: Self.credentials, date: Self.date)
    func line(_ text: String) -> String {
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)[2]
      return line.split(separator: "&").filter { !$0.hasPrefix("X-Amz-") }.joined(separator: "&")
    }
    return [
      "header": line(header.canonicalRequest), "presigned": line(presigned.canonicalRequest),
      "SigV4a": line(asymmetric.canonicalRequest),
    ]
  }

  @Test(arguments: [
    ("/?q=a+b", "q=a%20b"), ("/?a+b=c", "a%20b=c"), ("/?q=a%2Bb", "q=a%2Bb"), ("/?q=a%2bb+c", "q=a%2Bb%20c"),
    ("/?+", "%20="), ("/?q=++", "q=%20%20"), ("/?q=+%zz%", "q=%20%25zz%25"), ("/?q=%20+%2B", "q=%20%20%2B"),
    // The order is that of what is signed: a space comes before a plus.
    ("/?a%2B=1&a+=2&a=3", "a=3&a%20=2&a%2B=1"), ("/?k=b&k=a+", "k=a%20&k=b"),
    // Pieces of no length.
    ("/?location&&", "location="), ("/?&a&&b=1&", "a=&b=1"), ("/?&", ""), ("/?&&&", ""), ("/?", ""), ("/?a&", "a="),
    // What has a sign in it is a parameter, if one without a name.
    ("/?=", "="), ("/?a=&=b", "=b&a="), ("/?&=&", "="),
  ])
  func theQueryIsWhatServersRead(target: String, canonical: String) throws {
    for (kind, query) in try queries(target) { #expect(query == canonical, "\(kind)") }
    for (kind, query) in try queries(target, service: "es") { #expect(query == canonical, "\(kind)") }
    // The emulator reads it with code of its own.
    #expect(EmulatedCanonicalRequest.query(String(target.dropFirst(2))) == canonical)
  }

  @Test func inAPathAPlusIsAPlus() throws {
    for (service, path) in [("s3", "/a%2Bb%20c"), ("es", "/a%2Bb%2520c")] {
      let signed = try SigV4Signer(service: service, region: "us-east-1").sign(
        request("/a+b%20c?q=+"), payload: .empty, credentials: Self.credentials, date: Self.date)
      #expect(signed.canonicalRequest.hasPrefix("GET\n\(path)\nq=%20\n"), "\(signed.canonicalRequest)")
    }
  }

  /// A presigned URL goes through hands that may take a plus for either.
  @Test(arguments: [
    ("/k?q=a+b&&c=%2B&", "/k?q=a%20b&c=%2B&X-Amz-Algorithm="), ("/k?&", "/k?X-Amz-Algorithm="),
    ("/a+b/%2B?x", "/a%2Bb/%2B?x&X-Amz-Algorithm="), ("/k?=&a=b=c", "/k?=&a=b=c&X-Amz-Algorithm="),
    ("/k?q=%zz", "/k?q=%zz&X-Amz-Algorithm="),
  ])
  func aPresignedURLHasNoPlus(target: String, prefix: String) throws {
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    let presigned = try signer.presign(
      request(target), payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    #expect(presigned.target.hasPrefix(prefix), "\(presigned.target)")
    #expect(!presigned.url.contains("+") && !presigned.url.contains("&&"))
    #expect(presigned.target.hasSuffix("&X-Amz-Signature=" + presigned.signature))
    _ = try verifier("s3").verify(self.request(presigned.target), body: .unread, at: Self.date)
  }

  private func verifier(_ service: String) -> SigV4Verifier {
    let key = SigV4Verifier.Key(secretAccessKey: Example.secretAccessKey, sessionToken: Self.credentials.sessionToken)
    return SigV4Verifier(service: service, region: "us-east-1") { _ in key }
  }

  @Test func theVerifierReadsAsServersDo() throws {
    let signer = SigV4Signer(service: "es", region: "us-east-1")
    var request = request("/i/_search?q=a+b")
    request.headers = try signer.sign(request, payload: .empty, credentials: Self.credentials, date: Self.date)
      .applied(to: request.headers)
    for target in ["/i/_search?q=a+b", "/i/_search?q=a%20b", "/i/_search?&q=a+b&&"] {
      request.target = target
      _ = try verifier("es").verify(request, body: .bytes([]), at: Self.date)
    }
    request.target = "/i/_search?q=a%2Bb"
    let error = #expect(throws: SigV4VerificationError.self) {
      try verifier("es").verify(request, body: .bytes([]), at: Self.date)
    }
    #expect(error?.code == .signatureMismatch)
  }

  /// A plus of a token that was not encoded in a URL is lost on the way.
  @Test func aTokenInAURLIsReadAsServersDo() throws {
    let presigned = try SigV4Signer(service: "s3", region: "us-east-1").presign(
      request("/k"), payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    #expect(presigned.target.contains("X-Amz-Security-Token=a%2Bb%2Fc%3D%3D&"))
    let broken = presigned.target.replacing("a%2Bb", with: "a+b")
    let error = #expect(throws: SigV4VerificationError.self) {
      try verifier("s3").verify(request(broken), body: .unread, at: Self.date)
    }
    #expect(error?.code == .invalidToken)
  }
}
