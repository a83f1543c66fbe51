import AWSCore
import Logging
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CredentialCache {
  // Detached, so that the refresh belongs to no caller: it inherits neither cancellation nor a trace.
  func startRefresh(_ number: UInt64) {
    let fetch = Task.detached { [self] in
      let result: Result<Credentials, CredentialError>
      do throws(CredentialError) {
        result = .success(try await provider.credentials())
      } catch {
        result = .failure(error)
      }
      refreshEnded(number, result)
    }
    // A provider that hangs, which may ignore cancellation, must not hold its callers forever.
    let limit = Task.detached { [self] in
      guard (try? await clock.sleep(for: policy.providerTimeout)) != nil else { return }
      fetch.cancel()
      let error = CredentialError(
        .timedOut, provider: provider.name,
        message: "No response within \(policy.providerTimeout.seconds) s; check that the provider can be reached.")
      refreshEnded(number, .failure(error))
    }
    Task.detached {
      _ = await fetch.value
      limit.cancel()
    }
  }

  private struct Ended {
    var outcome: RefreshStateMachine.Outcome
    var waiters: [SnapshotWaiters.Continuation]
    var timer: TimerChange
    /// The state before the refresh ended. Keeping it here releases the error in it after the lock.
    var before: RefreshStateMachine
  }

  private func refreshEnded(_ number: UInt64, _ result: Result<Credentials, CredentialError>) {
    let now = clock.moment()
    let staleness = provider.staleness
    let random = random()
    let ended = state.withLock { state -> Ended? in
      let before = state.machine
      guard
        let outcome = state.machine.refreshEnded(number, result, now: now, staleness: staleness, random: random)
      else { return nil }
      return Ended(
        outcome: outcome, waiters: state.waiters.removeAll(),
        timer: publish(&state, now: now, staleness: staleness), before: before)
    }
    guard let ended else { return }
    apply(ended.timer)
    for event in ended.outcome.events {
      report(event, usesExpired: ended.outcome.usesExpired)
      events.send(CredentialEvent(kind: event, date: now.wall))
    }
    for waiter in ended.waiters { waiter.resume(returning: ended.outcome.result) }
  }

  private func report(_ event: CredentialEvent.Kind, usesExpired: Bool) {
    switch event {
    case .rotated(let snapshot):
      logger.debug(
        "New credentials are in use.",
        metadata: [
          "aws.credentials.provider": "\(snapshot.credentials.provider)",
          "aws.credentials.access_key_id": "\(snapshot.credentials.accessKeyId)",
          "aws.credentials.generation": "\(snapshot.generation)",
        ])
    case .refreshed, .invalidated: break
    case .refreshFailed(let error, let retryAfter):
      var message = "Credential refresh failed."
      if usesExpired {
        message += " There are none that are better, so these are used; services may refuse them."
      } else if retryAfter != nil {
        message += " Cached credentials, if any, stay in use."
      }
      if let retryAfter { message += " The provider will be asked again after \(retryAfter.seconds) s." }
      message += " \(error)"
      // A fetch is cancelled where a program ends and closes its connections: nothing that anybody has to know of.
      let level: Logger.Level = usesExpired ? .warning : error.code == .cancelled ? .debug : .info
      logger.log(level: level, "\(message)", metadata: ["aws.credentials.provider": "\(provider.name)"])
    }
  }
}

// MARK: - The word and its timer

extension CredentialCache {
  /// The longest time that the timer sleeps before it reads the clocks again, because the wall clock may have been set.
  private static let longestNap = Duration.seconds(30)

  /// What to do about the timer once the lock is released: cancelling runs the handlers of the clock's sleep.
  struct TimerChange {
    var obsolete: Task<Void, Never>?
    var start: (number: UInt64, due: RefreshDue)?
  }

  // Called with the lock held.
  func publish(_ state: inout State, now: Moment, staleness: StalenessPolicy) -> TimerChange {
    let generation = state.machine.current?.generation ?? 0
    let due = state.machine.refreshDue(staleness: staleness)
    let isDue = due.map { $0.remaining(at: now) <= .zero } ?? false
    word.store(generation << 1 | (isDue ? 1 : 0), ordering: .releasing)
    let wanted = isDue ? nil : due
    guard state.timerDue != wanted else { return TimerChange() }
    var change = TimerChange(obsolete: state.timer)
    state.timer = nil
    state.timerDue = wanted
    state.timerNumber += 1
    if let wanted { change.start = (state.timerNumber, wanted) }
    return change
  }

  func apply(_ change: TimerChange) {
    change.obsolete?.cancel()
    guard let (number, due) = change.start else { return }
    let timer = Task.detached { [weak self, clock] in
      while true {
        let remaining = due.remaining(at: clock.moment())
        if remaining <= .zero { break }
        guard (try? await clock.sleep(for: min(remaining, Self.longestNap))) != nil else { return }
      }
      self?.timerFired(number)
    }
    let isNewest = state.withLock { state in
      guard state.timerNumber == number, state.timerDue != nil else { return false }
      state.timer = timer
      return true
    }
    if !isNewest { timer.cancel() }
  }

  private func timerFired(_ number: UInt64) {
    let now = clock.moment()
    let staleness = provider.staleness
    let change = state.withLock { state -> TimerChange? in
      guard state.timerNumber == number else { return nil }
      state.timer = nil
      state.timerDue = nil
      return publish(&state, now: now, staleness: staleness)
    }
    if let change { apply(change) }
  }
}
