import AWSCore
import AWSCredentials
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// MARK: - Waiting for a build

extension ServiceClientFactory {
  private enum Step {
    case resume(Result<BuildOutcome, any Error>)
    case build(UInt64)
    case wait
  }

  func lease(for snapshot: CredentialSnapshot) async throws -> ClientLease<Client> {
    while true {
      let outcome = try await waitForBuild(from: snapshot)
      if outcome.builtFor >= snapshot.generation { return try outcome.result.get() }
    }
  }

  private func waitForBuild(from snapshot: CredentialSnapshot) async throws -> BuildOutcome {
    let now = credentials.clock.monotonicNow()
    let waiter = state.withLock { $0.waiters.makeNumber() }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let step = state.withLock {
          enter(&$0, snapshot: snapshot, now: now, waiter: waiter, continuation: continuation)
        }
        switch step {
        case .resume(let result): continuation.resume(returning: result)
        case .build(let number): start(number, from: snapshot)
        case .wait: break
        }
      }
    } onCancel: {
      let continuation = state.withLock { $0.waiters.remove(waiter) }
      continuation?.resume(returning: .failure(CancellationError()))
    }
    return try result.get()
  }

  private func enter(
    _ state: inout State, snapshot: CredentialSnapshot, now: Duration, waiter: UInt64,
    continuation: BuildWaiters.Continuation
  ) -> Step {
    // At least as new: while this caller was on its way a later key may have arrived and been built for.
    if let built = latestBuilt, built.snapshot.generation >= snapshot.generation {
      return .resume(.success(BuildOutcome(result: .success(lease(of: built)), builtFor: built.snapshot.generation)))
    }
    if state.isShutDown { return .resume(.failure(shutDownError)) }
    if Task.isCancelled { return .resume(.failure(CancellationError())) }
    if state.running == nil, let ended = state.endedRun,
      ended.pause.holds(generation: snapshot.generation, now: now)
    {
      return .resume(.failure(ended.error))
    }
    state.waiters.add(waiter, continuation)
    guard state.running == nil else { return .wait }
    return .build(state.begin())
  }
}

// MARK: - Building beside callers

extension ServiceClientFactory {
  /// Whether a client can be returned although there is a newer key: its own has not expired, and no service has
  /// refused it.
  func isUsable(_ built: Built) -> Bool {
    !built.snapshot.credentials.isExpired(at: credentials.clock.now())
      && !credentials.isRejected(generation: built.snapshot.generation)
  }

  /// Begins to build for a key, unless a build is running or one for this key has just failed.
  func buildBeside(from snapshot: CredentialSnapshot) {
    let now = credentials.clock.monotonicNow()
    let number = state.withLock { state -> UInt64? in
      guard state.running == nil, !state.isShutDown,
        latestBuilt.map({ $0.snapshot.generation < snapshot.generation }) ?? true,
        state.pause?.holds(generation: snapshot.generation, now: now) != true
      else { return nil }
      return state.begin()
    }
    if let number { start(number, from: snapshot) }
  }
}

extension ServiceClientFactory.State {
  fileprivate mutating func begin() -> UInt64 {
    begun += 1
    running = begun
    return begun
  }
}

// MARK: - A build

extension ServiceClientFactory {
  // Detached, so that it belongs to no caller: it inherits neither cancellation nor a trace.
  private func start(_ number: UInt64, from snapshot: CredentialSnapshot) {
    lifecycle.buildBegan()
    let build: Task<Void, Never>
    if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
      // What waits for nothing is ready when this returns.
      build = Task.immediateDetached { [self] in await run(number, from: snapshot) }
    } else {
      build = Task.detached { [self] in await run(number, from: snapshot) }
    }
    let isRunning = state.withLock { state in
      guard state.running == number else { return false }
      state.build = build
      return true
    }
    // It has ended, or the factory was shut down before it could be told.
    guard isRunning else { return build.cancel() }
    let limit = Task.detached { [self] in
      guard (try? await credentials.clock.sleep(for: buildTimeout)) != nil else { return }
      build.cancel()
      let error = ClientBuildError(.timedOut, timeout: buildTimeout, client: "\(Client.self)")
      ended(number, .failure(error), snapshot: snapshot)
    }
    Task.detached {
      await build.value
      limit.cancel()
    }
  }

  private func run(_ number: UInt64, from snapshot: CredentialSnapshot) async {
    do {
      let client = try await make(snapshot)
      // Owned from here on: one that nobody gets, because it came too late, is retired when this reference ends.
      let built = Built(client: client, snapshot: snapshot, lifecycle: lifecycle) { [weak self] number in
        self?.runEnded(number)
      }
      ended(number, .success(built), snapshot: snapshot)
    } catch {
      ended(number, .failure(error), snapshot: snapshot)
    }
    lifecycle.buildEnded()
  }

  private struct BuildEnd {
    let outcome: BuildOutcome
    let isNew: Bool
    let waiters: [BuildWaiters.Continuation]
    /// What has been replaced. Kept until no lock is held: the end of a client or an error may run code of the user's.
    let replaced: (client: Built?, failure: (any Error)?)
  }

  private func ended(_ number: UInt64, _ result: Result<Built, any Error>, snapshot: CredentialSnapshot) {
    let (now, monotonicNow) = (credentials.clock.now(), credentials.clock.monotonicNow())
    let end = state.withLock { state -> BuildEnd? in
      if state.isShutDown { return nil }
      let isLate = state.running != number
      let isNew = latestBuilt.map { $0.snapshot.generation < snapshot.generation } ?? true
      // A build that was given up may have come to a client all the same.
      if isLate, !isNew || result.error != nil { return nil }
      if !isLate { (state.running, state.build) = (nil, nil) }
      let replaced = (client: latestBuilt, failure: state.lastFailure)
      let outcome = settle(&state, result, isNew: isNew, snapshot: snapshot, monotonicNow: monotonicNow)
      return BuildEnd(
        outcome: outcome, isNew: isNew, waiters: isLate ? [] : state.waiters.removeAll(), replaced: replaced)
    }
    guard let end else { return }
    switch result {
    case .success(let built):
      guard end.isNew else { break }
      let previous = end.replaced.client
      rebuildEvents.send(
        ClientRotation(client: built.client, previous: previous?.client, snapshot: snapshot, date: now))
      previous?.wasReplaced()
      // Its `run` may have ended before it became the current client.
      if let number = built.number, lifecycle.runEnd(of: number) != nil { runEnded(number) }
    case .failure(let error): report(error)
    }
    for waiter in end.waiters { waiter.resume(returning: .success(end.outcome)) }
    withExtendedLifetime(end.replaced) {}
  }

  private func settle(
    _ state: inout State, _ result: Result<Built, any Error>, isNew: Bool, snapshot: CredentialSnapshot,
    monotonicNow: Duration
  ) -> BuildOutcome {
    switch result {
    case .success(let new):
      state.pause = nil
      state.lastFailure = nil
      // One that was given up has come first.
      if !isNew, let built = latestBuilt {
        return BuildOutcome(result: .success(lease(of: built)), builtFor: built.snapshot.generation)
      }
      latest.withLock { $0 = new }
      state.builds += 1
      state.latestSince = monotonicNow
      return BuildOutcome(result: .success(lease(of: new)), builtFor: snapshot.generation)
    case .failure(let error):
      state.pause = BuildPause(after: state.pause, generation: snapshot.generation, now: monotonicNow)
      state.lastFailure = error
      return BuildOutcome(result: .failure(error), builtFor: snapshot.generation)
    }
  }

  // What the closure threw may quote a password; of ours it is known that it does not.
  private func report(_ error: any Error) {
    let reason = (error as? ClientBuildError).map { "\($0)" } ?? "the closure threw a \(type(of: error))"
    logger.warning(
      "A client could not be rebuilt for new credentials; while those of the client in use are valid, it stays in use.",
      metadata: ["aws.client": "\(Client.self)", "aws.client.build_failure": "\(reason)"])
  }
}

extension Result {
  fileprivate var error: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
