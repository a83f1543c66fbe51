import AWSCredentials
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `evergreen sign` finds by itself, and what it says of bad lines.
@Suite struct SignDefaultsTests {
  private struct Response: Decodable {
    var error: String?
    var headers: [[String]]?
    var url: String?
    func header(_ name: String) -> String { headers?.first { $0[0] == name }?[1] ?? "" }
  }

  private static let own =
    #""credentials":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","secretAccessKey":"\#(EvergreenTool.secret)"}"#
  private static func line(_ more: String...) -> String {
    "{"
      + ([#""method":"GET","url":"https://h.example/k","service":"es","region":"us-east-1""#] + more)
      .joined(separator: ",") + "}"
  }

  private func responses(_ result: EvergreenTool.Result) throws -> [Response] {
    try result.lines.map { try JSONDecoder().decode(Response.self, from: Data($0.utf8)) }
  }

  @Test func timeAndCredentialsAreThoseFoundHere() async throws {
    let before = Date()
    let result = try await EvergreenTool.run(
      ["sign"], EvergreenTool.keys + ["AWS_SESSION_TOKEN=a-token"],
      input: [
        Self.line(), Self.line(#""timestamp":"20130524T000000Z""#), Self.line(Self.own),
        Self.line(Self.own, #""timestamp":"2013-05-24T00:00:00Z""#), Self.line(#""credentials":null,"timestamp":null"#),
        #"{"kind":"presign",\#(Self.line().dropFirst())"#,
      ].joined(separator: "\n"))
    #expect(result.status == .exited(0) && result.errors.isEmpty, "\(result)")
    let responses = try responses(result)
    try #require(responses.count == 6)
    for index in [0, 1, 4] {
      #expect(responses[index].header("authorization").contains("Credential=AKIDEXAMPLE/"), "\(result)")
      #expect(responses[index].header("x-amz-security-token") == "a-token")
    }
    for index in [2, 3] {
      #expect(responses[index].header("authorization").contains("Credential=AKIAIOSFODNN7EXAMPLE/"))
      #expect(responses[index].header("x-amz-security-token") == "")
    }
    for index in [1, 3] { #expect(responses[index].header("x-amz-date") == "20130524T000000Z") }
    // The basic form sorts like the time.
    let bounds = [before, Date()].map { $0.formatted(.iso8601).filter { !"-:".contains($0) } }
    for index in [0, 2, 4] {
      let date = responses[index].header("x-amz-date")
      #expect(bounds[0] <= date && date <= bounds[1], "\(date) is not in \(bounds)")
    }
    #expect(responses[5].url?.contains("X-Amz-Security-Token=a-token") == true)
  }

  @Test func credentialsAreLookedForOnce() async throws {
    let script = """
      #!/bin/sh
      echo asked >> "$COUNT"
      [ "$FAIL" ] && exit 3
      echo '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"\(EvergreenTool.secret)"}'
      """
    try await EvergreenTool.withFile(script, mode: 0o700) { helper in
      try await EvergreenTool.withFile("[profile p]\ncredential_process = \(helper)\n") { config in
        for failing in [false, true] {
          try await EvergreenTool.withFile("") { count in
            let result = try await EvergreenTool.run(
              ["sign", "--profile", "p"],
              ["AWS_CONFIG_FILE=\(config)", "COUNT=\(count)"] + (failing ? ["FAIL=1"] : []),
              input: [Self.line(Self.own), Self.line(), Self.line(), Self.line()].joined(separator: "\n"))
            let responses = try responses(result)
            try #require(responses.count == 4)
            #expect(responses[0].error == nil)
            for (index, response) in responses.enumerated().dropFirst() {
              if failing {
                #expect(response.error?.hasPrefix("Line \(index + 1): ") == true, "\(result)")
                #expect(response.error?.contains("ended with status 3") == true, "\(result)")
              } else {
                #expect(response.header("authorization").contains("Credential=AKIDPROCESS/"), "\(result)")
              }
            }
            #expect(result.status == .exited(failing ? 1 : 0))
            #expect(try Data(contentsOf: URL(filePath: count)) == Data("asked\n".utf8))
          }
        }
      }
    }
  }

  /// Whoever gives credentials on every line needs none here.
  @Test func nothingIsLookedForThatIsNotNeeded() async throws {
    let result = try await EvergreenTool.run(["sign", "--profile", "missing"], [], input: Self.line(Self.own))
    #expect(result.status == .exited(0), "\(result)")
    let missing = try await EvergreenTool.run(["sign", "--profile", "missing"], [], input: Self.line())
    #expect(missing.status == .exited(1) && missing.output.contains("'missing'"), "\(missing)")
  }

  @Test func aBadLineIsNamedAndTheOthersAreSigned() async throws {
    let lines =
      [
        (Self.line(), nil), ("", nil), ("{", "Line 3: The line is not a JSON object."),
        (#"{"url":"https://h/","service":"es","region":"us-east-1"}"#, "Line 4: The field method is missing."),
        (#"{"method":"GET","service":"es","region":"us-east-1"}"#, "Line 5: The field url is missing."),
        (Self.line(#""headers":{}"#), "Line 6: The field headers must be a list of headers, each a name and a value."),
        (Self.line(#""timestamp":1369353600"#), "Line 7: The field timestamp must be a string."),
        (Self.line(#""credentials":"AKIDEXAMPLE""#), "Line 8: The field credentials must be an object."),
        (Self.line(#""credentials":{"accessKeyId":"A"}"#), "Line 9: The field credentials.secretAccessKey is missing."),
        (
          Self.line(#""timestmp":"20130524T000000Z""#),
          "Line 10: The field timestmp is not known. Did you mean timestamp?"
        ),
        (Self.line(#""Credentials":{}"#), "Line 11: The field Credentials is not known. Did you mean credentials?"),
        (Self.line(#""name":"mine","uri":"mine""#), nil),
      ] as [(String, String?)]
    let result = try await EvergreenTool.run(["sign"], input: lines.map(\.0).joined(separator: "\n"))
    #expect(result.status == .exited(1), "\(result)")
    let responses = try responses(result)
    let expected = lines.filter { !$0.0.isEmpty }
    try #require(responses.count == expected.count)
    for (response, line) in zip(responses, expected) { #expect(response.error == line.1, "\(line)") }
  }
}
