import AWSCore
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The same lines given to `curl` and to `evergreen curl`: what arrives at a server, what is printed, what files are written,
/// and the exit status are the same.
///
/// The programs run one after the other: many at once would keep the machine from everything else.
@Suite(.serialized, .enabled(if: ToolRun.curl != nil, "The program curl is not installed."))
struct CurlComparisonTests {
  /// The lines of the manuals that both take.
  static let manual: [ManualLine] = ManualLine.all.filter { line in
    if case .refused = line.outcome { return false }
    return line.differsFromCurl == nil
  }

  @Test(arguments: manual) func aLineOfAManual(_ line: ManualLine) async throws {
    try await compare(line)
  }

  @Test(arguments: ComparedLines.redirects) func redirectsAreFollowedAlike(_ text: String) async throws {
    try await compare(.s3(text, .recorded("")))
  }

  @Test(arguments: ComparedLines.outputs) func outputIsTheSame(_ text: String) async throws {
    try await compare(.s3(text, .recorded("")))
  }

  @Test(arguments: ComparedLines.data) func dataIsTheSame(_ text: String) async throws {
    try await compare(.s3(text, .recorded(""), input: "first\r\nsecond\n"))
  }

  @Test(arguments: ComparedLines.urls) func urlsAreReadAlike(_ text: String) async throws {
    try await compare(.s3(text, .recorded("")))
  }

  @Test(arguments: ComparedLines.proxies) func aProxyIsAskedAlike(_ text: String) async throws {
    #expect(try await compare(.s3(text, .recorded("")), saying: ["--service", "s3"]) == 0)
  }

  @Test(arguments: ComparedLines.failures) func failuresHaveTheSameStatus(_ text: String) async throws {
    // Where no server of a known service is asked, the tool has to be told the service.
    let status = try await compare(.s3(text, .recorded("")), saying: ["--service", "s3"])
    #expect(status != 0)
  }

  @discardableResult
  private func compare(_ line: ManualLine, saying own: [String] = []) async throws -> Int? {
    let server = try RecordingServer(respond: ComparedLines.response)
    let variables = ["SERVER": "127.0.0.1:\(server.port)"]
    let words = line.words(elastic: server.url, s3: server.url, variables: variables)
    let curl = try #require(ToolRun.curl)
    let theirs = try await ToolRun.run(
      [curl, "-q"] + words, variables: ["PATH": "/usr/bin:/bin"], files: ManualLine.directory, input: line.input)
    let expected = server.take()
    let ours = try await ManualLineTests.evergreen(own + words, line, ManualLineTests.variables(line.service, server))
    let actual = server.take()
    #expect(ours.status == theirs.status, "\(ours.errors) \(theirs.errors)")
    #expect(ours.output == theirs.output)
    #expect(ours.files == theirs.files)
    #expect(actual.map(\.method) == expected.map(\.method))
    #expect(actual.map { Self.target(of: $0) } == expected.map { Self.target(of: $0) })
    #expect(actual.map(\.body) == expected.map(\.body))
    // What the transport tells a proxy besides the host is its own.
    for (actual, expected) in zip(actual, expected) where actual.method != "CONNECT" {
      #expect(Self.fields(of: actual, words) == Self.fields(of: expected, words))
    }
    return ours.status
  }

  /// Path and query. Digits of escapes are the same in any case (RFC 3986 §2.1): curl writes small ones where it encodes for a
  /// query, the tool writes none but large ones. Those that stand in the line are sent as they are, see ``ManualLineTests``. What no
  /// URL may hold is encoded by the tool, and sent as it is by curl.
  private static func target(of request: RecordingServer.Request) -> String {
    var target: [UInt8] = []
    for byte in request.target.utf8 {
      let isDigit = target.last == UInt8(ascii: "%") || target.dropLast().last == UInt8(ascii: "%")
      if isDigit, byte >= UInt8(ascii: "a") {
        target.append(byte - 0x20)
      } else if byte >= 0x80 || #""<>[\]^`{|}"#.utf8.contains(byte) {
        target.append(percentEncoded: byte)
      } else {
        target.append(byte)
      }
    }
    return String(decoding: target, as: UTF8.self)
  }

  /// Header fields in order of their names, without those in which the two differ for a reason.
  private static func fields(of request: RecordingServer.Request, _ words: [String]) -> [String] {
    var ignored: Set<String> = [
      // Added by the signature.
      "authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token",
      // curl asks whether to go on; the tool sends the body at once.
      "expect",
      // AWS takes no chunked transfer coding, with which curl sends what it does not know the length of. The tool tells that
      // there is no body where one is usual (RFC 9110 §8.6). What arrives as the body is compared by itself.
      "transfer-encoding", "content-length",
    ]
    // Each tells its own name, unless it is given one.
    if !words.contains("-A") { ignored.insert("user-agent") }
    // The tool unpacks gzip alone.
    if words.contains("--compressed") { ignored.insert("accept-encoding") }
    // Names are the same in any case.
    return request.fields.map { "\($0.name.lowercased()): \($0.value)" }
      .filter { field in !ignored.contains(String(field.prefix { $0 != ":" })) }.sorted()
  }
}
