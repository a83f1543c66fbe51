import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of the SigV4a test suite: the request, the context and the expected texts.
struct SuiteFiles {
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
  let context: Context
  let request: SigningRequest
  let body: String

  init(folder: URL) throws {
    self.folder = folder
    context = try JSONDecoder().decode(Context.self, from: Data(contentsOf: folder.appending(path: "context.json")))
    (request, body) = try Self.parse(TestFiles.text(folder.appending(path: "request.txt")))
  }

  var options: SigV4Options {
    SigV4Options(
      pathNormalization: context.normalize ? .removeDotSegments : .preserved, pathEncoding: .again,
      signedBodyHeader: context.sign_body ? .xAmzContentSha256 : .none,
      sessionToken: context.omit_session_token == true ? .addedAfterSigning : .signed, headers: .allEndToEnd)
  }

  var credentials: Credentials {
    Credentials(
      accessKeyId: context.credentials.access_key_id, secretAccessKey: context.credentials.secret_access_key,
      sessionToken: context.credentials.token)
  }

  func text(_ part: String) throws -> String { try TestFiles.text(folder.appending(path: "\(part).txt")) }

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
      body.allSatisfy { $0 == "\n" } ? "" : body
    )
  }
}
