import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The value of each option is checked when the line is read: a line that no request can come of ends with curl's status 2, and
/// nothing is sent.
struct CurlLineValueTests {
  private static let url = "https://s3.us-east-1.amazonaws.com/a"

  @Test(arguments: [
    (["-H", "a: b\r\nc: d"], "--header has a line end"), (["-H", "a: b\nc: d"], "in the value of the header a"),
    (["-H", "a: \u{0}"], "control character"), (["-H", "a: \u{7F}"], "control character"),
    (["-H", "a b: c"], "--header takes a header"), (["-H", ":"], "the name is empty"),
    (["-H", ": x"], "the name is empty"), (["-H", ";"], "the name is empty"), (["-H", "a;b: c"], "--header"),
    (["-H", "a; b"], "behind the ';'"), (["-H", "a :b"], "--header"), (["-H", "é: b"], "--header"),
    (["-X", "G ET"], "--request takes a method"), (["-X", ""], "--request takes a method"),
    (["-X", "GET\r\n"], "--request takes a method"), (["-X", "GÉT"], "--request takes a method"),
    (["--service", ""], "--service takes a service"), (["--service", "s3/x"], "--service takes"),
    (["--service", "s 3"], "--service takes"), (["--aws-sigv4", "aws:amz:us-east-1:s 3"], "--aws-sigv4 takes"),
    (["--region", ""], "--region is ''"), (["--region", "a b"], "--region is 'a b'"),
    (["--aws-sigv4", "aws:amz:a b:s3"], "--aws-sigv4 is 'a b'"), (["-A", "a\nb"], "--user-agent has a line end"),
    (["-e", "a\rb"], "--referer has a line end"), (["-b", "a=\u{1}"], "--cookie has a line end"),
    (["-r", ""], "--range takes bytes"), (["-r", "a-b"], "--range takes bytes"),
    (["-r", "0-1\n"], "--range takes bytes"),
    (["-o", ""], "--output needs a name"), (["-D", ""], "--dump-header needs a name"),
    (["--output-dir", ""], "--output-dir needs a name"), (["-T", ""], "--upload-file needs a name"),
    (["--cacert", ""], "--cacert needs the name"), (["-x", ""], "--proxy"),
    (["-x", "https://p:1"], "--proxy takes an HTTP proxy"),
    (["--signing-host", ""], "--signing-host takes a host"),
    (["--signing-host", "a/b"], "--signing-host takes a host"),
    (["-m", "-1"], "--max-time takes a number"), (["-m", "nan"], "--max-time takes a number"),
    (["--retry", "-1"], "--retry takes a whole number"), (["--max-redirs", "-2"], "--max-redirs takes a whole number"),
    (["-w", "%{nope}"], "--write-out cannot tell"), (["--services", "es"], "Did you mean --service?"),
    (["--regoin", "x"], "Did you mean --region?"), (["--heder", "x"], "Did you mean --header?"),
    (["-H", "a: \u{AC00}"], "not ASCII"),
    (["-A", "\u{AC00}"], "the header user-agent holds a character that is not ASCII"),
  ])
  func aBadValueIsRefused(_ words: [String], _ reason: String) async throws {
    let transport = ScriptedTransport()
    let error = try #require(
      await #expect(throws: (any Error).self) { try await CurlCall.run(words + [Self.url], transport: transport) })
    // Of the argument parser, whose errors are mistakes in the line.
    #expect("\(type(of: error))" == "ValidationError" && "\(error)".contains(reason), "\(error)")
    #expect(transport.requests.isEmpty)
  }

  @Test func headersOfAFileAreCheckedToo() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/headers"
      for (text, reason) in [("A: 1\nb c: 2\n", "Line 2 of the headers in"), (": x", "the name is empty")] {
        try write(text, to: file)
        let error = try #require(
          await #expect(throws: (any Error).self) {
            try await CurlCall.run(["-H", "@" + file, Self.url], transport: ScriptedTransport())
          })
        #expect("\(type(of: error))" == "ValidationError" && "\(error)".contains(reason), "\(error)")
      }
    }
  }

  /// What a request can have is taken.
  @Test(arguments: [
    ["-H", "X-A: a\tb"], ["-H", "X-A;"], ["-H", "Accept:"], ["-X", "PROPFIND"], ["-X", "X-!#$"],
    ["--service", "s3-outposts"],
    ["-A", ""], ["-e", ""], ["-H", ""], ["-r", "-500"], ["-r", "0-0,-1"], ["-r", "7"],
    ["--no-sign-request", "-H", "a: \u{E9}"],
  ])
  func aGoodValueIsTaken(_ words: [String]) async throws {
    let transport = ScriptedTransport([.text("")])
    #expect(try await CurlCall.run(words + [Self.url], transport: transport).status == 0)
    #expect(transport.requests.count == 1)
  }

  @Test func theProcessEndsWithCurlsStatus() async throws {
    for words in [["-H", "a: b\r\nc: d"], ["-X", ""], ["--service", ""], ["-H", ":"], ["--services", "es"]] {
      let result = try await EvergreenTool.run(["curl"] + words + ["http://localhost:1/"])
      #expect(result.status == .exited(2) && result.output.isEmpty, "\(result)")
      #expect(result.errors.hasPrefix("Error: ") && result.errors.contains("\nUsage: evergreen curl "), "\(result)")
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}
