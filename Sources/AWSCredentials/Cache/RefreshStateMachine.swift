import AWSCore

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
///     in a back-off           the cached credentials, expired or not if the provider may be served stale
///     advisory window         the first caller refreshes and waits; the others get the cached credentials
///     mandatory, or expired   everyone waits for one refresh
///
/// A failure that can be recovered from keeps what is cached and starts a back-off; one that cannot is thrown and
/// remembered for a few seconds.
///
/// Intervals, which are back-offs, memories and pauses, are counted by the monotonic clock: setting the wall clock neither
/// shortens nor prolongs them. The wall clock decides only what has expired. Both are this machine's own clocks; a
/// service's time never gets in here.
package struct RefreshStateMachine: Sendable {
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
  private var rejectedGenerations: [UInt64] = []
  // Readings of the monotonic clock.
  private var sourceAllowedFrom: Duration?
  private var earlyRefreshAllowedFrom: Duration?
  private var rememberedFailure: (error: CredentialError, until: Duration)?

  package init(policy: RefreshPolicy) { self.policy = policy }

  /// What is cached, whatever its state.
  package var current: CredentialSnapshot? { cached?.snapshot }
}

// MARK: - A caller asks

extension RefreshStateMachine {
  /// What to do for a caller.
  package enum Decision: Sendable {
    /// Return these credentials to the caller.
    case serve(CredentialSnapshot)
    /// Throw this error to the caller.
    case fail(CredentialError)
    /// Start the refresh with this number, and let the caller wait for it.
    case startRefresh(UInt64)
    /// Start the refresh with this number, and return these credentials to the caller.
    case serveAndStartRefresh(CredentialSnapshot, UInt64)
    /// Let the caller wait for the refresh that is running.
    case wait
  }

  /// For how long a caller needs credentials to work.
  package struct Need: Sendable {
    /// The time by the caller's clock, at which they must not have expired; it may be another machine's.
    package var time: Date?
    /// When they should still work.
    package var end: Date?

    package init(time: Date? = nil, end: Date? = nil) {
      self.time = time
      self.end = end
    }

    func isMet(by snapshot: CredentialSnapshot) -> Bool {
      guard let expiration = snapshot.expiration else { return true }
      if let time, expiration <= time { return false }
      if let end, expiration < end { return false }
      return true
    }
  }

  private enum Phase { case fresh, backingOff, advisory, mandatory }

  /// A caller wants credentials.
  ///
  /// - Parameter need: How long they should work, if the caller cares. What expires before is refreshed ahead of its time,
  ///   at most once a minute: the caller's time may be wrong, and a provider may have nothing that lives longer.
  package mutating func request(now: Moment, staleness: StalenessPolicy, need: Need = Need()) -> Decision {
    guard let cached else { return startOrWait(now: now) }
    if !need.isMet(by: cached.snapshot), mayRefreshEarly(now: now) {
      if refreshInFlight == nil { earlyRefreshAllowedFrom = now.monotonic + .seconds(60) }
      return startOrWait(now: now)
    }
    switch phase(of: cached, now: now, staleness: staleness) {
    case .fresh, .backingOff:
      return .serve(cached.snapshot)
    case .mandatory:
      return startOrWait(now: now)
    case .advisory:
      if refreshInFlight != nil { return .serve(cached.snapshot) }
      let decision = startOrWait(now: now)
      if case .startRefresh(let number) = decision, policy.advisoryRefresh == .background {
        return .serveAndStartRefresh(cached.snapshot, number)
      }
      return decision
    }
  }

  private func mayRefreshEarly(now: Moment) -> Bool {
    if refreshInFlight != nil { return true }
    if let rememberedFailure, now.monotonic < rememberedFailure.until { return false }
    if let sourceAllowedFrom, now.monotonic < sourceAllowedFrom { return false }
    if let earlyRefreshAllowedFrom, now.monotonic < earlyRefreshAllowedFrom { return false }
    return true
  }

  /// The cached credentials, if they can be returned without starting or awaiting a refresh.
  package func servable(now: Moment, staleness: StalenessPolicy, need: Need = Need()) -> CredentialSnapshot? {
    guard let cached, need.isMet(by: cached.snapshot) || !mayRefreshEarly(now: now) else { return nil }
    switch phase(of: cached, now: now, staleness: staleness) {
    case .fresh, .backingOff: return cached.snapshot
    case .advisory: return refreshInFlight == nil ? nil : cached.snapshot
    case .mandatory: return nil
    }
  }

  /// The cached credentials, if a look at the time that a caller has read is enough to know that they can be handed out.
  ///
  /// Whether a refresh is due by the monotonic clock is not checked here.
  package func undisturbed(at time: Date) -> CredentialSnapshot? {
    guard let cached, !cached.isInvalidated else { return nil }
    guard let schedule = cached.schedule else { return cached.snapshot }
    return time < schedule.advisory ? cached.snapshot : nil
  }

  /// Whether the cached credentials were issued for a time that has not ended and no service has rejected them.
  package func isUsable(now: Date) -> Bool {
    guard let cached, !cached.isInvalidated else { return false }
    return !cached.snapshot.credentials.isExpired(at: now)
  }

  /// The refresh times of what is cached; `nil` for credentials that never expire.
  package var schedule: RefreshSchedule? { cached?.schedule }

  /// When the next refresh becomes due; `nil` if none becomes due by the passing of time.
  package func refreshDue(staleness: StalenessPolicy) -> RefreshDue? {
    guard let cached, cached.isInvalidated || cached.schedule != nil else { return nil }
    return RefreshDue(
      schedule: cached.schedule, isInvalidated: cached.isInvalidated, allowedFrom: sourceAllowedFrom,
      backoffEndsWithExpiration: staleness == .strict)
  }

  private func phase(of cached: Cached, now: Moment, staleness: StalenessPolicy) -> Phase {
    if let sourceAllowedFrom, now.monotonic < sourceAllowedFrom,
      staleness == .mayServeStale || !cached.snapshot.credentials.isExpired(at: now.wall)
    {
      return .backingOff
    }
    if cached.isInvalidated { return .mandatory }
    guard let schedule = cached.schedule else { return .fresh }
    let time = schedule.time(at: now)
    guard time >= schedule.advisory else { return .fresh }
    return time >= schedule.mandatory ? .mandatory : .advisory
  }

  private mutating func startOrWait(now: Moment) -> Decision {
    if refreshInFlight != nil { return .wait }
    if let rememberedFailure {
      if now.monotonic < rememberedFailure.until { return .fail(rememberedFailure.error) }
      self.rememberedFailure = nil
    }
    refreshCount += 1
    refreshInFlight = refreshCount
    return .startRefresh(refreshCount)
  }
}

// MARK: - A refresh ends

extension RefreshStateMachine {
  /// The result of a refresh.
  package struct Outcome: Sendable {
    /// What everyone who waited gets.
    package var result: Result<CredentialSnapshot, CredentialError>
    /// What happened, for observers: one event, or two if new credentials had expired when they came.
    package var events: [CredentialEvent.Kind]
    /// Whether new credentials are in use though they had expired when they came.
    package var usesExpired = false
  }

  /// A refresh ended.
  ///
  /// - Parameters:
  ///   - number: The refresh's number.
  ///   - result: What the provider said.
  ///   - now: The time after the fetch, not before it: a slow fetch has used up some of the lifetime.
  ///   - staleness: What may be done with cached credentials when this provider fails.
  ///   - random: A number from 0 up to 1.
  /// - Returns: `nil` if this refresh was given up earlier and its result comes too late.
  package mutating func refreshEnded(
    _ number: UInt64, _ result: Result<Credentials, CredentialError>, now: Moment, staleness: StalenessPolicy,
    random: Double
  ) -> Outcome? {
    guard refreshInFlight == number else { return nil }
    refreshInFlight = nil
    switch result {
    case .success(let credentials) where credentials.isExpired(at: now.wall):
      return expiredOnArrival(credentials, now: now, staleness: staleness, random: random)
    case .success(let credentials):
      let event = store(credentials, now: now, random: random)
      return Outcome(result: .success(event.snapshot), events: [event.kind])
    case .failure(let error):
      return failed(error, now: now, staleness: staleness, random: random)
    }
  }

  private mutating func store(
    _ credentials: Credentials, now: Moment, random: Double
  ) -> (kind: CredentialEvent.Kind, snapshot: CredentialSnapshot) {
    let previous = cached
    let isRotation = previous.map { !$0.snapshot.credentials.isSameKey(as: credentials) } ?? true
    let generation = (previous?.snapshot.generation ?? 0) + (isRotation ? 1 : 0)
    let snapshot = CredentialSnapshot(credentials: credentials, generation: generation)
    let schedule = credentials.expiration.map { policy.schedule(expiration: $0, now: now, random: random) }
    cached = Cached(snapshot: snapshot, schedule: schedule)
    rememberedFailure = nil
    sourceAllowedFrom = nil
    // A provider that returns the very key a service has rejected must not be asked again with each rejection.
    if !isRotation, previous?.isInvalidated == true {
      sourceAllowedFrom = now.monotonic + .clamped(seconds: policy.permanentFailureMemory.draw(random))
    }
    return (isRotation ? .rotated(snapshot) : .refreshed(snapshot), snapshot)
  }

  /// Services that AWS runs hand out credentials past their expiration during an outage of their own, and then take them:
  /// of a provider that may serve stale such credentials are used if there is nothing better, also by a process that starts
  /// just then. From any other provider, or if there is something better, that is a failed refresh.
  private mutating func expiredOnArrival(
    _ credentials: Credentials, now: Moment, staleness: StalenessPolicy, random: Double
  ) -> Outcome {
    let expiration = credentials.expiration ?? .distantPast
    let error = CredentialError(
      .expired, provider: credentials.provider,
      message: """
        The provider returned credentials that expired at \(ISO8601.string(from: expiration)); check the provider and this \
        machine's clock.
        """)
    guard staleness == .mayServeStale, expiration.timeIntervalSince1970.isFinite,
      isBetterThanCached(expiration, now: now.wall)
    else { return failed(error, now: now, staleness: staleness, random: random) }
    let event = store(credentials, now: now, random: random)
    let backoff = policy.failureBackoff.draw(random)
    sourceAllowedFrom = now.monotonic + .clamped(seconds: backoff)
    return Outcome(
      result: .success(event.snapshot),
      events: [event.kind, .refreshFailed(error, retryAfter: .clamped(seconds: backoff))], usesExpired: true)
  }

  private func isBetterThanCached(_ expiration: Date, now: Date) -> Bool {
    guard let cached else { return true }
    guard let end = cached.snapshot.expiration else { return false }
    return end <= now && end < expiration
  }

  private mutating func failed(
    _ error: CredentialError, now: Moment, staleness: StalenessPolicy, random: Double
  ) -> Outcome {
    guard error.isRecoverable else {
      return remembered(error, for: policy.permanentFailureMemory.draw(random), now: now)
    }
    if cached == nil, policy.firstFailureMemory.upperBound > .zero {
      return remembered(error, for: policy.firstFailureMemory.draw(random), now: now)
    }
    guard let cached, staleness == .mayServeStale || !cached.snapshot.credentials.isExpired(at: now.wall) else {
      return Outcome(result: .failure(error), events: [.refreshFailed(error, retryAfter: nil)])
    }
    var backoff = policy.failureBackoff.draw(random)
    if staleness == .strict, let expiration = cached.snapshot.expiration {
      // These credentials may not outlive their expiration: half of what is left, so that some tries come before it.
      let remaining = max(0, expiration.timeIntervalSince(now.wall))
      backoff = min(backoff, max(1, remaining / 2), remaining)
    }
    sourceAllowedFrom = now.monotonic + .clamped(seconds: backoff)
    return Outcome(
      result: .success(cached.snapshot), events: [.refreshFailed(error, retryAfter: .clamped(seconds: backoff))])
  }

  private mutating func remembered(_ error: CredentialError, for memory: Double, now: Moment) -> Outcome {
    rememberedFailure = (error, now.monotonic + .clamped(seconds: memory))
    return Outcome(result: .failure(error), events: [.refreshFailed(error, retryAfter: .clamped(seconds: memory))])
  }
}

// MARK: - A service rejects

extension RefreshStateMachine {
  /// A service rejected a key.
  ///
  /// - Returns: Whether a refresh is due because of this: the key is the cached one and was not rejected before.
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
