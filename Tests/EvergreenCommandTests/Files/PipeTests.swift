import AWSCredentials
import Testing
import evergreen

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Pipes, descriptors and devices where options name files, in a process.
@Suite(.serialized) struct PipeTests {
  private static let response = "{\"took\": 1}\n"

  /// Runs a line of a shell in an empty directory. In it, `"$@"` is the tool with its subcommand `curl`, and `$url` a URL.
  ///
  /// - Returns: What was printed, the files of the directory afterwards, and what a server received.
  @discardableResult
  private func run(
    _ line: String,
    respond: @escaping @Sendable (RecordingServer.Request) -> RecordingServer.Response = { _ in .init() }
  ) async throws -> (result: EvergreenTool.Result, files: [String: String], requests: [RecordingServer.Request]) {
    let server = try RecordingServer(respond: respond)
    let environment = ["/usr/bin/env", "-i"] + EvergreenTool.base + EvergreenTool.keys
    var found: [String: String] = [:]
    var result: EvergreenTool.Result?
    try await withTemporaryDirectory { directory in
      result = try await EvergreenTool.shell(
        "cd '\(directory)' && url='\(server.url)/a/' && \(line)",
        environment + [try EvergreenTool.program, "curl", "-sS", "--service", "es"])
      for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
        let type = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.type] as? FileAttributeType
        found[name] = type == .typeRegular ? try content("\(directory)/\(name)") : "(\(type == nil ? "?" : "other"))"
      }
    }
    return (try #require(result), found, server.take())
  }

  @Test(arguments: [
    "printf 'a\\nb' | \"$@\" --data-binary @/dev/stdin $url", "printf 'a\\nb' | \"$@\" --data-binary @- $url",
    "printf 'a\\nb' > f; \"$@\" --data-binary @/dev/fd/3 $url 3< f",
    "printf 'a\\nb' | { \"$@\" --data-binary @/dev/fd/3 $url 3<&0; }",
    "mkfifo p; printf 'a\\nb' > p & \"$@\" --data-binary @p $url; wait",
    "printf 'a\\nb' | \"$@\" -T - -X POST $url", "printf 'a\\nb' | \"$@\" -T /dev/stdin -X POST $url",
    "mkfifo p; printf 'a\\nb' > p & \"$@\" -X POST -T p $url; wait", "printf 'a\\nb' > f; \"$@\" -X POST -T - $url < f",
    "printf 'xa\\nb' > f; { dd bs=1 count=1 of=g 2> h; \"$@\" -X POST -T - $url; } < f",
    "printf 'a\\nb' > f; \"$@\" -X POST -T f $url", "printf 'a\\nb' | { \"$@\" -X POST -T /dev/fd/3 $url 3<&0; }",
  ])
  func bytesAreReadFromAnywhere(_ line: String) async throws {
    let run = try await run(line)
    #expect(run.result.status == .exited(0) && run.result.output == Self.response, "\(run.result)")
    let request = try #require(run.requests.first)
    #expect(request.body == Array("a\nb".utf8) && request.method == "POST" && request["content-length"] == "3")
  }

  @Test func headersAndFormatsAreReadFromAnywhere() async throws {
    let run = try await run(
      "printf 'X-A: 1\\nX-B: 2' | { \"$@\" -H @/dev/fd/3 -w @f $url 3<&0; }".replacing(
        "{ ", with: "{ mkfifo f; printf '%%{http_code}' > f & "))
    #expect(run.result.output == Self.response + "200", "\(run.result)")
    #expect(run.requests.first?["x-a"] == "1" && run.requests.first?["x-b"] == "2")
  }

  @Test(arguments: [
    ("\"$@\" -o /dev/stdout $url", response, [:]), ("\"$@\" -o /dev/stderr $url 2>&1", response, [:]),
    ("\"$@\" -o /dev/fd/3 $url 3> f", "", ["f": response]),
    ("echo before > f; { \"$@\" -o /dev/fd/3 $url; echo behind >&3; } 3>> f", "", ["f": "before\n\(response)behind\n"]),
    ("{ \"$@\" -o /dev/fd/3 $url 3>&1 >&4 4>&-; } 4>f | cat", response, ["f": ""]),
    ("mkfifo p; cat p > f & \"$@\" -o p $url; wait", "", ["f": response, "p": "(other)"]),
    ("ln -s /dev/stdout l; \"$@\" -o l -w end $url", response + "end", ["l": "(other)"]),
    ("\"$@\" -o /dev/stdout -w end $url > f", "", ["f": response + "end"]),
    (
      "mkfifo p; ln -s p l; cat p > f & \"$@\" -o x -D l $url; wait; rm x; head -n 1 f; rm f", "HTTP/1.1 200 OK\r\n",
      ["p": "(other)", "l": "(other)"]
    ),
    ("\"$@\" -o /dev/null -w end $url; test -c /dev/null", "end", [:]),
  ])
  func bytesAreWrittenAnywhere(_ line: String, _ output: String, _ files: [String: String]) async throws {
    let run = try await run(line)
    #expect(run.result.status == .exited(0) && run.result.output == output, "\(run.result)")
    #expect(run.files == files)
  }

  @Test(arguments: [
    ("mkdir d; \"$@\" -d @d $url", 26, "cannot be read: it is a directory."),
    ("mkdir d; \"$@\" -T d $url", 26, "cannot be read: it is a directory."),
    ("\"$@\" -T none $url", 26, "cannot be read: there is no such file or directory."),
    ("\"$@\" -H @none $url", 26, "cannot be read: there is no such file or directory."),
    ("\"$@\" -o /dev/fd/3 $url 3>&-", 23, "the descriptor 3 is not open."),
    ("\"$@\" -d @/dev/fd/4 $url 4<&-", 26, "the descriptor 4 is not open."),
    ("\"$@\" -d @- $url <&-", 26, "The standard input cannot be read: it is not open in this direction."),
    ("\"$@\" -o /dev/full $url", 23, "cannot be written: there is no space left."),
    ("\"$@\" $url > /dev/full", 23, "Could not write to standard output: there is no space left."),
  ])
  func whatCannotBeUsedIsRefused(_ line: String, _ status: Int, _ reason: String) async throws {
    let run = try await run(line)
    #expect(run.result.status == .exited(status) && run.result.errors.contains(reason), "\(run.result)")
  }

  /// A device has no end.
  @Test func whatIsHeldInMemoryHasALimit() throws {
    for path in ["/dev/zero", #filePath] {
      let error = #expect(throws: (any Error).self) { try InputFile(FilePath(path)).bytes(upTo: 1000) }
      #expect(error.map { "\($0)" }?.contains("has more than 1000 bytes") == true, "\(path)")
    }
    #expect(InputFile.memoryLimit == 1 << 30)
  }

  /// A signal leaves nothing of a file that is not complete, and ends the process as any other.
  @Test(arguments: [("TERM", 143), ("HUP", 129), ("KILL", 137)])
  func aSignalLeavesNoUnfinishedFile(_ signal: String, _ status: Int) async throws {
    let run = try await run(
      "mkfifo p; \"$@\" -D p -o out $url & read -r line < p; kill -\(signal) $!; wait $!; echo $?"
    ) { _ in RecordingServer.Response(limit: 64, staysOpen: true) }
    #expect(run.result.lines.last == "\(status)", "\(run.result)")
    #expect(run.files == ["p": "(other)"])
  }
}
