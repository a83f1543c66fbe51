#if os(Linux) && canImport(Glibc)
  import AWSCredentials
  import AWSIdentity
  import Testing

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif
  import Glibc

  /// `evergreen` in the foreground of a terminal: whoever must ask for an MFA code can.
  @Suite struct TerminalTests {
    private static var program: String? {
      let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
      let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A terminal without a screen.
    private final class Terminal {
      let keyboard: Int32
      let screen: Int32
      let path: String

      init() throws {
        keyboard = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // TIOCSPTLCK and TIOCGPTN, which are macros that are not imported.
        var lock: Int32 = 0
        var number: Int32 = 0
        let isOpen =
          unsafe keyboard >= 0 && ioctl(keyboard, 0x4004_5431, &lock) == 0 && ioctl(keyboard, 0x8004_5430, &number) == 0
        try #require(isOpen, "there is no pseudo-terminal")
        path = "/dev/pts/\(number)"
        screen = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(screen >= 0)
        _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
      }

      deinit {
        _ = close(keyboard)
        _ = close(screen)
      }

      func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(keyboard, $0.baseAddress, $0.count) }
      }

      /// All that was written to it so far.
      func shown() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(keyboard, $0.baseAddress, $0.count) }
          guard count > 0 else { return String(decoding: all, as: UTF8.self) }
          all += buffer[..<count]
        }
      }
    }

    private struct Answer {
      var status: ProcessOutcome.Status
      var output: String
      var shown: String
    }

    /// Runs the tool in a session of its own with a terminal, and types.
    ///
    /// - Parameter input: What standard input is instead of the terminal.
    private func evergreen(
      _ arguments: [String], config: String, variables: [String] = [], typing text: String, input: String? = nil
    ) async throws -> Answer {
      let program = try #require(Self.program, "the program evergreen was not built")
      let folder = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try Data(config.replacing("HELPER", with: folder + "/helper").utf8).write(to: URL(filePath: folder + "/config"))
      let helper = """
        #!/bin/sh
        [ "$1" = stderr ] && printf 'Code, please: ' >&2
        [ "$1" = tty ] && { printf 'Code, please: ' > /dev/tty; read code < /dev/tty; } || read code
        printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"s"}' "$code"
        """
      try Data(helper.utf8).write(to: URL(filePath: folder + "/helper"))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/helper")
      let terminal = try Terminal()
      terminal.type(text)
      let environment = ["PATH=/usr/bin:/bin", "HOME=\(folder)", "AWS_CONFIG_FILE=\(folder)/config"] + variables
      let input = input.map { " < \($0)" } ?? ""
      let outcome = try await SystemProcessRunner().run(
        ProcessCommand(
          program: "/bin/sh",
          arguments: [
            "-c", "exec setsid --ctty --wait env -i \"$@\" <> \(terminal.path) > \(terminal.path) 2>&1", "sh",
          ] + environment + [
            "/bin/sh", "-c", "\"$@\" > \(folder)/output\(input)", "sh", program,
          ] + arguments, timeout: .seconds(600)))
      let output = (try? Data(contentsOf: URL(filePath: folder + "/output"))) ?? Data()
      return Answer(
        status: outcome.status, output: String(decoding: output, as: UTF8.self), shown: terminal.shown())
    }

    @Test(arguments: ["tty", "stdin", "stderr"])
    func aProcessCanAskOnTheTerminal(_ way: String) async throws {
      let answer = try await evergreen(
        ["credentials", "--show-secret"], config: "[default]\ncredential_process = HELPER \(way)\n", typing: "123456\n")
      #expect(answer.status == .exited(0), "\(answer)")
      #expect(answer.output.contains(#""123456""#), "\(answer)")
      // What it asks is seen, whether it says it to the terminal or to standard error.
      if way != "stdin" { #expect(answer.shown.contains("Code, please: "), "\(answer)") }
    }

    /// What is piped into the tool is the tool's; the terminal can be used all the same.
    @Test func standardInputThatIsNoTerminalIsNotPassedOn() async throws {
      let answer = try await evergreen(
        ["credentials", "--show-secret"], config: "[default]\ncredential_process = HELPER tty\n", typing: "123456\n",
        input: "/etc/passwd")
      #expect(answer.status == .exited(0) && answer.output.contains(#""123456""#), "\(answer)")
    }

    @Test func theToolAsksForTheCodeThatAProfileNeeds() async throws {
      let answer = try await evergreen(
        ["credentials"],
        config: """
          [default]
          role_arn = arn:aws:iam::123456789012:role/r
          source_profile = default
          mfa_serial = arn:aws:iam::123456789012:mfa/me
          aws_access_key_id = AKIDEXAMPLE
          aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
          region = us-east-1
          """, typing: "12345x\n")
      #expect(answer.status == .exited(1), "\(answer)")
      #expect(answer.shown.contains("MFA code for arn:aws:iam::123456789012:mfa/me: "), "\(answer)")
      #expect(answer.shown.contains("is not six digits"), "\(answer)")
    }

    /// Ctrl-C while a process asks ends the tool as well.
    @Test func anInterruptEndsBoth() async throws {
      let answer = try await evergreen(
        ["credentials"], config: "[default]\ncredential_process = sh -c 'kill -INT $$'\n", typing: "")
      // By the signal, not by an error of its own.
      #expect(answer.shown.contains("did not exit normally") && !answer.shown.contains("signal"), "\(answer)")
    }

    /// A process that was stopped goes on.
    @Test func aProcessThatReadTooEarlyGoesOn() async throws {
      let answer = try await evergreen(
        ["credentials", "--show-secret"],
        config: "[default]\ncredential_process = sh -c 'kill -TTIN $$; exec HELPER tty'\n", typing: "123456\n")
      #expect(answer.status == .exited(0) && answer.output.contains(#""123456""#), "\(answer)")
    }
  }
#endif
