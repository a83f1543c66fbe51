import AWSCredentials
import AWSSigV4
import AWSTesting
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct SigV4aTests {
  private static let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "token")
  private static let date = Date(timeIntervalSince1970: 1_440_938_160)
  private static let request = SigningRequest(
    method: "GET", authority: "mrap.accesspoint.s3-global.amazonaws.com", target: "/key?a=b")

  /// The SigV4a suite of awslabs/aws-c-auth, read from `../shared/vectors/sigv4/v4a`.
  @Test(.enabled(if: SharedVectors.has("sigv4/v4a"), "\(SharedVectors.absence)"))
  func everyCaseInHeaderAndQuery() throws {
    let folder = URL(filePath: SharedVectors.folder).appending(path: "sigv4/v4a")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter { name in
      // Two folders hold a request and say nothing of its signature.
      FileManager.default.fileExists(atPath: folder.appending(path: "\(name)/header-canonical-request.txt").path)
    }
    #expect(names.count == 38)
    for name in names { try SuiteCase(folder: folder.appending(path: name), name: name).checkSigV4a() }
    print("sigv4a: \(names.count) cases x 2 variants")
  }

  @Test func theSignatureVerifiesAndIsAnotherEachTime() throws {
    let signer = SigV4aSigner(service: "s3", regionSet: ["us-east-1", "eu-*"])
    let one = try signer.sign(Self.request, payload: .unsigned, credentials: Self.credentials, date: Self.date)
    let two = try signer.sign(Self.request, payload: .unsigned, credentials: Self.credentials, date: Self.date)
    #expect(one.signature != two.signature && one.stringToSign == two.stringToSign)
    let key = try P256.Signing.PublicKey(x963Representation: SigV4aSigner.publicKey(for: Self.credentials))
    for signed in [one, two] {
      let signature = try P256.Signing.ECDSASignature(derRepresentation: bytes(signed.signature))
      #expect(key.isValidSignature(signature, for: Data(signed.stringToSign.utf8)))
    }
    let headers = one.applied(to: Self.request.headers)
    #expect(headers.filter { $0.name.lowercased() == "x-amz-region-set" }.map(\.value) == ["us-east-1,eu-*"])
    #expect(
      one.authorization.hasPrefix("AWS4-ECDSA-P256-SHA256 Credential=\(Example.accessKeyId)/20150830/s3/aws4_request"))
    #expect(one.signedHeaders == "host;x-amz-content-sha256;x-amz-date;x-amz-region-set;x-amz-security-token")
  }

  @Test func aRegionSetOfTheCallersIsRefused() {
    var request = Self.request
    request.headers = [("X-Amz-Region-Set", "stale")]
    let error = #expect(throws: SigV4Error.self) {
      try SigV4aSigner(service: "s3")
        .sign(request, payload: .unsigned, credentials: Self.credentials, date: Self.date)
    }
    #expect(error?.code == .conflictingHeader && error?.message.contains("x-amz-region-set") == true)
  }

  @Test func aPresignedURLNamesItsRegions() throws {
    let signer = SigV4aSigner(service: "s3")
    let signed = try signer.presign(
      Self.request, payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    #expect(signed.url.contains("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&"))
    #expect(signed.url.contains("&X-Amz-Region-Set=%2A&"))
  }

  @Test(arguments: [[], [""], ["us east"], ["a,b"], ["a/b"], ["\u{0}"], ["é"]])
  func regionSetsThatAreNone(_ regions: [String]) {
    let signer = SigV4aSigner(service: "s3", regionSet: regions)
    let error = #expect(throws: SigV4Error.self) {
      try signer.sign(Self.request, payload: .empty, credentials: Self.credentials, date: Self.date)
    }
    #expect(error?.code == .invalidScope && error?.message.contains("region") == true)
  }

  @Test func emptyCredentialsAreErrors() {
    for credentials in [
      Credentials(accessKeyId: "", secretAccessKey: "s"), Credentials(accessKeyId: "A", secretAccessKey: ""),
    ] {
      #expect(throws: SigV4Error.self) {
        try SigV4aSigner(service: "s3").sign(
          Self.request, payload: .empty, credentials: credentials, date: Self.date)
      }
    }
  }

  @Test func nothingShowsTheKey() {
    var dumped = ""
    dump(SigV4aSigner(service: "s3"), to: &dumped)
    #expect(!dumped.contains(Example.secretAccessKey))
  }
}

private func bytes(_ hexadecimal: String) throws -> [UInt8] {
  let digits = Array(hexadecimal)
  return try stride(from: 0, to: digits.count, by: 2).map {
    try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16))
  }
}

extension SuiteCase {
  private struct PublicKey: Decodable {
    var X: String
    var Y: String
  }

  /// Signs by SigV4a and compares all but the signature, which is verified.
  func checkSigV4a() throws {
    let signer = SigV4aSigner(service: context.service, regionSet: [context.region], options: options)
    let point = try JSONDecoder().decode(
      PublicKey.self, from: Data(contentsOf: folder.appending(path: "public-key.json")))
    let encoded = try [4] + bytes(point.X) + bytes(point.Y)
    #expect(try SigV4aSigner.publicKey(for: credentials) == encoded, "\(name)")
    let key = try P256.Signing.PublicKey(x963Representation: encoded)
    func check(_ kind: String, _ canonicalRequest: String, _ stringToSign: String, _ signature: String) throws {
      #expect(try canonicalRequest == file("\(kind)-canonical-request"), "\(name), \(kind)")
      #expect(try stringToSign == file("\(kind)-string-to-sign"), "\(name), \(kind)")
      for text in [signature, try file("\(kind)-signature")] {
        let signature = try P256.Signing.ECDSASignature(derRepresentation: bytes(text))
        #expect(key.isValidSignature(signature, for: Data(stringToSign.utf8)), "\(name), \(kind)")
      }
    }
    let payload = PayloadHash.bytes(Array(body.utf8))
    let header = try signer.sign(request, payload: payload, credentials: credentials, date: date)
    try check("header", header.canonicalRequest, header.stringToSign, header.signature)
    let (expected, _) = try Self.parse(file("header-signed-request"))
    func unsigned(_ lines: [String]) -> [String] {
      lines.map { line in line.firstRange(of: "ignature=").map { String(line[..<$0.lowerBound]) } ?? line }
    }
    #expect(unsigned(lines(header.applied(to: request.headers))) == unsigned(lines(expected.headers)), "\(name)")

    let query = try signer.presign(
      request, payload: payload, expiresIn: .seconds(context.expiration_in_seconds), credentials: credentials,
      date: date)
    try check("query", query.canonicalRequest, query.stringToSign, query.signature)
    let (expectedQuery, _) = try Self.parse(file("query-signed-request"))
    #expect(unsigned(parameters(query.target)) == unsigned(parameters(expectedQuery.target)), "\(name)")
  }
}
