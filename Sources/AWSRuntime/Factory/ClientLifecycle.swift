import AWSCore
import AWSCredentials
import Logging

/// Runs the clients of a factory, and retires each of them once.
///
/// A client comes in by ``adopt(_:runEnded:)`` and is retired by ``retire(_:)``, when the last reference to its
/// ``ServiceClientFactory/Built`` has ended. During the grace time such a reference is kept here.
final class ClientLifecycle<Client: Sendable>: Sendable {
  typealias Built = ServiceClientFactory<Client>.Built

  /// A client that was made and is not retired yet.
  struct Entry {
    let client: Client
    /// Runs the client; `nil` if the factory has no `run`.
    var run: Task<Void, Never>?
    /// How that ended, if it ended by itself.
    var runEnd: RunEnd?
    var wasReplaced = false
    var isRetiring = false
    /// Keeps the client in use during the grace time.
    var kept: Built?
    /// Ends the grace time.
    var timer: Task<Void, Never>?
  }

  /// How the `run` of a client that was not being retired has ended.
  enum RunEnd {
    /// It returned, or threw a `CancellationError`.
    case returned
    case failed(any Error)
  }

  struct State {
    var clients: [UInt64: Entry] = [:]
    var adopted: UInt64 = 0
    var retired = 0
    /// How many clients' `run` has ended by itself.
    var ended = 0
    /// What the `run` of the latest client threw, if it was current then.
    var failure: (any Error)?
    /// Builds whose `make` has not returned, including those that were given up.
    var builds = 0
    /// No client gets a grace time any more.
    var isClosed = false
    /// Nothing but clients that are being retired is waited for.
    var isHurried = false
    /// Those who wait until all clients are retired.
    var waiters: [CheckedContinuation<Void, Never>] = []

    /// Notes that the `run` of a client has ended.
    ///
    /// - Returns: Whether the client is the current one; `nil` if the end was to be expected, because the client is
    ///   being retired or the factory is shut down.
    mutating func runEnded(_ number: UInt64, _ end: RunEnd) -> Bool? {
      guard !isClosed, let entry = clients[number], !entry.isRetiring else { return nil }
      clients[number]?.runEnd = end
      ended += 1
      if !entry.wasReplaced, failure == nil, case .failed(let error) = end { failure = error }
      return !entry.wasReplaced
    }

    /// Takes out who waits, if there is nothing more to wait for.
    mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
      guard isClosed, clients.isEmpty, builds == 0 || isHurried else { return [] }
      defer { waiters = [] }
      return waiters
    }
  }

  let clock: any WallClock
  let graceTime: Duration
  let retireTimeout: Duration
  let logger: Logger
  let runClient: (@Sendable (Client) async throws -> Void)?
  let retireClient: (@Sendable (Client) async throws -> Void)?
  let state = Locked(State())
  let failureEvents = Broadcast<any Error>()

  init(
    clock: any WallClock, graceTime: Duration, retireTimeout: Duration, logger: Logger,
    run: (@Sendable (Client) async throws -> Void)?, retire: (@Sendable (Client) async throws -> Void)?
  ) {
    self.clock = clock
    self.graceTime = graceTime
    self.retireTimeout = retireTimeout
    self.logger = logger
    runClient = run
    retireClient = retire
  }

  deinit { failureEvents.finish() }

  /// How many clients have been retired.
  var retiredCount: Int { state.withLock { $0.retired } }

  /// How many clients' `run` has ended by itself.
  var endedCount: Int { state.withLock { $0.ended } }
}

// MARK: - Builds

extension ClientLifecycle {
  /// A build has begun, which may come to a client.
  func buildBegan() { state.withLock { $0.builds += 1 } }

  /// A build has ended, and its client, if any, has been adopted.
  func buildEnded() {
    let waiters = state.withLock { state in
      state.builds -= 1
      return state.takeWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }
}
