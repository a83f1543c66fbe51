import AWSCredentials
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Arguments that are not UTF-8: passed on byte for byte, or refused, and never replaced.
@Suite struct RawArgumentTests {
  /// Runs a line of a shell, in which `"$@"` is the tool and `$x` is `a`, the byte 0xFF and `b`.
  private func run(_ line: String, in directory: String = "/") async throws -> EvergreenTool.Result {
    try await EvergreenTool.shell(
      "cd '\(directory)'; x=$(printf 'a\\377b'); \(line)",
      ["/usr/bin/env", "-i"] + EvergreenTool.base + EvergreenTool.keys + [try EvergreenTool.program])
  }

  @Test(arguments: [#""$@" exec -- printf %s "$x" "$x=é""#, #""$@" exec --region us-east-1 -- printf %s "$x" "$x=é""#])
  func aCommandGetsItsBytes(_ line: String) async throws {
    let result = try await run(line + " | od -An -tx1 | tr -d ' \\n'")
    #expect(result.output == "61ff6261ff623dc3a9", "\(result)")
  }

  @Test func aCommandMayHaveAnyName() async throws {
    try await withTemporaryDirectory { directory in
      let result = try await run(
        #"printf '#!/bin/sh\necho "ran $1"\n' > "$x"; chmod +x "$x"; "$@" exec -- "./$x" 1"#, in: directory)
      #expect(result.output == "ran 1\n", "\(result)")
      let missing = try await run(#""$@" exec -- "$x""#)
      #expect(missing.status == .exited(127) && missing.errors.contains("was not found"), "\(missing)")
    }
  }

  @Test func theEmulatorsCommandGetsItsBytes() async throws {
    let result = try await run(#""$@" emulator --services s3 -- printf %s "$x" | od -An -tx1 | tr -d ' \n'"#)
    #expect(result.output == "61ff62", "\(result)")
  }

  /// The name of an uploaded file is put behind the URL byte for byte, and the URL itself may hold any byte.
  @Test func aNameThatIsNoTextIsPutBehindAURL() async throws {
    try await withTemporaryDirectory { directory in
      let server = try RecordingServer()
      let result = try await run(
        #"printf 1 > "$x"; "$@" curl --service s3 -sS -T "$x" '\#(server.url)/k/?q' "\#(server.url)/$x" -O"#
          + #" && printf %s "$x" | od -An -tx1 | tr -d ' \n'"#, in: directory)
      #expect(server.take().map { "\($0.method) \($0.target)" } == ["PUT /k/a%FFb?q", "GET /a%FFb"], "\(result)")
      #expect(result.status == .exited(0) && result.output.hasSuffix("61ff62"), "\(result)")
    }
  }

  @Test func whatWasSignedIsWhatArrives() async throws {
    let result = try await run(
      // The last of "$@" is the tool.
      #""$@" emulator --services elastic -- sh -c 'x=$1; shift $(($# - 1)); "$1" curl -f -sS -X PUT "$ES_ENDPOINT/$x"' sh "$x" "$@""#
    )
    #expect(result.status == .exited(0) && result.output.contains("\"acknowledged\":true"), "\(result)")
  }

  private static let sent: [UInt8] = [0x61, 0xFF, 0x62]

  @Test(arguments: [
    #"-d "$x""#, #""-d$x""#, #"--data-raw "$x""#, #"--data-binary "$x""#, #"--json "$x""#, #"-d "@$x""#,
    #"-X POST -T "$x""#, #"--data-binary="$x""#,
  ])
  func dataAndFilesAreBytes(_ option: String) async throws {
    try await withTemporaryDirectory { directory in
      let server = try RecordingServer()
      let result = try await run(
        #"printf 'a\377b' > "$x"; "$@" curl --service es -sS \#(option) -o "$x.out" -w '%{filename_effective}' \#(server.url)"#
          + #"/k | od -An -tx1 | tr -d ' \n'; cat "$x.out""#, in: directory)
      let request = try #require(server.take().first, "\(result)")
      #expect(request.body == Self.sent && request.method == "POST", "\(result)")
      #expect(result.output == "61ff622e6f7574{\"took\": 1}\n", "\(result)")
    }
  }

  @Test func aQueryMayHoldAnyByte() async throws {
    let server = try RecordingServer()
    let result = try await run(
      #""$@" curl --service es -sS -G --data-urlencode "q=$x" --url-query "$x" \#(server.url)/"#)
    #expect(server.take().first?.target == "/?a%FFb&q=a%FFb", "\(result)")
  }

  @Test(arguments: [
    (#"curl "http://$x:1/""#, 3, "host names are not percent-encoded"),
    (#"curl -H "X: $x" http://localhost:1/"#, 2, "--header"),
    (#"curl -X "$x" http://localhost:1/"#, 2, "-X"), (#"curl -A "$x" http://localhost:1/"#, 2, "-A"),
    (#"curl --region "$x" http://localhost:1/"#, 2, "--region"), (#"curl "--$x" http://localhost:1/"#, 2, "option"),
    (#"curl -w "$x" http://localhost:1/"#, 2, "--write-out"),
    (#"curl --service es -T "$x" http://localhost:1/"#, 26, "cannot be read"),
    (#"presign "s3://b/$x""#, 64, "b' is not valid UTF-8."),
    (#"presign -H "a: $x" s3://b/k"#, 64, "b' is not valid UTF-8."),
    (#"exec --region "$x" -- env"#, 64, "b' is not valid UTF-8."), (#"exec "$x""#, 64, "b' is not valid UTF-8."),
    (#"credentials --profile "$x""#, 64, "b' is not valid UTF-8."), (#""$x""#, 64, "b' is not valid UTF-8."),
  ])
  func whereOnlyTextHasAMeaningTheyAreRefused(_ words: String, _ status: Int, _ reason: String) async throws {
    let result = try await run(#""$@" \#(words)"#)
    #expect(result.status == .exited(status) && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains(reason), "\(result)")
    #expect(result.errors.contains("Usage: evergreen ") == (status != 26 && status != 3), "\(result)")
  }
}
