import AWSEmulator
import AWSSigV4
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The emulator verifies with a canonical form of its own, so that a bug of the signer's cannot hide in it. Here it is held
/// against the signatures of botocore, so that none of its own can either.
@Suite struct IndependenceTests {
  @Test(arguments: ["botocore-edge-cases.json", "botocore-random-cases.json"])
  func theEmulatorReadsWhatBotocoreSigns(file: String) throws {
    let cases = try TestFiles.fixture(file, as: EdgeCaseFile.self).cases
    let compared = cases.filter(Self.isReadAlike)
    for test in compared {
      #expect(try Self.signature(of: test) == test.signature, "\(test.name) \(test.url)")
    }
    // Most have to be left, or nothing is proved.
    #expect(compared.count > cases.count * 9 / 10)
    print("sigv4: the emulator's canonical form agrees with \(compared.count) of \(cases.count) cases of \(file)")
  }

  /// botocore signs a path that is empty as such, which no client sends.
  private static func isReadAlike(_ test: EdgeCase) -> Bool {
    test.url.firstMatch(of: /^https?:\/\/[^\/?]*(\?|$)/) == nil
  }

  private static func signature(of test: EdgeCase) throws -> String {
    let arrived = try test.signedRequest()
    let parts = arrived.target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    let names: String
    switch try test.signed() {
    case .header(let signed): names = signed.signedHeaders
    case .presigned(let signed): names = signed.signedHeaders
    }
    let headers = names.split(separator: ";").map { name in
      (name: String(name), values: name == "host" ? [host(of: arrived)] : values(of: name, in: arrived))
    }
    let hash = arrived.headers.first { $0.name.lowercased() == "x-amz-content-sha256" }?.value
    let canonical = EmulatedCanonicalRequest(
      method: arrived.method, path: String(parts[0]) ?? "", query: parts.count > 1 ? String(parts[1]) ?? "" : "",
      headers: headers,
      payloadHash: try test.payload == "unsigned" ? "UNSIGNED-PAYLOAD" : hash ?? hex(SHA256.hash(data: test.body)),
      pathRule: test.service.hasPrefix("s3") ? .objectKey : .normalizedAndEncodedAgain
    ).text
    let timestamp = test.timestamp.replacing("-", with: "").replacing(":", with: "")
    let scope = "\(timestamp.prefix(8))/\(test.region)/\(test.service)/aws4_request"
    var key = SymmetricKey(data: Array("AWS4\(Example.secretAccessKey)".utf8))
    for part in scope.split(separator: "/") {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    let text = "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(hex(SHA256.hash(data: Array(canonical.utf8))))"
    return hex(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
  }

  private static func values(of name: Substring, in request: SigningRequest) -> [String] {
    request.headers.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// What an HTTP client sends as `Host`.
  private static func host(of request: SigningRequest) -> String {
    if let host = values(of: "host", in: request).first { return host }
    let port = request.scheme == "https" ? ":443" : ":80"
    let host = request.authority.lowercased()
    return host.hasSuffix(port) ? String(host.dropLast(port.count)) : host
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
