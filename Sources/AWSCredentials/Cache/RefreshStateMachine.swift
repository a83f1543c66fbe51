#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Decides when credentials are served, refreshed, waited for or refused. A pure value: it reads no clock, starts no
/// task and does no I/O.
///
/// The rules are the AWS SDKs' common credential refresh behaviour:
///
///     nothing cached          everyone waits for one fetch; its failure is thrown, and remembered only if the policy says so
///     before the advisory     the cached credentials
///     in a back-off           the cached credentials, expired or not if the source may be served stale
///     advisory window         the first caller refreshes and waits; the others get the cached credentials
///     mandatory, or expired   everyone waits for one refresh
///
/// A failure that can be recovered from keeps what is cached and starts a back-off; one that cannot is thrown and
/// remembered for a few seconds.
package struct RefreshStateMachine {
  private struct Cached {
    var snapshot: CredentialSnapshot
    /// `nil` for credentials that never expire.
    var schedule: RefreshSchedule?
    var isInvalidated = false
  }

  private let policy: RefreshPolicy
  private var cached: Cached?
  private var refreshInFlight: UInt64?
  private var refreshCount: UInt64 = 0
  /// When the refresh was asked for, by the clock of whoever asked: a service's clock may be ahead of this machine's.
  private var refreshRequested: Date?
  private var sourceAllowedFrom: Date?
  private var rememberedFailure: (error: CredentialError, until: Date)?
  private var earlyRefreshAllowedFrom: Date?
  private var rejectedGenerations: [UInt64] = []

  package init(policy: RefreshPolicy) { self.policy = policy }

  /// What is cached, whatever its state.
  package var current: CredentialSnapshot? { cached?.snapshot }
}

// MARK: - A caller asks

extension RefreshStateMachine {
  /// What to do for a caller.
  package enum Answer {
    /// Hand these out.
    case serve(CredentialSnapshot)
    /// Throw this.
    case fail(CredentialError)
    /// Start the refresh with this number and let the caller wait for it.
    case startRefresh(UInt64)
    /// Start the refresh with this number and hand these out.
    case serveAndStartRefresh(CredentialSnapshot, UInt64)
    /// Let the caller wait for the refresh that is running.
    case wait
  }

  private enum Phase { case fresh, backingOff, advisory, mandatory }

  /// A caller wants credentials.
  ///
  /// - Parameter until: When they should still work, if the caller cares: what expires before is refreshed ahead of its time.
  package mutating func request(now: Date, staleness: StalenessPolicy, until: Date? = nil) -> Answer {
    guard let cached else { return startOrWait(now: now) }
    if let until, let expiration = cached.snapshot.expiration, expiration < until, mayRefreshEarly(now: now) {
      return startOrWait(now: now)
    }
    switch phase(of: cached, now: now, staleness: staleness) {
    case .fresh, .backingOff:
      return .serve(cached.snapshot)
    case .mandatory:
      return startOrWait(now: now)
    case .advisory:
      if refreshInFlight != nil { return .serve(cached.snapshot) }
      let answer = startOrWait(now: now)
      if case .startRefresh(let number) = answer, policy.advisoryRefresh == .background {
        return .serveAndStartRefresh(cached.snapshot, number)
      }
      return answer
    }
  }

  // Once a minute: a source that has nothing that lives longer is not to be asked by each caller who wants it.
  private mutating func mayRefreshEarly(now: Date) -> Bool {
    if refreshInFlight != nil { return true }
    if let rememberedFailure, now < rememberedFailure.until { return false }
    if let sourceAllowedFrom, now < sourceAllowedFrom { return false }
    if let earlyRefreshAllowedFrom, now < earlyRefreshAllowedFrom { return false }
    earlyRefreshAllowedFrom = now.addingTimeInterval(60)
    return true
  }

  /// The cached credentials, if they can be handed out with no further ado.
  package func servable(now: Date, staleness: StalenessPolicy) -> CredentialSnapshot? {
    guard let cached else { return nil }
    switch phase(of: cached, now: now, staleness: staleness) {
    case .fresh, .backingOff: return cached.snapshot
    case .advisory: return refreshInFlight == nil ? nil : cached.snapshot
    case .mandatory: return nil
    }
  }

  /// Whether the cached credentials were issued for a time that has not ended and no service has rejected them.
  package func isUsable(now: Date) -> Bool {
    guard let cached, !cached.isInvalidated else { return false }
    return !cached.snapshot.credentials.isExpired(at: now)
  }

  /// The refresh times of what is cached; `nil` for credentials that never expire.
  package var schedule: RefreshSchedule? { cached?.schedule }

  /// When the next refresh is due; `nil` if no time will make it so.
  package var refreshDue: Date? {
    guard let cached else { return nil }
    let due = cached.isInvalidated ? Date.distantPast : cached.schedule?.advisory
    guard let due else { return nil }
    return max(due, sourceAllowedFrom ?? due)
  }

  private func phase(of cached: Cached, now: Date, staleness: StalenessPolicy) -> Phase {
    let isExpired = cached.snapshot.credentials.isExpired(at: now)
    if let sourceAllowedFrom, now < sourceAllowedFrom, staleness == .mayServeStale || !isExpired { return .backingOff }
    if cached.isInvalidated { return .mandatory }
    guard let schedule = cached.schedule, now >= schedule.advisory else { return .fresh }
    return now >= schedule.mandatory ? .mandatory : .advisory
  }

  private mutating func startOrWait(now: Date) -> Answer {
    if refreshInFlight != nil { return .wait }
    if let rememberedFailure {
      if now < rememberedFailure.until { return .fail(rememberedFailure.error) }
      self.rememberedFailure = nil
    }
    refreshCount += 1
    refreshInFlight = refreshCount
    refreshRequested = now
    return .startRefresh(refreshCount)
  }
}

// MARK: - A refresh ends

extension RefreshStateMachine {
  /// What the end of a refresh means.
  package struct Outcome {
    /// What everyone who waited gets.
    package var result: Result<CredentialSnapshot, CredentialError>
    /// What happened, for observers.
    package var event: CredentialEvent.Kind
  }

  /// A refresh ended.
  ///
  /// - Parameters:
  ///   - number: The refresh's number.
  ///   - result: What the source said.
  ///   - now: The time after the fetch, not before it: a slow fetch has used up some of the lifetime.
  ///   - staleness: What may be done with cached credentials when this source fails.
  ///   - random: A number from 0 up to 1.
  /// - Returns: `nil` if this refresh was given up earlier and its result comes too late.
  package mutating func refreshEnded(
    _ number: UInt64, _ result: Result<Credentials, CredentialError>, now: Date, staleness: StalenessPolicy,
    random: Double
  ) -> Outcome? {
    guard refreshInFlight == number else { return nil }
    refreshInFlight = nil
    switch result {
    case .success(let credentials) where credentials.isExpired(at: now):
      let error = CredentialError(
        .expired, source: credentials.source,
        message: """
          the source returned credentials that expired at \
          \(credentials.expiration.map(ISO8601.string(from:)) ?? "an unknown time"); check the source and this \
          machine's clock
          """)
      return failed(error, now: now, staleness: staleness, random: random)
    case .success(let credentials):
      return succeeded(credentials, now: now, random: random)
    case .failure(let error):
      return failed(error, now: now, staleness: staleness, random: random)
    }
  }

  private mutating func succeeded(_ credentials: Credentials, now: Date, random: Double) -> Outcome {
    let previous = cached
    let isRotation = previous.map { !$0.snapshot.credentials.isSameKey(as: credentials) } ?? true
    let generation = (previous?.snapshot.generation ?? 0) + (isRotation ? 1 : 0)
    let snapshot = CredentialSnapshot(credentials: credentials, generation: generation)
    let schedule = credentials.expiration.map { policy.schedule(expiration: $0, now: now, random: random) }
    cached = Cached(snapshot: snapshot, schedule: schedule)
    rememberedFailure = nil
    sourceAllowedFrom = nil
    // A source that returns the very key a service has rejected must not be asked again with each rejection.
    if !isRotation, let previous, previous.isInvalidated {
      sourceAllowedFrom = now.addingTimeInterval(policy.permanentFailureMemory.draw(random))
    } else if !isRotation, let schedule {
      // Nor may one that has nothing newer yet, as the metadata service until shortly before the expiration.
      let asked = max(now, refreshRequested ?? now)
      if schedule.advisory <= asked {
        sourceAllowedFrom = asked.addingTimeInterval(pause(before: schedule, now: asked))
      }
    }
    return Outcome(result: .success(snapshot), event: isRotation ? .rotated(snapshot) : .refreshed(snapshot))
  }

  private mutating func failed(
    _ error: CredentialError, now: Date, staleness: StalenessPolicy, random: Double
  ) -> Outcome {
    guard error.isRecoverable else {
      return remembered(error, for: policy.permanentFailureMemory.draw(random), now: now)
    }
    if cached == nil, policy.firstFailureMemory.upperBound > .zero {
      return remembered(error, for: policy.firstFailureMemory.draw(random), now: now)
    }
    guard let cached, staleness == .mayServeStale || !cached.snapshot.credentials.isExpired(at: now) else {
      return Outcome(result: .failure(error), event: .refreshFailed(error, retryAfter: nil))
    }
    var backoff = policy.failureBackoff.draw(random)
    if staleness == .strict, let expiration = cached.snapshot.expiration {
      // These credentials may not outlive their expiration: half of what is left, so that some tries come before it.
      let remaining = max(0, expiration.timeIntervalSince(now))
      backoff = min(backoff, max(1, remaining / 2), remaining)
    }
    sourceAllowedFrom = now.addingTimeInterval(backoff)
    return Outcome(
      result: .success(cached.snapshot), event: .refreshFailed(error, retryAfter: .clamped(seconds: backoff)))
  }

  private mutating func remembered(_ error: CredentialError, for memory: Double, now: Date) -> Outcome {
    rememberedFailure = (error, now.addingTimeInterval(memory))
    return Outcome(result: .failure(error), event: .refreshFailed(error, retryAfter: .clamped(seconds: memory)))
  }

  private func pause(before schedule: RefreshSchedule, now: Date) -> Double {
    let remaining = schedule.mandatory.timeIntervalSince(now)
    let window = schedule.mandatory.timeIntervalSince(schedule.advisory)
    // An eighth of the window, but in the mandatory window often enough to catch the successor before the end.
    return remaining > 0 ? min(window / 8, remaining) : min(1, max(0, schedule.expiration.timeIntervalSince(now)) / 4)
  }
}

// MARK: - A service rejects

extension RefreshStateMachine {
  /// A service rejected a key.
  ///
  /// - Returns: Whether that is news: the cached key, which nobody has complained of before, is due for refresh now.
  package mutating func invalidate(accessKeyId: String) -> Bool {
    guard cached?.snapshot.credentials.accessKeyId == accessKeyId, cached?.isInvalidated == false else { return false }
    cached?.isInvalidated = true
    if let generation = cached?.snapshot.generation, rejectedGenerations.last != generation {
      rejectedGenerations = rejectedGenerations.suffix(Self.rememberedRejections - 1) + [generation]
    }
    return true
  }

  private static let rememberedRejections = 16

  /// Whether a service has rejected the key of a generation. Only the latest rejections are remembered: whoever still holds
  /// something made from an older key has long learned of it.
  package func isRejected(generation: UInt64) -> Bool { rejectedGenerations.contains(generation) }
}
