import AWSCore
import AWSCredentials
import Logging

// MARK: - The grace time

extension ClientLifecycle {
  /// Keeps a client that was replaced in use for the grace time.
  func keep(_ built: Built, _ number: UInt64) {
    let isKept = state.withLock { state in
      state.clients[number]?.wasReplaced = true
      guard graceTime > .zero, !state.isClosed, state.clients[number] != nil else { return false }
      state.clients[number]?.kept = built
      return true
    }
    guard isKept else { return }
    let timer = Task.detached { [self] in
      guard (try? await clock.sleep(for: graceTime)) != nil else { return }
      let kept = state.withLock { $0.clients[number]?.takeKept() }
      withExtendedLifetime(kept) {}
    }
    let isNeeded = state.withLock { state in
      guard state.clients[number]?.kept != nil else { return false }
      state.clients[number]?.timer = timer
      return true
    }
    if !isNeeded { timer.cancel() }
  }
}

extension ClientLifecycle.Entry {
  mutating func takeKept() -> ClientLifecycle.Built? {
    defer { kept = nil }
    return kept
  }
}

// MARK: - Retiring

extension ClientLifecycle {
  /// Retires a client that nobody uses any more. Does nothing if that has begun already.
  func retire(_ number: UInt64) {
    let entry = state.withLock { state -> Entry? in
      guard let entry = state.clients[number], !entry.isRetiring else { return nil }
      state.clients[number]?.isRetiring = true
      return entry
    }
    guard let entry else { return }
    let work = Task.detached { [self] in
      do {
        try await retireClient?(entry.client)
      } catch {
        report("A client could not be retired.", error)
      }
      entry.run?.cancel()
      await entry.run?.value
      _ = wasRetired(number)
    }
    let limit = Task.detached { [self] in
      guard (try? await clock.sleep(for: retireTimeout)) != nil, wasRetired(number) else { return }
      work.cancel()
      entry.run?.cancel()
      logger.warning(
        "A client was not retired within \(retireTimeout); this is not waited for any longer.",
        metadata: ["aws.client": "\(Client.self)"])
    }
    Task.detached {
      await work.value
      limit.cancel()
    }
  }

  /// - Returns: Whether the client had not been counted as retired before.
  private func wasRetired(_ number: UInt64) -> Bool {
    let (entry, waiters) = state.withLock { state -> (Entry?, [CheckedContinuation<Void, Never>]) in
      let entry = state.clients.removeValue(forKey: number)
      if entry != nil { state.retired += 1 }
      return (entry, state.takeWaiters())
    }
    for waiter in waiters { waiter.resume() }
    return entry != nil
  }
}

// MARK: - Shutting down

extension ClientLifecycle {
  /// Ends every grace time, so that clients are retired as soon as no lease of them exists.
  func close() {
    let (kept, timers) = state.withLock { state in
      state.isClosed = true
      var (kept, timers): ([Built], [Task<Void, Never>]) = ([], [])
      for number in state.clients.keys {
        if let built = state.clients[number]?.takeKept() { kept.append(built) }
        if let timer = state.clients[number]?.timer { timers.append(timer) }
      }
      return (kept, timers)
    }
    for timer in timers { timer.cancel() }
    withExtendedLifetime(kept) {}
  }

  /// Waits until every client is retired. Those that are still leased are retired nevertheless when the retire timeout
  /// has passed or the task is cancelled.
  ///
  /// - Parameter hurrying: Whether leases are not waited for.
  func waitUntilRetired(hurrying: Bool) async {
    if hurrying { hurry() }
    let limit = Task.detached { [self] in
      guard (try? await clock.sleep(for: retireTimeout)) != nil else { return }
      hurry()
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waiters = state.withLock { state in
          state.waiters.append(continuation)
          return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
      }
    } onCancel: {
      hurry()
    }
    limit.cancel()
  }

  private func hurry() {
    let (leased, waiters) = state.withLock { state -> ([UInt64], [CheckedContinuation<Void, Never>]) in
      state.isHurried = true
      return (state.clients.filter { !$0.value.isRetiring }.map(\.key), state.takeWaiters())
    }
    for waiter in waiters { waiter.resume() }
    guard !leased.isEmpty else { return }
    logger.warning(
      "The factory of clients is shut down while clients are in use; they are retired nevertheless.",
      metadata: ["aws.client": "\(Client.self)", "aws.client.count": "\(leased.count)"])
    for number in leased { retire(number) }
  }
}
