import AWSCore
public import AWSCredentials

/// A process runner for tests that starts no program: it returns the outcomes of a script (a list of outcomes), records
/// the commands, and can be made to hang.
///
/// A hanging run takes its outcome from the script when ``release()`` is called, not when the run begins. A run that is
/// cancelled while it hangs throws ``/AWSCredentials/ProcessError/Code/cancelled`` and takes no outcome from the
/// script.
public final class ScriptedProcessRunner: ProcessRunner {
  /// One outcome of the script: how a program ended, or an error to throw.
  public typealias Outcome = Result<ProcessOutcome, ProcessError>

  private let outcomes: Locked<[Outcome]>
  private let recorded = Locked<[ProcessCommand]>([])
  private let calls = CountWaiters("runs")
  private let gate = Gate()

  /// Makes a runner that returns the given outcomes one after the other.
  ///
  /// A run for which no outcome is left throws ``/AWSCredentials/ProcessError/Code/notStarted``.
  ///
  /// - Parameter outcomes: The outcomes, in the order of the runs.
  public init(_ outcomes: [Outcome] = []) { self.outcomes = Locked(outcomes) }

  /// Makes a runner that returns, for each run, the outcome of a program that prints the given text to standard output
  /// and exits with status 0.
  ///
  /// - Parameter outputs: The texts, in the order of the runs.
  public convenience init(printing outputs: String...) {
    self.init(outputs.map { .success(ProcessOutcome(standardOutput: Array($0.utf8))) })
  }

  /// Adds outcomes to the end of the script.
  ///
  /// - Parameter more: The outcomes to add, in the order of the runs.
  public func enqueue(_ more: Outcome...) { outcomes.withLock { outcomes in outcomes += more } }

  /// The commands of all runs that have begun, in order.
  public var commands: [ProcessCommand] { recorded.withLock { recorded in recorded } }

  /// How many runs have begun, including those that hang.
  public var callCount: Int { calls.count }

  /// Waits until at least the given number of runs have begun, counted since the runner was made.
  ///
  /// - Parameter count: How many runs to wait for.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForCalls(_ count: Int) async throws { try await calls.wait(for: count) }

  /// Makes every run from now on hang until ``release()``.
  public func hold() { gate.close() }

  /// Lets every hanging run, and every later one, continue.
  public func release() { gate.open() }

  /// Records the command and returns or throws the next outcome of the script. After ``hold()`` it first waits for
  /// ``release()``.
  public func run(_ command: ProcessCommand) async throws(ProcessError) -> ProcessOutcome {
    recorded.withLock { recorded in recorded.append(command) }
    let call = calls.increment()
    do {
      try await gate.pass()
    } catch {
      throw ProcessError(.cancelled, message: "\(command.program) was ended because the caller was cancelled.")
    }
    let next = outcomes.withLock { outcomes in outcomes.isEmpty ? nil : outcomes.removeFirst() }
    guard let next else {
      throw ProcessError(.notStarted, message: "The script has no outcome for run \(call); enqueue one.")
    }
    return try next.get()
  }
}
