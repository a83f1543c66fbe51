import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// `evergreen emulator` as a program.
@Suite struct EmulatorCommandTests {
  /// The tool in the background; the rest of the line sees its lines as they come and ends it.
  private static let background = """
    out=$(mktemp -d) && mkfifo "$out/pipe" && { "$@" > "$out/pipe" & } ; process=$!
    exec 3< "$out/pipe"; rm -r "$out"
    """

  @Test(arguments: ["TERM", "INT"]) func theEnvironmentIsPrintedAtOnceAndASignalEndsIt(_ signal: String) async throws {
    // What a shell starts in the background ignores SIGINT; the tool hears it all the same.
    let result = try await EvergreenTool.shell(
      Self.background + """

        while read -r line <&3; do echo "$line"; case $line in *ES_ENDPOINT*) break;; esac; done
        kill -\(signal) $process; wait $process; echo "status $?"
        """,
      ["/usr/bin/env", "-i"] + EvergreenTool.base + [try EvergreenTool.program, "emulator"])
    #expect(result.lines.last == "status 0", "\(result)")
    #expect(result.lines.contains("unset AWS_ACCESS_KEY_ID"), "\(result)")
    #expect(result.lines.contains("export AWS_REGION='us-east-1'"), "\(result)")
    #expect(result.lines.contains { $0.hasPrefix("export AWS_ENDPOINT_URL_S3='http://127.0.0.1:") }, "\(result)")
  }

  @Test func aCommandRunsOnTheEmulator() async throws {
    let program = try EvergreenTool.program
    let result = try await EvergreenTool.run(
      [
        "emulator", "--services", "s3,sts", "--region", "eu-central-1", "--rotate", "60", "--", "/bin/sh", "-c",
        #"""
        "$0" curl -sS -f -X PUT --service s3 "$AWS_ENDPOINT_URL_S3/books" &&
        "$0" curl -sS -f -T - --service s3 "$AWS_ENDPOINT_URL_S3/books/emma" < /etc/hostname &&
        "$0" whoami && echo "${ES_ENDPOINT-none} ${AWS_ACCESS_KEY_ID-none} $AWS_REGION"; exit 7
        """#, program,
      ], EvergreenTool.keys + ["AWS_PROFILE=none"])
    #expect(result.status == .exited(7), "\(result)")
    #expect(result.output.contains("evergreen-role") && result.lines.last == "none none eu-central-1", "\(result)")
  }

  @Test func theCommandsStatusIsTheTools() async throws {
    for (command, status) in [
      (["sh", "-c", "exit 0"], 0), (["sh", "-c", "kill -KILL $$"], 137), (["no-such-command"], 127), (["/etc"], 126),
    ] as [([String], Int)] {
      let result = try await EvergreenTool.run(["emulator", "--services", "s3", "--"] + command, [])
      #expect(result.status == .exited(status), "\(command): \(result)")
    }
  }

  #if os(Linux)
    @Test func theCommandInheritsNothingOfTheTool() async throws {
      let result = try await EvergreenTool.run(
        [
          "emulator", "--", "sh", "-c",
          "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd; yes | head -1",
        ], [])
      try #require(result.lines.count == 7, "\(result)")
      // The fourth is the folder that ls reads.
      #expect(
        result.lines[0] == "SigBlk:\t0000000000000000" && result.lines[2...] == ["0", "1", "2", "3", "y"], "\(result)")
      // The C library has two signals of its own, 32 and 33, which whatever it starts ignores.
      #expect(result.lines[1].hasSuffix("0000000"), "\(result)")
    }
  #endif

  /// The signal goes on to the command, whose status is the tool's.
  ///
  /// The command ends its child by KILL: of another signal the handler may still be the shell's when it arrives.
  @Test(arguments: ["TERM", "HUP"]) func aSignalIsPassedOn(_ signal: String) async throws {
    let result = try await EvergreenTool.shell(
      Self.background + """

        read -r line <&3; kill -\(signal) $process; wait $process; echo "status $?"; cat <&3
        """,
      ["/usr/bin/env", "-i"] + EvergreenTool.base
        + [
          try EvergreenTool.program, "emulator", "--services", "s3", "--", "sh", "-c",
          "trap 'kill -KILL $!; echo ended; exit 5' \(signal); tail -f /dev/null & echo ready; wait $!",
        ])
    #expect(result.lines == ["status 5", "ended"], "\(result)")
  }

  @Test func nothingAroundItLeadsElsewhere() async throws {
    let result = try await EvergreenTool.run(
      [
        "emulator", "--services", "s3", "--", "sh", "-c", "env; exec \"$0\" presign s3://b/k",
        try EvergreenTool.program,
      ],
      [
        "AWS_USE_FIPS_ENDPOINT=true", "AWS_USE_DUALSTACK_ENDPOINT=true", "AWS_CA_BUNDLE=/no/such/file",
        "AWS_ENDPOINT_URL_STS=https://sts.example.com", "AWS_ENDPOINT_URL_DYNAMODB=https://dynamodb.example.com",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6", "HTTP_PROXY=http://proxy.example.com:8080", "NO_PROXY=intranet",
      ])
    #expect(result.status == .exited(0), "\(result)")
    #expect(result.lines.last?.hasPrefix("http://127.0.0.1:") == true, "\(result)")
    for name in ["USE_FIPS", "USE_DUALSTACK", "CA_BUNDLE", "URL_STS", "URL_DYNAMODB", "ENDPOINT_MODE"] {
      #expect(!result.lines.contains { $0.contains(name) }, "\(name)")
    }
    #expect(result.lines.contains("NO_PROXY=intranet,127.0.0.1,localhost"), "\(result)")
    #expect(result.lines.contains("HTTP_PROXY=http://proxy.example.com:8080"), "\(result)")
  }

  @Test func portsFollowEachOther() async throws {
    let script = #"echo "$AWS_ENDPOINT_URL_S3 $ES_ENDPOINT $AWS_EC2_METADATA_SERVICE_ENDPOINT""#
    // Other tests take free ports too: another attempt is another range.
    for attempt in 0..<20 {
      let port = 21_000 + Int.random(in: 0..<1000) * 10
      let result = try await EvergreenTool.run(
        ["emulator", "--port", "\(port)", "--services", "elastic,s3", "--", "sh", "-c", script], [])
      if result.status == .exited(1), attempt < 19 {
        #expect(result.errors.hasPrefix("Error: Cannot listen on port "), "\(result)")
        #expect(result.errors.contains("another program uses it; choose another port."), "\(result)")
        continue
      }
      #expect(
        result.output
          == "http://127.0.0.1:\(port + 1) http://127.0.0.1:\(port) http://127.0.0.1:\(port + 2)\n", "\(result)")
      return
    }
  }

  @Test(arguments: [
    (["--services", "s4"], "Did you mean s3?"), (["--services", "s3,"], "no service"),
    (["--services", ""], "no service"), (["--services", "es"], "Did you mean elastic?"),
    (["--services", "IMDS"], "Did you mean instance-metadata?"), (["--port", "-1"], "--port is -1"),
    (["--rotate", "-1"], "--rotate <seconds>"), (["ls", "-l"], "evergreen emulator -- ls -l\n"),
    (["--port", "0"], "--port is 0"), (["--port", "65535"], "--port is 65535"),
    (["--rotate", "0"], "more than 0 seconds"), (["--rotate", "x"], "--rotate <seconds>"),
    (["--region", "a b"], "--region is 'a b'"), (["env"], "evergreen emulator -- env"),
  ])
  func mistakesAreExplained(arguments: [String], word: String) async throws {
    let result = try await EvergreenTool.run(["emulator"] + arguments, [])
    #expect(result.status == .exited(64) && result.output.isEmpty && result.errors.contains(word), "\(result)")
  }
}
