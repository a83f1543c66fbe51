#if !os(Windows) && !os(iOS) && !os(tvOS) && !os(watchOS) && !os(visionOS)
  import AWSCredentials
  import AWSIdentity
  import AWSTesting
  import Testing

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Real programs, run and ended.
  @Suite
  struct SystemProcessRunnerTests {
    private let runner = SystemProcessRunner()

    private func shell(
      _ script: String, timeout: Duration = .seconds(600), limit: Int = 16 * 1024 * 1024
    ) async throws(ProcessError) -> ProcessOutcome {
      try await runner.run(
        ProcessCommand(program: "/bin/sh", arguments: ["-c", script], timeout: timeout, outputLimit: limit))
    }

    private func failure(_ script: String, timeout: Duration = .seconds(600), limit: Int = 1 << 24) async
      -> ProcessError?
    {
      await #expect(throws: ProcessError.self) { try await shell(script, timeout: timeout, limit: limit) }
    }

    /// Whether a process exists; one that has ended but was not waited for yet, as by a lazy first process of a
    /// container, does not count.
    private func isRunning(_ id: String) async throws -> Bool {
      let script = "kill -0 \(id) 2>/dev/null && ! grep -qs '^State:.*Z' /proc/\(id)/status"
      return try await shell(script).status == .exited(0)
    }

    @Test func outputAndStatus() async throws {
      let outcome = try await shell("printf out; printf err >&2; exit 3")
      #expect(outcome.status == .exited(3))
      #expect(outcome.standardOutput == Array("out".utf8) && outcome.standardError == Array("err".utf8))
      #expect(try await shell("kill -9 $$").status == .signalled(9))
      #expect(try await shell("cat").standardOutput.isEmpty, "standard input is empty")
    }

    @Test func argumentsReachTheProgramAsTheyAre() async throws {
      let odd = ["$HOME", "a b", "", "*", "é'\""]
      let outcome = try await runner.run(
        ProcessCommand(
          program: "sh", arguments: ["-c", "printf '[%s]' \"$@\"", "x"] + odd, timeout: .seconds(600)))
      #expect(String(decoding: outcome.standardOutput, as: UTF8.self) == odd.map { "[\($0)]" }.joined())
    }

    @Test func aMegabyteOnBothStreams() async throws {
      let megabyte = 1024 * 1024
      let write = "head -c \(megabyte) /dev/zero"
      for script in ["\(write); \(write) >&2", "\(write) >&2; \(write)", "\(write) & \(write) >&2; wait"] {
        let outcome = try await shell(script + "; printf end >&2")
        #expect(outcome.standardOutput.count == megabyte)
        #expect(outcome.standardError.count == 64 * 1024 && outcome.standardError.suffix(3) == Array("end".utf8)[...])
      }
    }

    @Test func tooMuchOutput() async {
      let error = await failure("printf why >&2; while :; do echo 0123456789; done", limit: 100_000)
      #expect(error?.code == .outputTooLarge)
      // What had been written to standard error by then may or may not have been read.
      #expect(error.map { [[], Array("why".utf8)].contains($0.standardError) } == true)
      #expect(error?.message.contains("100000 bytes") == true)
    }

    @Test(arguments: ["/no/such/program", "no-such-program-of-evergreen"])
    func missingProgram(_ program: String) async {
      let error = await #expect(throws: ProcessError.self) {
        try await runner.run(ProcessCommand(program: program, timeout: .seconds(600)))
      }
      #expect(error?.code == .notFound && error?.message.contains(program) == true)
    }

    @Test func whatIsNoProgram() async {
      for program in ["/", "/etc/passwd", "/etc/passwd/x"] {
        let error = await #expect(throws: ProcessError.self) {
          try await runner.run(ProcessCommand(program: program, arguments: ["hush"], timeout: .seconds(600)))
        }
        #expect(error?.code == .notStarted || error?.code == .notFound, "\(program): \(String(describing: error))")
        #expect(error.map { !"\($0)".contains("hush") } == true)
      }
      let error = await #expect(throws: ProcessError.self) {
        try await runner.run(ProcessCommand(program: "/bin/sh", arguments: ["-c", "echo\0x"]))
      }
      #expect(error?.code == .notStarted)
    }

    @Test func timeIsUpForAProgramThatIgnoresTheSignal() async throws {
      let id = try await numberPrintedUntilTimeIsUp("trap '' TERM; echo $$ >&2; while :; do sleep 30; done")
      #expect(try await !isRunning(id))
    }

    @Test func theWholeGroupIsEnded() async throws {
      let id = try await numberPrintedUntilTimeIsUp("sleep 600 & echo $! >&2; wait")
      #expect(try await !isRunning(id))
    }

    /// Runs a program that prints a process's number and never ends, and gives it more time until it has come to print.
    private func numberPrintedUntilTimeIsUp(_ script: String) async throws -> String {
      for timeout in [Duration.milliseconds(200), .seconds(2), .seconds(20), .seconds(60)] {
        let error = try await TestTask { await failure(script, timeout: timeout) }.value
        #expect(error?.code == .timedOut)
        let number = String(decoding: error?.standardError ?? [], as: UTF8.self).prefix { $0.isNumber }
        if !number.isEmpty { return String(number) }
      }
      throw TestTimeIsUp()
    }

    private struct TestTimeIsUp: Error {}

    @Test func aProgramHasAGroupOfItsOwnInTheSessionOfThisProcess() async throws {
      let outcome = try await shell("echo $$ $(ps -o pgid= -o sid= -p $$)")
      let numbers = String(decoding: outcome.standardOutput, as: UTF8.self).split { $0 == " " || $0 == "\n" }
      let own = try await shell("ps -o sid= -p \(ProcessInfo.processInfo.processIdentifier)")
      let session = String(decoding: own.standardOutput, as: UTF8.self).filter { $0.isNumber }
      #expect(numbers.count == 3 && numbers[0] == numbers[1], "\(numbers)")
      #expect(numbers.last.map(String.init) == session, "a session of its own would have no terminal")
    }

    /// What the system does with a program that reads from a terminal in whose foreground it is not.
    @Test(arguments: ["TTIN", "TTOU"])
    func aProgramThatReadsFromTheTerminalIsEndedAndNotStopped(_ signal: String) async throws {
      let run = TestTask { await failure("echo $$ >&2; kill -\(signal) $$; echo on", timeout: .seconds(3600)) }
      let error = try await run.value
      #expect(error?.code == .terminalRefused, "\(error as Any)")
      let id = String(decoding: error?.standardError ?? [], as: UTF8.self).prefix { $0.isNumber }
      #expect(!id.isEmpty)
      #expect(try await !isRunning(String(id)))
    }

    @Test func aGrandchildThatKeepsTheOutputOpenIsNotWaitedFor() async throws {
      // It sleeps for longer than a test waits.
      let outcome = try await TestTask { try await shell("sleep 100000 & printf $!; exit 0") }.value
      #expect(outcome.status == .exited(0))
      let id = String(decoding: outcome.standardOutput, as: UTF8.self)
      #expect(!id.isEmpty && id.allSatisfy(\.isNumber))
      _ = try await shell("kill -9 \(id)")
    }

    @Test func aGrandchildThatNeverStopsWritingCannotHoldUsBeyondTheTime() async throws {
      let run = TestTask { try await shell("cat /dev/zero >&2 & exit 0", timeout: .milliseconds(300)) }
      do {
        // Ends in time if the reader once finds the pipe empty.
        let outcome = try await run.value
        #expect(outcome.status == .exited(0) && outcome.standardError.count <= 64 * 1024)
      } catch let error as ProcessError {
        #expect(error.code == .timedOut)
      }
    }

    @Test func aProgramThatClosesItsOutputAndStays() async {
      let error = await failure("exec >&- 2>&-; sleep 60", timeout: .milliseconds(200))
      #expect(error?.code == .timedOut)
    }

    @Test func cancellationEndsTheProgram() async throws {
      let fifo = "/tmp/evergreen-\(UInt64.random(in: 0...UInt64.max))"
      #expect(try await shell("mkfifo \(fifo)").status == .exited(0))
      let task = TestTask { try await shell("echo $$ > \(fifo); exec sleep 60") }
      let started = try await shell("cat \(fifo); rm \(fifo)")
      let id = String(decoding: started.standardOutput, as: UTF8.self).prefix { $0.isNumber }
      task.cancel()
      let error = await #expect(throws: ProcessError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      #expect(!id.isEmpty)
      #expect(try await !isRunning(String(id)))
    }

    @Test func cancelledBeforeItBegins() async {
      let task = TestTask {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return try await shell("exit 0")
      }
      let error = await #expect(throws: ProcessError.self) { try await task.value }
      #expect(error?.code == .cancelled)
    }

    @Test func printingShowsNeitherArgumentsNorOutput() async throws {
      let command = ProcessCommand(program: "sh", arguments: ["-c", "echo hush"], timeout: .seconds(600))
      let outcome = try await runner.run(command)
      for value in [command as Any, outcome, ProcessError(.timedOut, message: "m", standardError: [104, 117])] {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(reflecting: value), dumped] {
          #expect(!text.contains("hush") && !text.contains("104"), "\(text)")
        }
      }
      #expect("\(outcome)".contains("exited(0)") && "\(outcome)".contains("5 bytes"))
    }

    @Test func manyAtOnceBlockNoThread() async throws {
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<32 {
          group.addTask {
            guard case .exited(let status) = try await shell("sleep 0.2; exit \(number)").status else { return -1 }
            return status
          }
        }
        var sum = 0
        for try await status in group { sum += status }
        #expect(sum == 31 * 32 / 2)
      }
    }
  }
#endif
