import AWSCredentials
import Testing

/// What is asked for goes to the standard output, and it is an error if that takes nothing more. And a name that is none is told.
@Suite struct OutputStreamTests {
  #if os(Linux)
    @Test(arguments: [
      "--version", "--help", "help", "curl --help", "curl --version", "help presign", "credentials --help",
      "--generate-completion-script bash", "credentials", "credentials --format env --show-secret",
      "credentials --explain",
      "presign s3://b/k", "emulator --services s3",
      #"sign <<< '{"method":"GET","url":"https://h/","service":"es","region":"us-east-1"}'"#,
    ])
    func aFullStandardOutputIsAnError(_ words: String) async throws {
      let isSign = words.hasPrefix("sign")
      let line = isSign ? String(words.prefix(4)) : words
      let input = isSign ? String(words.dropFirst("sign <<< '".count).dropLast()) + "\n" : nil
      for (stream, reason) in [
        ("> /dev/full", "there is no space left."), (">&-", "it is not open in this direction."),
      ] {
        let result = try await EvergreenTool.shell(
          "\"$@\" \(line) \(stream)",
          ["/usr/bin/env", "-i"] + EvergreenTool.base + EvergreenTool.keys + [try EvergreenTool.program], input: input)
        #expect(result.status == .exited(1), "\(words): \(result)")
        #expect(result.errors == "Error: Could not write to standard output: \(reason)\n", "\(words): \(result)")
      }
    }
  #endif

  @Test(arguments: [
    (["signn"], "There is no subcommand 'signn'. Did you mean 'sign'?"),
    (["Curl"], "There is no subcommand 'Curl'. Did you mean 'curl'?"),
    (["help", "exce"], "There is no subcommand 'exce'. Did you mean 'exec'?"),
    (["dynamodb"], "There is no subcommand 'dynamodb'. The subcommands are credentials, curl,"),
    ([""], "There is no subcommand ''."),
  ])
  func aNameThatIsNoSubcommandIsTold(_ words: [String], _ message: String) async throws {
    let result = try await EvergreenTool.run(words)
    #expect(result.status == .exited(64) && result.output.isEmpty, "\(result)")
    #expect(result.errors.hasPrefix("Error: \(message)"), "\(result)")
    #expect(result.errors.contains("\nUsage: evergreen <subcommand>\n  See 'evergreen --help'"), "\(result)")
  }

  @Test(arguments: [["help"], ["help", "sign"], ["--help"], ["help", "help"], []])
  func helpIsPrinted(_ words: [String]) async throws {
    let result = try await EvergreenTool.run(words)
    #expect(
      result.status == .exited(0) && result.output.contains("USAGE: evergreen") && result.errors.isEmpty, "\(result)")
  }

  @Test func theRegionIsCheckedBeforeAnybodyIsAsked() async throws {
    for words in [["whoami"], ["presign", "s3://b/k"], ["exec"]] {
      let result = try await EvergreenTool.run(
        words.prefix(1) + ["--region", "a b"] + words.dropFirst() + (words == ["exec"] ? ["--", "env"] : []), [])
      #expect(result.status == .exited(64) && result.errors.contains("--region is 'a b'"), "\(result)")
    }
  }
}
