import AWSCore
public import AWSCredentials

#if canImport(Subprocess)
  import Subprocess
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Runs programs on this machine, without a shell.
///
/// A program gets this process's environment and working directory. Except on Windows, it gets its own process group,
/// so that the programs that it starts are ended with it. To end a program, the runner sends `SIGTERM` to the group and
/// `SIGKILL` half a second later. If a program ends by itself, programs that it started keep running; the runner does
/// not wait for them, even if they keep the output open.
///
/// By default standard input is empty. If this process has a terminal, the program may write to it (`/dev/tty`). A
/// program that tries to read from the terminal is ended with `ProcessError.Code.terminalRefused`. For an interactive
/// tool, use ``Terminal/shared``: programs can then ask for a password or the code of an MFA device.
///
/// The runner blocks no thread of Swift's concurrency pool. On platforms that cannot run programs, such as iOS,
/// ``run(_:)`` throws `ProcessError.Code.notStarted`.
public struct SystemProcessRunner: ProcessRunner {
  /// How a program may use the terminal of this process.
  public enum Terminal: Sendable, Hashable {
    /// The program may write to the terminal but not read from it. For services and other programs without an
    /// interactive user.
    case refused
    /// The program may use the terminal as if the user had started it: it is the terminal's foreground program, it gets
    /// this process's standard input if that is the terminal, its standard error is shown, and Ctrl-C ends it and this
    /// process. If this process is not in the terminal's foreground, and on Windows, this case has the same effect as
    /// ``refused``.
    case shared
  }

  private let terminal: Terminal

  /// Makes a process runner for the programs of this machine.
  ///
  /// - Parameter terminal: How a program may use the terminal of this process. The default is ``Terminal/refused``.
  public init(terminal: Terminal = .refused) { self.terminal = terminal }

  /// Runs a program, waits until it ends, and returns what it printed and how it ended, as `ProcessRunner` describes.
  public func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessOutcome {
    #if canImport(Subprocess)
      guard !([command.program] + command.arguments).contains(where: { $0.utf8.contains(0) }) else {
        throw ProcessError(
          .notStarted, message: "\(command.program.oneLine()) was not started: its command line holds a NUL byte.")
      }
      return try await RunningProcess(command, terminal).outcome()
    #else
      throw ProcessError(.notStarted, message: "\(command.program) cannot be run on this platform.")
    #endif
  }
}

#if canImport(Subprocess)
  /// One run of a program.
  private final class RunningProcess: Sendable {
    private let command: ProcessCommand
    /// Kept apart from the outcome, because errors report it too.
    private let standardError = Locked<[UInt8]>([])
    private static let standardErrorLimit = 64 * 1024
    private let terminal: SystemProcessRunner.Terminal

    init(_ command: ProcessCommand, _ terminal: SystemProcessRunner.Terminal) {
      self.command = command
      self.terminal = terminal
    }

    private enum Event: Sendable {
      case ended(Result<ProcessOutcome, ProcessError>)
      case timeIsUp
      case timerStopped
    }

    /// Runs the program beside a timer. Whoever is first stops the other; a program that is stopped is torn down by the
    /// library, which is also what happens when the caller is cancelled.
    func outcome() async throws(ProcessError) -> ProcessOutcome {
      let timeout = min(command.timeout, .seconds(1_000_000_000))
      let first = await withTaskGroup(of: Event.self) { group -> Event in
        group.addTask { .ended(await self.run()) }
        group.addTask {
          do {
            try await Task.sleep(for: timeout, tolerance: nil, clock: .continuous)
            return .timeIsUp
          } catch {
            return .timerStopped
          }
        }
        var first = Event.timerStopped
        for await event in group {
          // A timer stops early only for a cancelled caller, and then the program is being ended.
          if case .timerStopped = event { continue }
          if case .timerStopped = first { first = event }
          group.cancelAll()
        }
        return first
      }
      if Task.isCancelled { throw error(.cancelled, "was ended because the caller was cancelled") }
      switch first {
      case .ended(let result): return try result.get()
      case .timeIsUp, .timerStopped:
        throw error(.timedOut, "did not end within \(command.timeout) and was ended")
      }
    }

    private func run() async -> Result<ProcessOutcome, ProcessError> {
      let loan = terminal == .shared ? TerminalLoan() : nil
      defer { loan?.end() }
      do {
        guard let loan, loan.includesInput else { return .success(try await run(input: .none, loan)) }
        return .success(try await run(input: .currentStandardInput, loan))
      } catch let error as ProcessError {
        return .failure(error)
      } catch let error as SubprocessError {
        if error.code == .executableNotFound {
          return .failure(self.error(.notFound, "was not found"))
        }
        let reason = error.underlyingError.map { ": \(String(describing: $0).clause)" } ?? ""
        return .failure(self.error(.notStarted, "could not be run\(reason)"))
      } catch {
        return .failure(self.error(.cancelled, "was ended because the caller was cancelled"))
      }
    }

    private func run(input: some InputProtocol, _ loan: TerminalLoan?) async throws -> ProcessOutcome {
      let result = try await Subprocess.run(
        executable, arguments: Arguments(command.arguments), platformOptions: Self.options, input: input,
        output: .sequence, error: .sequence
      ) { execution in
        try await self.read(execution, loan)
      }
      let status = Self.status(result.terminationStatus)
      loan?.programEnded(status)
      return ProcessOutcome(status: status, standardOutput: result.closureResult, standardError: tail())
    }

    /// Reads both streams at the same time, so that a program never waits for a full pipe.
    private func read<Input: InputProtocol>(
      _ execution: Execution<Input, SequenceOutput, SequenceOutput>, _ loan: TerminalLoan?
    ) async throws -> [UInt8] {
      #if !os(Windows)
        let id = execution.processIdentifier.value
        loan?.begin(for: id)
      #endif
      do {
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
          group.addTask { try await self.readOutput(execution.standardOutput) }
          group.addTask { try await self.readError(execution.standardError, loan) }
          #if !os(Windows)
            group.addTask { try await self.watchForStops(of: id, loan) }
          #endif
          var output: [UInt8] = []
          var openStreams = 2
          while openStreams > 0, let next = try await group.next() {
            guard let bytes = next else { continue }
            output += bytes
            openStreams -= 1
          }
          group.cancelAll()
          try Task.checkCancellation()
          return output
        }
      } catch {
        // The program is not waited for before this returns, so its number, and with it that of its group, is still
        // its own: what ignored the first signal and survived its parent is ended too.
        await execution.teardown(using: Self.teardown)
        #if !os(Windows)
          try? execution.send(signal: .kill, toProcessGroup: true)
        #endif
        throw error
      }
    }

    #if !os(Windows)
      /// Looks whether the program was stopped, as the system does with one that reads from a terminal that is not its own, and
      /// ends or continues it. Returns `nil` when cancelled.
      private func watchForStops(of id: pid_t, _ loan: TerminalLoan?) async throws -> [UInt8]? {
        while (try? await Task.sleep(for: .milliseconds(200), tolerance: nil, clock: .continuous)) != nil {
          guard let signal = StoppedProcess.signal(of: id) else { continue }
          if let loan {
            loan.programStopped(by: signal)
          } else if signal == SIGTTIN || signal == SIGTTOU {
            throw error(.terminalRefused, "wanted to read from the terminal and was ended")
          }
        }
        return nil
      }
    #endif

    private func readOutput(_ sequence: SubprocessOutputSequence) async throws -> [UInt8] {
      var output: [UInt8] = []
      for try await buffer in sequence {
        // Without end when a program that outlives its parent writes faster than this reads.
        try Task.checkCancellation()
        guard output.count + buffer.count <= command.outputLimit else {
          throw error(.outputTooLarge, "wrote more than \(command.outputLimit) bytes to standard output and was ended")
        }
        output += unsafe buffer.withUnsafeBytes { bytes in unsafe Array(bytes) }
      }
      return output
    }

    private func readError(_ sequence: SubprocessOutputSequence, _ loan: TerminalLoan?) async throws -> [UInt8] {
      for try await buffer in sequence {
        try Task.checkCancellation()
        let bytes = unsafe buffer.withUnsafeBytes { bytes in unsafe Array(bytes) }
        loan?.show(bytes)
        standardError.withLock { kept in
          kept += bytes
          if kept.count > 2 * Self.standardErrorLimit { kept.removeFirst(kept.count - Self.standardErrorLimit) }
        }
      }
      return []
    }

    private func tail() -> [UInt8] { standardError.withLock { kept in Array(kept.suffix(Self.standardErrorLimit)) } }

    /// - Parameter what: What became of the program, as the end of a sentence that names it.
    private func error(_ code: ProcessError.Code, _ what: String) -> ProcessError {
      ProcessError(code, message: "'\(command.program.oneLine())' \(what)".withFullStop, standardError: tail())
    }

    private var executable: Executable {
      #if os(Windows)
        let separators = #"/\:"#
      #else
        let separators = "/"
      #endif
      let isPath = command.program.utf8.contains { separators.utf8.contains($0) }
      return isPath ? .path(Self.path(command.program)) : .name(command.program)
    }

    /// The library's type of a path, without the module it comes from, which is another one on each platform.
    private static func path<Path: ExpressibleByStringLiteral>(_ text: String) -> Path
    where Path.StringLiteralType == String {
      Path(stringLiteral: text)
    }

    private static let teardown: [TeardownStep] = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
    ]

    private static var options: PlatformOptions {
      var options = PlatformOptions()
      #if !os(Windows)
        // Not a session of its own: that would have no terminal.
        options.processGroupID = 0
      #endif
      options.teardownSequence = teardown
      return options
    }

    private static func status(_ status: TerminationStatus) -> ProcessOutcome.Status {
      switch status {
      case .exited(let code): .exited(Int(code))
      #if !os(Windows)
        case .signaled(let signal): .signalled(Int(signal))
      #endif
      }
    }
  }
#endif
