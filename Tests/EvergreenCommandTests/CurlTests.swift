import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen curl` as a program, against a server that verifies signature and token.
@Suite struct CurlTests {
  private struct Answer {
    var status: ProcessOutcome.Status
    var output: String
    var errors: String
  }

  /// The program that was built along with the tests.
  private static var program: String? {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func curl(
    _ arguments: [String], emulator: Emulator, environment: [String] = [], input: String = "/dev/null"
  ) async throws -> Answer {
    let program = try #require(program, "the program evergreen was not built")
    let keys = emulator.fetchCredentials()
    let variables =
      [
        "AWS_ACCESS_KEY_ID=\(keys.accessKeyId)", "AWS_SECRET_ACCESS_KEY=\(keys.secretAccessKey)",
        "AWS_SESSION_TOKEN=\(keys.sessionToken)", "AWS_REGION=\(emulator.configuration.region)",
      ] + environment
    let outcome = try await SystemProcessRunner().run(
      ProcessCommand(
        program: "/bin/sh",
        arguments: ["-c", "exec \"$@\" < '\(input)'", "sh", "/usr/bin/env", "-i"] + variables + [program, "curl"]
          + arguments, timeout: .seconds(600)))
    let answer = Answer(
      status: outcome.status, output: String(decoding: outcome.standardOutput, as: UTF8.self),
      errors: String(decoding: outcome.standardError, as: UTF8.self))
    // What it says never holds a secret.
    #expect(!answer.errors.contains(keys.sessionToken) && !answer.errors.contains(keys.secretAccessKey))
    return answer
  }

  private static func file(_ name: String, _ content: [UInt8]?) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "evergreen-curl-\(UInt64.random(in: 1 ... .max))-\(name)")
    if let content { try Data(content).write(to: url) }
    return url.path
  }

  @Test func objects() async throws {
    try await Emulator.withEmulator { emulator in
      let bucket = emulator.s3Endpoint + "/bucket"
      let up = try Self.file("up", (0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
      let down = try Self.file("down", nil)
      defer { for path in [up, down] { try? FileManager.default.removeItem(atPath: path) } }
      #expect(try await Self.curl(["-X", "PUT", "--service", "s3", bucket], emulator: emulator).status == .exited(0))
      let put = try await Self.curl(
        ["-T", up, "-i", "-H", "x-amz-meta-a: b  c", "--service", "s3", bucket + "/a//b%2Bc"], emulator: emulator)
      #expect(put.status == .exited(0) && put.output.hasPrefix("HTTP/1.1 200 "), "\(put)")
      let get = try await Self.curl(["-o", down, "--service", "s3", bucket + "/a//b%2Bc"], emulator: emulator)
      #expect(get.status == .exited(0) && get.output.isEmpty, "\(get)")
      #expect(try Data(contentsOf: URL(filePath: down)) == Data(contentsOf: URL(filePath: up)))
      let missing = try await Self.curl(["--service", "s3", bucket + "/missing"], emulator: emulator)
      #expect(missing.status == .exited(0) && missing.output.contains("NoSuchKey"))
      let failed = try await Self.curl(["-f", "--service", "s3", bucket + "/missing"], emulator: emulator)
      #expect(failed.status == .exited(22) && failed.output.isEmpty && failed.errors.contains("404"))
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func verboseShowsWhatIsSignedAndNoSecret() async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(
        [
          "-v", "--service", "es", "-H", "Content-Type: application/json", "-d", #"{"title":"Emma"}"#,
          emulator.elasticEndpoint + "/books/_doc?refresh=true",
        ], emulator: emulator)
      #expect(answer.status == .exited(0) && answer.output.contains("created"), "\(answer)")
      for line in [
        "*   POST\n*   /books/_doc\n*   refresh=true\n*   content-type:application/json", "*   AWS4-HMAC-SHA256\n",
        " characters, not shown)\n*   \n*   content-type;host;x-amz-content-sha256;", "> POST /books/_doc?refresh=true",
        "Signature=(not shown)",
        "< HTTP/1.1 201",
      ] { #expect(answer.errors.contains(line), "\(line) is not in \(answer.errors)") }
    }
  }

  @Test func verboseShowsNoSecretOfAQuery() async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(
        [
          "-v", "--service", "es",
          emulator.elasticEndpoint + "/?x-api-key=HIDDEN-A&X%2DAmz-S3session-Token=HIDDEN-B&q=1",
        ],
        emulator: emulator)
      #expect(!answer.errors.contains("HIDDEN") && answer.errors.contains("&q=1"), "\(answer)")
    }
  }

  @Test func aRefusedSignatureIsExplained() async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(
        ["-v", "--service", "s3", emulator.s3Endpoint + "/"], emulator: emulator,
        environment: ["AWS_SECRET_ACCESS_KEY=another-fake-secret"])
      #expect(answer.output.contains("SignatureDoesNotMatch"))
      #expect(answer.errors.contains("the secret key is not the one of the access key id"))
      let failed = try await Self.curl(
        ["-v", "-f", "--service", "s3", emulator.s3Endpoint + "/"], emulator: emulator,
        environment: ["AWS_SECRET_ACCESS_KEY=another-fake-secret"])
      #expect(failed.status == .exited(22) && failed.output.isEmpty)
      #expect(failed.errors.contains("the secret key is not the one of the access key id"))
    }
  }

  @Test func dataIsJoinedAndFilesAreRead() async throws {
    try await Emulator.withEmulator { emulator in
      let path = try Self.file("data", Array("{\"title\":\n\"Persuasion\"}\n".utf8))
      defer { try? FileManager.default.removeItem(atPath: path) }
      for option in ["-d", "--data-binary"] {
        let answer = try await Self.curl(
          [
            option, "@\(path)", "-X", "PUT", "-H", "content-type: application/json", "--service", "es",
            "--region", emulator.configuration.region, emulator.elasticEndpoint + "/books/_doc/1",
          ], emulator: emulator)
        #expect(answer.status == .exited(0) && answer.output.contains("\"_id\""), "\(answer)")
      }
      let absent = try await Self.curl(
        ["-d", "@/no/such/file", "--service", "es", "http://localhost/"], emulator: emulator)
      #expect(absent.status != .exited(0) && absent.errors.contains("/no/such/file"))
    }
  }

  @Test func standardInputQueriesAndHeads() async throws {
    try await Emulator.withEmulator { emulator in
      let object = emulator.s3Endpoint + "/bucket/k"
      let input = try Self.file("input", Array("a\nb".utf8))
      defer { try? FileManager.default.removeItem(atPath: input) }
      _ = try await Self.curl(["-X", "PUT", "--service", "s3", emulator.s3Endpoint + "/bucket"], emulator: emulator)
      for upload in [["-T", "-"], ["-X", "PUT", "--data-binary", "@-"]] {
        let put = try await Self.curl(upload + ["-f", "--service", "s3", object], emulator: emulator, input: input)
        #expect(put.status == .exited(0), "\(put)")
        #expect(try await Self.curl(["--service", "s3", object], emulator: emulator).output == "a\nb")
      }
      let head = try await Self.curl(["-I", "--service", "s3", object], emulator: emulator)
      #expect(head.output.hasPrefix("HTTP/1.1 200 ") && head.output.lowercased().contains("content-length: 3\r\n"))
      #expect(head.output.hasSuffix("\r\n\r\n"), "no body")
      for base in ["/bucket", "/bucket?max-keys=9"] {
        let list = try await Self.curl(
          ["-G", "-d", "list-type=2", "-d", "prefix=k", "--service", "s3", emulator.s3Endpoint + base],
          emulator: emulator)
        #expect(list.output.contains("<Key>k</Key>") && list.output.contains("<Prefix>k</Prefix>"), "\(list)")
      }
      #expect(emulator.statistics.rejected == 0)
    }
  }

  /// At the other end of a tunnel is a host that has another name than this one.
  @Test func aTunnelHasASigningHost() async throws {
    try await Emulator.withEmulator { emulator in
      let host = "search-x.\(emulator.configuration.region).es.amazonaws.com"
      for given in [host, host + ":443", host + ":80", host.uppercased()] {
        let answer = try await Self.curl(
          ["-v", "--signing-host", given, emulator.elasticEndpoint + "/_cluster/health?q=a+b&&"], emulator: emulator)
        #expect(answer.status == .exited(0) && answer.output.contains("status"), "\(answer)")
        #expect(answer.errors.contains("*   host:\(host)\n") && answer.errors.contains("> host: \(host)\n"))
        #expect(answer.errors.contains("*   q=a%20b\n"))
      }
      // A port that is not the scheme's own is the host's.
      let other = try await Self.curl(
        ["-v", "--service", "es", "--signing-host", "h:9200", emulator.elasticEndpoint + "/"], emulator: emulator)
      #expect(other.errors.contains("*   host:h:9200\n"), "\(other)")
      #expect(emulator.statistics.rejected == 0)
    }
  }

  /// Service and region follow from the hosts of all partitions. Of the forms each partition has its share, since each costs a process;
  /// `EndpointTableTests` reads all.
  @Test func theHostTellsServiceAndRegion() async throws {
    try await Emulator.withEmulator { emulator in
      for (number, partition) in Partition.all.enumerated() {
        let (region, domain) = (partition.globalRegion, partition.domain(.ordinary))
        let forms = [
          ("b.s3.\(region).\(domain)", "s3"), ("s3.dualstack.\(region).\(domain)", "s3"),
          ("search-x.\(region).es.\(domain)", "es"), ("x.aos.\(region).\(partition.domain(.resource))", "es"),
          ("x.\(region).aoss.\(domain)", "aoss"), ("sts.\(region).\(domain)", "sts"),
          ("sts.\(region).\(partition.domain(.dualStack))", "sts"), ("portal.sso.\(region).\(domain)", "awsssoportal"),
          ("oidc.\(region).\(domain)", "sso-oauth"), ("\(region).signin.\(partition.domain(.console))", "signin"),
        ]
        for (index, (host, service)) in forms.enumerated() where (index + number) % 4 == 0 {
          let answer = try await Self.curl(
            ["-v", "--signing-host", host, emulator.elasticEndpoint + "/"], emulator: emulator)
          #expect(answer.errors.contains("* Signed for \(service) in \(region) with "), "\(host): \(answer)")
        }
      }
    }
  }

  /// What is wrong with a URL is said without what may be secret in it.
  @Test(arguments: [
    ["https://user:hunter2@example.com/"], ["https://example.com:hunter2/"], ["https://user:hunter2/x"],
    ["ftp://example.com/?hunter2"], ["http://[hunter2]/"], ["http://h/k y?X-Amz-Signature=hunter2"],
    ["--signing-host", "user:hunter2@h", "http://localhost/"], ["--signing-host", "h/hunter2", "http://localhost/"],
  ])
  func noMistakeGivesASecretAway(arguments: [String]) async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(["--service", "es"] + arguments, emulator: emulator)
      #expect(answer.status != .exited(0) && !answer.errors.contains("hunter2") && !answer.errors.isEmpty, "\(answer)")
    }
  }

  @Test(arguments: ["http://::1/", "http://a:b:80/", "http://[evil]/", "http://%zz/", "http://h:0/", "http://h:65536/"])
  func whatIsNoAddressIsNotAsked(url: String) async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(["--service", "es", url], emulator: emulator)
      #expect(answer.status != .exited(0) && answer.errors.contains("not an endpoint"), "\(answer)")
    }
  }

  @Test(arguments: [
    (["http://localhost:1/"], "--service"), (["http://x.iot.us-east-1.amazonaws.com/"], "--service"),
    (["--service", "es", "http://localhost/a b"], "percent-encode"),
    (["--service", "es", "http://localhost/<a> b"], "a space, which has to be percent-encoded"),
    (["--service", "es", "http://localhost/{a}"], "--globoff"),
    (["--service", "es", "http://localhost/%zz"], "'%' without two hexadecimal digits"),
    (["--service", "es", "ftp://localhost/"], "'ftp://'"),
    (["--service", "es", "-H", "x", "http://localhost/"], "Name: value"),
    (["--service", "es", "-H", "Host: x", "http://localhost/"], "Host"),
    (["--service", "es", "-H", "Host: x", "http://localhost/"], "--signing-host"),
    (["--service", "es", "--region", "a b", "http://localhost/"], "the name of a region"),
    (["--service", "es", "-H", "a: \u{AC00}", "http://localhost/"], "ASCII"),
    (["--service", "es", "-d", "a", "-T", "b", "http://localhost/"], "--data"),
    (["--service", "es", "-G", "-d", "a b", "http://localhost/"], "percent-encode"),
    (["--service", "es", "-I", "-d", "a", "http://localhost/"], "--get"),
  ])
  func mistakesAreExplained(arguments: [String], word: String) async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await Self.curl(arguments, emulator: emulator)
      #expect(answer.status != .exited(0) && answer.errors.contains(word), "\(answer)")
    }
  }
}
