import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The SigV4 test suite of awslabs/aws-c-auth, read from `../shared/vectors/sigv4/v4`.
@Suite struct SuiteTests {
  @Test func everyCaseInHeaderAndQuery() throws {
    guard let folder = TestFiles.vectors("sigv4/v4") else {
      print("../shared/vectors not present: 38 cases x 2 variants of the SigV4 suite not run")
      return
    }
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

private struct SuiteCase {
  private let files: SuiteFiles
  private let name: String
  private let request: SigningRequest
  private let body: String
  private let signer: SigV4Signer
  private let date: Date

  init(folder: URL, name: String) throws {
    files = try SuiteFiles(folder: folder)
    self.name = name
    request = files.request
    body = files.body
    signer = SigV4Signer(service: files.context.service, region: files.context.region, options: files.options)
    date = try time(files.context.timestamp)
  }

  func checkHeader() throws {
    let signed = try signer.sign(request, payload: .bytes(Array(body.utf8)), credentials: files.credentials, date: date)
    try expectation("header").check(signed)
    // The order of headers and the case of their names mean nothing.
    let (expected, expectedBody) = try SuiteFiles.parse(files.text("header-signed-request"))
    #expect(lines(signed.applied(to: request.headers)) == lines(expected.headers), "\(name)")
    #expect(expected.target == request.target && expectedBody == body, "\(name)")
  }

  func checkQuery() throws {
    let signed = try signer.presign(
      request, payload: .bytes(Array(body.utf8)), expiresIn: .seconds(files.context.expiration_in_seconds),
      credentials: files.credentials, date: date)
    try expectation("query").check(signed)
    let (expected, expectedBody) = try SuiteFiles.parse(files.text("query-signed-request"))
    #expect(parameters(signed.target) == parameters(expected.target), "\(name)")
    #expect(signed.target.hasPrefix(request.target), "\(name)")
    #expect(lines(signed.applied(to: request.headers)) == lines(expected.headers), "\(name)")
    #expect(expectedBody == body, "\(name)")
  }

  private func expectation(_ kind: String) throws -> Expectation {
    Expectation(
      name: "\(name), \(kind)", canonicalRequest: try files.text("\(kind)-canonical-request"),
      stringToSign: try files.text("\(kind)-string-to-sign"), signature: try files.text("\(kind)-signature"))
  }

  private func lines(_ headers: [(name: String, value: String)]) -> [String] {
    headers.map { "\($0.name.lowercased()):\($0.value)" }.sorted()
  }

  private func parameters(_ target: String) -> [String] {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    return [parts[0]] + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
  }
}
