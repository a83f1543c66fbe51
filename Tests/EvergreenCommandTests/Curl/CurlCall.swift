import AWSCore
import AWSCredentials
import AWSTesting
import Testing
import evergreen

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A line of `evergreen curl` that is run in this process, with a transport and a clock of the test's.
struct CurlCall: Sendable {
  var status: Int32
  var output: String
  var errors: String

  /// Credentials that nothing accepts.
  static let keys = [
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "the-session-token", "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
  ]

  /// Runs a line.
  ///
  /// - Parameters:
  ///   - words: The words behind `curl`.
  ///   - transport: What sends the requests.
  ///   - clock: The time that passes.
  ///   - environment: The variables of the environment.
  static func run(
    _ words: [String], transport: any HTTPTransport, clock: any WallClock = PassingClock(),
    environment: [String: String] = keys
  ) async throws -> CurlCall {
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(environment), fileSystem: InMemoryFileSystem(), transport: transport,
      clock: clock)
    let printed = Printed()
    let streams = CurlStreams(
      output: { bytes in printed.output.withLock { $0 += bytes } },
      errorBytes: { bytes in printed.errors.withLock { $0 += String(decoding: bytes, as: UTF8.self) } })
    let status = try await CurlRun(words, context: context, streams: streams).run()
    return CurlCall(
      status: status, output: String(decoding: printed.output.withLock { $0 }, as: UTF8.self),
      errors: printed.errors.withLock { $0 })
  }

  private final class Printed: Sendable {
    let output = Locked<[UInt8]>([])
    let errors = Locked("")
  }
}

/// A clock on which nobody waits: a sleep only moves it.
final class PassingClock: WallClock {
  private let state = Locked<[Duration]>([])
  /// How long each request takes: the clock moves so far each time it is read.
  private let step: Duration
  private let reads = Locked(0)

  init(step: Duration = .zero) { self.step = step }

  /// The durations of all sleeps.
  var sleeps: [Duration] { state.withLock { $0 } }

  func now() -> Date { Date(timeIntervalSince1970: 1_767_225_600 + sum.seconds) }

  func monotonicNow() -> Duration {
    let reads = reads.withLock { reads in
      reads += 1
      return reads
    }
    return sum + step * reads
  }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    state.withLock { $0.append(duration) }
  }

  private var sum: Duration { sleeps.reduce(.zero, +) }
}
