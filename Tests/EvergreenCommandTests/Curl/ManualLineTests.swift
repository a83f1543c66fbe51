import AWSCredentials
import AWSEmulator
import AWSRuntime
import Testing

/// Ordinary lines of curl, as manuals have them, run by `evergreen curl`.
///
/// The programs run one after the other: many at once would keep the machine from everything else.
@Suite(.serialized) struct ManualLineTests {
  @Test func theTableHasLinesOfEveryKind() {
    var counts: [String: Int] = [:]
    for line in ManualLine.all {
      switch line.outcome {
      case .emulated, .printed: counts["emulator", default: 0] += 1
      case .recorded: counts["recorder", default: 0] += 1
      case .refused: counts["refused", default: 0] += 1
      }
    }
    #expect(Set(ManualLine.all.map(\.line)).count == ManualLine.all.count, "A line stands twice.")
    #expect(ManualLine.all.count >= 90, "\(counts)")
    #expect(counts["emulator", default: 0] >= 50 && counts["recorder", default: 0] >= 20, "\(counts)")
  }

  @Test(arguments: ManualLine.all) func aLineHasItsResult(_ line: ManualLine) async throws {
    switch line.outcome {
    case .emulated(let status, let exit, let parts):
      let run = try await emulated(line, status: status, exit: exit)
      for part in parts { #expect(run.output.contains(part), "\(run)") }
    case .printed(let status, let exit, let output):
      let run = try await emulated(line, status: status, exit: exit)
      #expect(run.output == output, "\(run)")
    case .recorded(let request, let type, let body):
      try await record(line, request, type: type, body: body)
    case .refused(let reason):
      let server = try RecordingServer()
      let run = try await Self.evergreen(
        line.words(elastic: server.url, s3: server.url, variables: ["API_KEY": "abc"]), line,
        Self.variables(line.service, server))
      #expect(server.take().isEmpty, "nothing is sent")
      #expect(run.status == 2 && run.output.isEmpty && run.errors.contains(reason), "\(run)")
      #expect(run.errors.hasPrefix("Error: ") && run.errors.contains("\nUsage: evergreen curl "), "\(run)")
    }
  }

  private func emulated(_ line: ManualLine, status code: Int, exit: Int) async throws -> ToolRun {
    try await Emulator.withEmulator { emulator in
      let keys = emulator.fetchCredentials()
      let variables = emulator.environment.merging([
        "AWS_ACCESS_KEY_ID": keys.accessKeyId, "AWS_SECRET_ACCESS_KEY": keys.secretAccessKey,
        "AWS_SESSION_TOKEN": keys.sessionToken,
      ]) { $1 }
      try await fill(emulator, variables)
      var words = line.words(elastic: emulator.elasticEndpoint, s3: emulator.s3Endpoint)
      // The line may have a format of its own, behind which the status is told too.
      let status = "%{stderr}[status %{http_code}]"
      if let index = words.lastIndex(of: "-w"), index + 1 < words.count {
        words[index + 1] += status
      } else {
        words += ["-w", status]
      }
      let run = try await Self.evergreen(words, line, variables)
      #expect(run.status == exit, "\(run)")
      #expect(run.errors.contains("[status \(code)]"), "\(run)")
      #expect(emulator.statistics.rejected == 0)
      let new = run.files.filter { ManualLine.directory[$0.key] == nil }
      #expect(new == line.files.mapValues { Array($0.utf8) }, "\(run)")
      return run
    }
  }

  /// What the lines expect to be there.
  private func fill(_ emulator: Emulator, _ variables: [String: String]) async throws {
    let lines = [
      ["-X", "PUT", emulator.s3Endpoint + "/photos"],
      ["-X", "PUT", "-d", "0123456789", emulator.s3Endpoint + "/photos/tiger.jpg"],
      ["--data-binary", ManualLine.directory["accounts.json"] ?? "", emulator.elasticEndpoint + "/accounts/_bulk"],
    ]
    for words in lines {
      let call = try await CurlCall.run(
        ["-f"] + words, transport: AsyncHTTPClientTransport.shared, clock: SystemWallClock(), environment: variables)
      #expect(call.status == 0, "\(call)")
    }
  }

  private func record(_ line: ManualLine, _ expected: String, type: String?, body: String) async throws {
    let server = try RecordingServer()
    let run = try await Self.evergreen(
      line.words(elastic: server.url, s3: server.url), line, Self.variables(line.service, server))
    let requests = server.take()
    let request = try #require(requests.first, "\(run)")
    #expect(requests.count == 1 && run.status == 0, "\(run)")
    #expect("\(request.method) \(request.target)" == expected)
    #expect(request["content-type"] == type)
    #expect(String(decoding: request.body, as: UTF8.self) == body)
    let isPresigned = expected.contains("X-Amz-Signature")
    let scope = "/us-east-1/\(line.service == .s3 ? "s3" : "es")/aws4_request"
    #expect(isPresigned ? request["authorization"] == nil : request["authorization"]?.contains(scope) == true)
    #expect((request["x-amz-security-token"] == nil) == isPresigned)
  }

  /// The environment with which a server is the service of a line.
  static func variables(_ service: ManualLine.Service, _ server: RecordingServer) -> [String: String] {
    var variables = CurlCall.keys
    variables[service == .s3 ? "AWS_ENDPOINT_URL_S3" : "ES_ENDPOINT"] = server.url
    return variables
  }

  /// Runs the tool with words of curl.
  static func evergreen(
    _ words: [String], _ line: ManualLine, _ variables: [String: String]
  ) async throws -> ToolRun {
    let program = try #require(ToolRun.evergreen, "the program evergreen was not built")
    return try await ToolRun.run(
      [program, "curl"] + words, variables: variables, files: ManualLine.directory, input: line.input)
  }
}
