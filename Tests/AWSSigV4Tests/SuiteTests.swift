import AWSCredentials
import AWSSigV4
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The SigV4 test suite of awslabs/aws-c-auth, read from `../shared/vectors/sigv4/v4`.
@Suite struct SuiteTests {
  @Test(.enabled(if: SharedVectors.has("sigv4/v4"), "\(SharedVectors.absence)"))
  func everyCaseInHeaderAndQuery() throws {
    let folder = URL(filePath: SharedVectors.folder).appending(path: "sigv4/v4")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names.count == 38)
    for name in names {
      let test = try SuiteCase(folder: folder.appending(path: name), name: name)
      try test.checkHeader()
      try test.checkQuery()
    }
    print("sigv4: \(names.count) cases x 2 variants")
  }
}

/// One folder of the suite.
struct SuiteCase {
  struct Context: Decodable {
    struct Keys: Decodable {
      var access_key_id: String
      var secret_access_key: String
      var token: String?
    }
    var credentials: Keys
    var expiration_in_seconds: Int64
    var normalize: Bool
    var region: String
    var service: String
    var sign_body: Bool
    var timestamp: String
    var omit_session_token: Bool?
  }

  let folder: URL
  let name: String
  let context: Context
  let request: SigningRequest
  let body: String
  let options: SigV4Options
  let credentials: Credentials
  let date: Date

  init(folder: URL, name: String) throws {
    self.folder = folder
    self.name = name
    context = try JSONDecoder().decode(Context.self, from: Data(contentsOf: folder.appending(path: "context.json")))
    (request, body) = try Self.parse(TestFiles.text(folder.appending(path: "request.txt")))
    options = SigV4Options(
      pathNormalization: context.normalize ? .removeDotSegments : .preserved,
      pathEncoding: .again,
      signedBodyHeader: context.sign_body ? .xAmzContentSha256 : .none,
      sessionToken: context.omit_session_token == true ? .addedAfterSigning : .signed,
      headers: .allEndToEnd)
    credentials = Credentials(
      accessKeyId: context.credentials.access_key_id, secretAccessKey: context.credentials.secret_access_key,
      sessionToken: context.credentials.token)
    date = try time(context.timestamp)
  }

  private var signer: SigV4Signer {
    SigV4Signer(service: context.service, region: context.region, options: options)
  }

  func checkHeader() throws {
    let signed = try signer.signThrice(request, payload: .bytes(Array(body.utf8)), credentials: credentials, date: date)
    try expectation("header").check(signed)
    // The order of headers and the case of their names mean nothing.
    let (expected, expectedBody) = try Self.parse(file("header-signed-request"))
    #expect(lines(signed.applied(to: request.headers)) == lines(expected.headers), "\(name)")
    #expect(expected.target == request.target && expectedBody == body, "\(name)")
  }

  func checkQuery() throws {
    let signed = try signer.presign(
      request, payload: .bytes(Array(body.utf8)), expiresIn: .seconds(context.expiration_in_seconds),
      credentials: credentials, date: date)
    try expectation("query").check(signed)
    let (expected, expectedBody) = try Self.parse(file("query-signed-request"))
    #expect(parameters(signed.target) == parameters(expected.target), "\(name)")
    #expect(signed.target.hasPrefix(request.target), "\(name)")
    #expect(lines(request.headers) == lines(expected.headers), "\(name)")
    #expect(expectedBody == body, "\(name)")
  }

  private func expectation(_ kind: String) throws -> Expectation {
    Expectation(
      name: "\(name), \(kind)", canonicalRequest: try file("\(kind)-canonical-request"),
      stringToSign: try file("\(kind)-string-to-sign"), signature: try file("\(kind)-signature"))
  }

  func file(_ part: String) throws -> String { try TestFiles.text(folder.appending(path: "\(part).txt")) }

  func lines(_ headers: [(name: String, value: String)]) -> [String] {
    headers.map { "\($0.name.lowercased()):\($0.value)" }.sorted()
  }

  func parameters(_ target: String) -> [String] {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    return [parts[0]] + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
  }

  /// Reads a request: the target is raw text up to ` HTTP/1.1`, a line that begins with a space continues a header.
  static func parse(_ text: String) throws -> (SigningRequest, body: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = lines.prefix { !$0.isEmpty }
    let body = lines.dropFirst(head.count + 1).joined(separator: "\n")
    let first = try #require(head.first)
    let method = try #require(first.split(separator: " ").first)
    try #require(first.hasSuffix(" HTTP/1.1"))
    let target = first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    var headers: [(name: String, value: String)] = []
    for line in head.dropFirst() {
      if line.hasPrefix(" ") {
        headers[headers.count - 1].value += line
      } else {
        let colon = try #require(line.firstIndex(of: ":"))
        headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
      }
    }
    return (
      SigningRequest(method: String(method), authority: "unused", target: String(target), headers: headers),
      // The files of requests without a body end in one or two empty lines.
      body.allSatisfy { $0 == "\n" } ? "" : body
    )
  }
}
