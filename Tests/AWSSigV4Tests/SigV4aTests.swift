import AWSCredentials
import AWSSigV4
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The SigV4a test suite of awslabs/aws-c-auth, read from `../shared/vectors/sigv4/v4a`.
@Suite struct SigV4aSuiteTests {
  private struct PublicKey: Decodable {
    var X: String
    var Y: String

    func verifies(_ signature: String, of text: String) throws -> Bool {
      let key = try P256.Signing.PublicKey(rawRepresentation: try bytes(fromHex: X) + bytes(fromHex: Y))
      let signature = try P256.Signing.ECDSASignature(derRepresentation: bytes(fromHex: signature))
      return key.isValidSignature(signature, for: Array(text.utf8))
    }
  }

  @Test func everyCaseInHeaderAndQuery() throws {
    guard let root = TestFiles.vectors("sigv4/v4a") else {
      print("../shared/vectors not present: 38 cases x 2 variants of the SigV4a suite not run")
      return
    }
    var (cases, verified) = (0, 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
      let folder = root.appending(path: name)
      guard FileManager.default.fileExists(atPath: folder.appending(path: "header-canonical-request.txt").path) else {
        continue
      }
      let files = try SuiteFiles(folder: folder)
      let key = try JSONDecoder().decode(
        PublicKey.self, from: Data(contentsOf: folder.appending(path: "public-key.json")))
      let signer = SigV4aSigner(
        service: files.context.service, regions: [files.context.region], options: files.options)
      let payload = PayloadHash.bytes(Array(files.body.utf8))
      let date = try time(files.context.timestamp)

      let signed = try signer.sign(files.request, payload: payload, credentials: files.credentials, date: date)
      #expect(signed.canonicalRequest == (try files.text("header-canonical-request")), "\(name)")
      #expect(signed.stringToSign == (try files.text("header-string-to-sign")), "\(name)")
      #expect(try key.verifies(signed.signature, of: signed.stringToSign), "\(name)")
      let (sent, _) = try SuiteFiles.parse(files.text("header-signed-request"))
      #expect(lines(signed.applied(to: files.request.headers)) == lines(sent.headers), "\(name)")

      let presigned = try signer.presign(
        files.request, payload: payload, expiresIn: .seconds(files.context.expiration_in_seconds),
        credentials: files.credentials, date: date)
      #expect(presigned.canonicalRequest == (try files.text("query-canonical-request")), "\(name)")
      #expect(presigned.stringToSign == (try files.text("query-string-to-sign")), "\(name)")
      #expect(try key.verifies(presigned.signature, of: presigned.stringToSign), "\(name)")
      let (sentQuery, _) = try SuiteFiles.parse(files.text("query-signed-request"))
      #expect(parameters(presigned.target) == parameters(sentQuery.target), "\(name)")
      #expect(presigned.target.hasSuffix("&X-Amz-Signature=\(presigned.signature)"), "\(name)")
      cases += 1
      verified += 2
    }
    #expect(cases == 38)
    print("sigv4a: \(cases) cases x 2 variants, \(verified) signatures verified with the suite's public keys")
  }

  // The signature itself is another each time.
  private func lines(_ headers: [(name: String, value: String)]) -> [String] {
    headers.map { "\($0.name.lowercased()):\($0.value.split(separator: "Signature=")[0])" }.sorted()
  }

  private func parameters(_ target: String) -> [String] {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let query = parts.count > 1 ? parts[1].split(separator: "&").map(String.init) : []
    return [parts[0]] + query.filter { !$0.hasPrefix("X-Amz-Signature=") }.sorted()
  }
}

func bytes(fromHex text: String) throws -> [UInt8] {
  try stride(from: 0, to: text.count, by: 2).map { offset in
    try #require(UInt8(text.dropFirst(offset).prefix(2), radix: 16))
  }
}

@Suite struct SigV4aKeyTests {
  private static let orderMinusTwo = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f"

  private func scalar(_ candidates: String...) throws -> (scalar: [UInt8]?, asked: [UInt8]) {
    let candidates = try candidates.map { try bytes(fromHex: $0) }
    var asked: [UInt8] = []
    let scalar = SigV4aKey.scalar { counter in
      asked.append(counter)
      return candidates[min(Int(counter), candidates.count) - 1]
    }
    return (scalar, asked)
  }

  @Test func aCandidateAboveTheLimitIsRefusedAndTheNextTried() throws {
    let zeros = String(repeating: "00", count: 31)
    #expect(try scalar(zeros + "00").scalar == bytes(fromHex: zeros + "01"))
    #expect(try scalar(zeros + "ff").scalar == bytes(fromHex: String(zeros.dropLast(2)) + "0100"))
    let last = try scalar(Self.orderMinusTwo)
    #expect(try last.scalar == bytes(fromHex: Self.orderMinusTwo.dropLast(2) + "50"))
    // Above the limit in the last byte, in the first byte that can be, and everywhere.
    for above in [
      Self.orderMinusTwo.dropLast(2) + "50", "ffffffff01" + zeros.dropLast(8), String(repeating: "f", count: 64),
    ] {
      let second = try scalar(String(above), zeros + "07")
      #expect(try second.scalar == bytes(fromHex: zeros + "08"))
      #expect(second.asked == [1, 2])
    }
    // A smaller byte before a greater one is below the limit.
    #expect(try scalar("fffffffe" + String(repeating: "ff", count: 28)).asked == [1])
    let never = try scalar(String(repeating: "f", count: 64))
    #expect(never.scalar == nil && never.asked.count == 254)
    #expect(SigV4aKey.scalar { _ in [1] } == nil, "not 32 bytes")
  }

  @Test func theSuitesKeyIsDerived() throws {
    let scalar = SigV4aKey.scalar { counter in
      SigV4aKey.candidate(
        counter: counter, accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    }
    let key = try P256.Signing.PrivateKey(rawRepresentation: try #require(scalar))
    #expect(
      try Array(key.publicKey.rawRepresentation)
        == bytes(
          fromHex: "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"
            + "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518"))
  }
}

@Suite struct SigV4aRulesTests {
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "hidden-token")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)
  private let request = SigningRequest(method: "GET", authority: "example.com", target: "/k")

  private func code(
    _ request: SigningRequest, regions: RegionSet = .all, service: String = "s3", credentials: Credentials? = nil,
    date: Date? = nil
  ) -> [SigV4Error.Code?] {
    let signer = SigV4aSigner(service: service, regions: regions)
    func code(_ body: () throws(SigV4Error) -> Void) -> SigV4Error.Code? {
      do throws(SigV4Error) { try body() } catch { return error.code }
      return nil
    }
    return [
      code { () throws(SigV4Error) in
        _ = try signer.sign(
          request, payload: .unsigned, credentials: credentials ?? self.credentials, date: date ?? self.date)
      },
      code { () throws(SigV4Error) in
        _ = try signer.presign(
          request, payload: .unsigned, expiresIn: .seconds(9), credentials: credentials ?? self.credentials,
          date: date ?? self.date)
      },
    ]
  }

  @Test func badInputIsAnError() {
    for regions: RegionSet in [[], [""], ["a,b"], ["us-east-1", "a b"], ["a\nb"], ["\u{AC00}"]] {
      #expect(code(request, regions: regions) == [.invalidScope, .invalidScope])
    }
    #expect(code(request, service: "") == [.invalidScope, .invalidScope])
    for keys in [
      Credentials(accessKeyId: "", secretAccessKey: "s"), Credentials(accessKeyId: "i", secretAccessKey: ""),
    ] {
      #expect(code(request, credentials: keys) == [.invalidCredentials, .invalidCredentials])
    }
    for seconds in [-62_135_596_800, 253_402_300_800, .nan] {
      #expect(code(request, date: Date(timeIntervalSince1970: seconds)) == [.invalidDate, .invalidDate])
    }
    var signed = request
    signed.target = "/k?a&x-amz%2Dregion-set=*"
    #expect(code(signed) == [nil, .alreadySigned])
    for target in ["", "/?", "/??", "/?\u{308}a=b&\u{308}", "/%?%", "/?a&X-Amz-Meta=1"] {
      #expect(code(SigningRequest(method: "GET", authority: "example.com", target: target)) == [nil, nil])
    }
  }

  @Test func theRegionSetIsSignedUnderAnyPolicyAndReplacesTheCallers() throws {
    var request = request
    request.headers = [("X-Amz-Region-Set", "old"), ("x-other", "1")]
    let signer = SigV4aSigner(
      service: "s3", regions: ["us-east-1", "eu-*"], options: SigV4Options(headers: .only([])))
    let signed = try signer.sign(request, payload: .empty, credentials: credentials, date: date)
    #expect(signed.signedHeaders == "host;x-amz-date;x-amz-region-set;x-amz-security-token")
    #expect(
      signed.applied(to: request.headers).filter { $0.name.lowercased() == "x-amz-region-set" }.map(\.value)
        == ["us-east-1,eu-*"])
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(9), credentials: credentials, date: date)
    #expect(presigned.url.hasPrefix("https://example.com/k?X-Amz-Region-Set=us-east-1%2Ceu-%2A&"))
    #expect(presigned.expiration == date + 9)
  }

  @Test func aKeyIsDerivedOnceAndNothingPrintsIt() throws {
    let cache = SigV4aKeyCache(capacity: 2)
    let signer = SigV4aSigner(service: "s3", regions: .all, keyCache: cache)
    for id in ["a", "b", "a", "c", "a"] {
      let keys = Credentials(accessKeyId: id, secretAccessKey: "hidden-secret", sessionToken: "hidden-token")
      let signed = try signer.sign(request, payload: .empty, credentials: keys, date: date)
      let presigned = try signer.presign(
        request, payload: .unsigned, expiresIn: .seconds(9), credentials: keys, date: date)
      for value: Any in [signed, presigned, cache, signer] {
        var dumped = "\(value)\(String(reflecting: value))"
        dump(value, to: &dumped)
        #expect(!dumped.contains("hidden") && !dumped.contains(signed.signature))
        #expect(!dumped.contains(presigned.signature))
      }
    }
    #expect(cache.count == 2)
  }
}
