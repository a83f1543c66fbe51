import AWSCredentials
import AWSEmulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen exec` as a program.
@Suite struct ExecTests {
  private static let print = """
    printf '%s|' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "${AWS_SESSION_TOKEN-none}" \
    "${AWS_CREDENTIAL_EXPIRATION-none}" "${AWS_REGION-none}" "${AWS_DEFAULT_REGION-none}" "${AWS_PROFILE-none}" \
    "${AWS_SECURITY_TOKEN-none}" "${AWS_DEFAULT_PROFILE-none}"
    """

  @Test func theCommandHasTheCredentialsInItsEnvironment() async throws {
    let config = """
      [profile dev]
      aws_access_key_id = AKIAIOSFODNN7EXAMPLE
      aws_secret_access_key = \(EvergreenTool.secret)
      region = eu-north-1
      """
    try await EvergreenTool.withFile(config) { path in
      let old = ["AWS_SESSION_TOKEN=old", "AWS_SECURITY_TOKEN=old", "AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z"]
      let named = try await EvergreenTool.run(
        ["exec", "--", "/bin/sh", "-c", Self.print],
        ["AWS_CONFIG_FILE=\(path)", "AWS_PROFILE=dev", "AWS_DEFAULT_PROFILE=dev"])
      #expect(
        named.output
          == "AKIAIOSFODNN7EXAMPLE|\(EvergreenTool.secret)|none|none|eu-north-1|eu-north-1|none|none|none|", "\(named)")
      // The profile comes before the variables, of which none is left.
      let given = try await EvergreenTool.run(
        ["exec", "--profile", "dev", "--", "/bin/sh", "-c", Self.print],
        EvergreenTool.keys + old + ["AWS_CONFIG_FILE=\(path)"])
      #expect(
        given.output == "AKIAIOSFODNN7EXAMPLE|\(EvergreenTool.secret)|none|none|eu-west-1|eu-west-1|none|none|none|",
        "\(given)")
    }
  }

  @Test func temporaryCredentialsHaveTheirTokenAndEnd() async throws {
    let result = try await EvergreenTool.run(
      ["exec", "--region", "us-west-2", "--", "sh", "-c", Self.print],
      [
        "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=\(EvergreenTool.secret)", "AWS_SESSION_TOKEN=a-token",
        "AWS_CREDENTIAL_EXPIRATION=2999-01-01T00:00:00Z",
      ])
    #expect(
      result.output
        == "AKIDEXAMPLE|\(EvergreenTool.secret)|a-token|2999-01-01T00:00:00Z|us-west-2|us-west-2|none|none|none|",
      "\(result)")
    // Nothing tells a region, and that is no error.
    let without = try await EvergreenTool.run(
      ["exec", "--", "sh", "-c", "echo ${AWS_REGION-none}"], Array(EvergreenTool.keys.prefix(2)))
    #expect(without.output == "none\n" && without.status == .exited(0), "\(without)")
  }

  /// What a command gets besides is byte for byte what the tool got.
  @Test func otherVariablesStay() async throws {
    let result = try await EvergreenTool.shell(
      #"STRANGE="$(printf 'a\377b\nc=d')"; export STRANGE; "$@""#,
      try EvergreenTool.keys.reduce(into: ["/usr/bin/env"]) { $0.append($1) }
        + [
          EvergreenTool.program, "exec", "--", "/bin/sh", "-c", #"printf %s "$STRANGE" | od -An -tx1 | tr -d ' \n'"#,
        ])
    #expect(result.output == "61ff620a633d64", "\(result)")
  }

  @Test func exitStatusAndSignalsAreTheCommands() async throws {
    let status = try await EvergreenTool.run(["exec", "--", "sh", "-c", "exit 42"])
    #expect(status.status == .exited(42), "\(status)")
    let signal = try await EvergreenTool.run(["exec", "--", "sh", "-c", "kill -TERM $$"])
    #expect(signal.status == .signalled(15), "\(signal)")
    // It is the same process.
    let same = try await EvergreenTool.shell(
      #"echo $$; exec "$@""#,
      ["/usr/bin/env", "-i"] + EvergreenTool.base + EvergreenTool.keys
        + [try EvergreenTool.program, "exec", "--", "sh", "-c", "echo $$"])
    #expect(same.lines.count == 2 && same.lines[0] == same.lines[1], "\(same)")
  }

  #if os(Linux)
    /// Threads block signals, the transport ignores SIGPIPE and opens sockets: nothing of that reaches the command.
    @Test func theCommandInheritsNothingOfTheTool() async throws {
      try await Emulator.withEmulator { emulator in
        let environment = emulator.environment.map { "\($0.key)=\($0.value)" }
        let result = try await EvergreenTool.shell(
          #"exec 7</dev/null; exec "$@""#,
          ["/usr/bin/env", "-i"] + EvergreenTool.base + environment
            + [
              try EvergreenTool.program, "exec", "--", "sh", "-c",
              "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd; echo $AWS_REGION; yes | head -1",
            ])
        try #require(result.lines.count == 9, "\(result)")
        // Of the signals that are not the C library's own.
        #expect(result.lines[0] == "SigBlk:\t0000000000000000" && result.lines[1].hasSuffix("0000000"), "\(result)")
        // The fourth is the folder that ls reads.
        #expect(
          result.lines[2...] == ["0", "1", "2", "3", "7", emulator.configuration.region, "y"], "\(result)")
        #expect(emulator.statistics[.instanceMetadata].accepted > 0)
      }
    }
  #endif

  @Test func aCommandThatCannotBeRunHasTheShellsStatus() async throws {
    for (command, status) in [
      ("no-such-command", 127), ("/no/such/command", 127), ("/etc/passwd", 126), ("/etc", 126), ("", 127),
    ] as [(String, Int)] {
      let result = try await EvergreenTool.run(["exec", "--", command])
      #expect(result.status == .exited(status), "\(command): \(result)")
      #expect(result.output.isEmpty && result.errors.hasPrefix("Error: The command "), "\(command): \(result)")
      #expect(!result.errors.contains("Usage:") && !result.errors.contains(EvergreenTool.secret))
    }
  }

  @Test func aScriptWithoutAnInterpreterIsTheShells() async throws {
    try await EvergreenTool.withFile("echo \"$1 $AWS_ACCESS_KEY_ID\"\n", mode: 0o700) { path in
      let result = try await EvergreenTool.run(["exec", "--", path, "a b"])
      #expect(result.output == "a b AKIDEXAMPLE\n", "\(result)")
    }
  }

  @Test func mistakesAreExplained() async throws {
    for (arguments, words) in [
      (["exec"], ["Which command?", "evergreen exec -- env"]),
      (["exec", "--"], ["Which command?"]),
      (["exec", "env"], ["Write -- before the command", "evergreen exec -- env\n"]),
      (["exec", "ls", "-l", "a b"], ["Write -- before the command", "evergreen exec -- ls -l 'a b'\n"]),
      (["exec", "--region", "us-east-1", "ls", "-l"], ["evergreen exec --region us-east-1 -- ls -l\n"]),
      (["exec", "--region=us-east-1", "ls", "--", "x"], ["evergreen exec --region=us-east-1 -- ls -- x\n"]),
      (["exec", "--regions", "x", "--", "ls"], ["Unknown option '--regions'. Did you mean '--region'?"]),
      (["exec", "--region", "a b", "--", "env"], ["--region is 'a b'", "us-east-1"]),
    ] as [([String], [String])] {
      let result = try await EvergreenTool.run(arguments)
      #expect(result.status == .exited(64) && result.output.isEmpty, "\(result)")
      for word in words + ["Usage: evergreen exec"] { #expect(result.errors.contains(word), "\(result)") }
    }
    // The command is looked at before credentials are sought.
    let empty = try await EvergreenTool.run(["exec", "--", ""], [])
    #expect(empty.status == .exited(127) && empty.errors.hasPrefix("Error: The command is empty: "), "\(empty)")
    let nobody = try await EvergreenTool.run(["exec", "--", "env"], [])
    #expect(nobody.status == .exited(1) && nobody.output.isEmpty && !nobody.errors.isEmpty, "\(nobody)")
  }
}
