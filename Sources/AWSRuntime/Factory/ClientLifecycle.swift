import AWSCore
import AWSCredentials
import Logging

/// Runs the clients of a factory, and retires each of them once.
///
/// A client comes in by ``adopt(_:)`` and is retired by ``retire(_:)``, when the last reference to its
/// ``ServiceClientFactory/Built`` has ended. During the grace time such a reference is kept here.
final class ClientLifecycle<Client: Sendable>: Sendable {
  typealias Built = ServiceClientFactory<Client>.Built

  /// A client that was made and is not retired yet.
  struct Entry {
    let client: Client
    /// Runs the client; `nil` if the factory has no `run`.
    var run: Task<Void, Never>?
    /// Why that ended.
    var failure: (any Error)?
    var wasReplaced = false
    var isRetiring = false
    /// Keeps the client in use during the grace time.
    var kept: Built?
    /// Ends the grace time.
    var timer: Task<Void, Never>?
  }

  struct State {
    var clients: [UInt64: Entry] = [:]
    var adopted: UInt64 = 0
    var retired = 0
    /// Builds whose `make` has not returned, including those that were given up.
    var builds = 0
    /// No client gets a grace time any more.
    var isClosed = false
    /// Nothing but clients that are being retired is waited for.
    var isHurried = false
    /// Those who wait until all clients are retired.
    var waiters: [CheckedContinuation<Void, Never>] = []

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
  private let failureEvents = Broadcast<any Error>()

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
}

// MARK: - Running

extension ClientLifecycle {
  /// Takes over a client that was made, and runs it.
  ///
  /// - Returns: Its number; `nil` if there is nothing to do for a client, now or later.
  func adopt(_ client: Client) -> UInt64? {
    guard runClient != nil || retireClient != nil else { return nil }
    let number = state.withLock { state in
      state.adopted += 1
      state.clients[state.adopted] = Entry(client: client)
      return state.adopted
    }
    if let runClient {
      let run = Task.detached { [self] in
        do {
          try await runClient(client)
        } catch {
          runFailed(number, error)
        }
      }
      state.withLock { $0.clients[number]?.run = run }
    }
    return number
  }

  private func runFailed(_ number: UInt64, _ error: any Error) {
    let isCurrent = state.withLock { state -> Bool? in
      guard let entry = state.clients[number], !entry.isRetiring else { return nil }
      state.clients[number]?.failure = error
      return !entry.wasReplaced
    }
    // The end of the task of a client that is being retired is expected.
    guard let isCurrent else { return }
    report("The task that runs a client has failed.", error)
    if isCurrent { failureEvents.send(error) }
  }

  /// The errors with which `run` fails for the current client: the first so far, and those to come.
  func failures() -> AsyncStream<any Error> {
    let stream = failureEvents.subscribe()
    let failure = state.withLock { state in
      state.clients.values.lazy.filter { !$0.wasReplaced && !$0.isRetiring }.compactMap(\.failure).first
    }
    guard let failure else { return stream }
    return AsyncStream { failure }
  }

  // What a closure threw may quote a password.
  func report(_ what: String, _ error: any Error) {
    logger.warning(
      "\(what)",
      metadata: ["aws.client": "\(Client.self)", "aws.client.failure": "the closure threw a \(type(of: error))"])
  }
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
