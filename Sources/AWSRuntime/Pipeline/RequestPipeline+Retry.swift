import AWSCredentials
import HTTPTypes

/// What a request has used up so far.
struct RetryState {
  private(set) var attempts = 0
  var clock = ClockTrial()
  /// When the call has to end; `nil` for no limit.
  let deadline: CallDeadline?
  /// Whether the request would have been sent again, had there been time.
  private(set) var hasRunOutOfTime = false
  /// Whether it is not known of an attempt what came of it: it may have taken effect.
  private(set) var hasUnknownFate = false
  private var failures: Int
  private var hasHealed = false
  private var isRedirected = false
  private var rejectedGeneration: UInt64?
  private var pricePaid: Int
  /// What was paid for an attempt that has not begun.
  private var unbegunPrice = 0

  init(after precursor: ServiceRequest.Precursor, deadline: CallDeadline?) {
    self.deadline = deadline
    failures = precursor.failures
    pricePaid = precursor.price
  }

  mutating func beginAttempt() {
    attempts += 1
    unbegunPrice = 0
  }

  mutating func note(_ fate: AttemptFate) {
    if fate == .unknown { hasUnknownFate = true }
  }

  /// Whether a request whose credentials were at fault may be sent again with others: once.
  mutating func heal() -> Bool {
    defer { hasHealed = true }
    return !hasHealed && hasTime(for: .zero)
  }

  /// Whether a request may be sent elsewhere, because a response says that what it is for is there: once.
  var mayBeRedirected: Bool { !isRedirected }

  /// Notes that a request is sent elsewhere.
  ///
  /// - Returns: Whether there is time for that.
  mutating func redirect() -> Bool {
    isRedirected = true
    return hasTime(for: .zero)
  }

  /// Whether there is time for an attempt after a pause.
  mutating func hasTime(for pause: Duration) -> Bool {
    guard let deadline, deadline.remaining <= pause else { return true }
    hasRunOutOfTime = true
    return false
  }

  /// Lets a request heal once more.
  mutating func allowHealing() { hasHealed = false }

  /// Notes that a service has refused credentials as expired or unknown.
  ///
  /// - Returns: Whether they are others than those that it refused before.
  mutating func reject(_ generation: UInt64) -> Bool {
    defer { rejectedGeneration = generation }
    return rejectedGeneration != generation
  }

  /// Counts a failure against the policy and the quota.
  ///
  /// - Returns: The number of failures so far, or `nil` if there is no retry left.
  mutating func pay(_ price: Int, policy: RetryPolicy, quota: RetryQuota) -> Int? {
    failures += 1
    guard failures < policy.maxAttempts, quota.pay(price) else { return nil }
    pricePaid = price
    unbegunPrice = price
    return failures
  }

  /// Returns what was paid for an attempt that is not made.
  mutating func refundUnbegun(quota: RetryQuota) {
    quota.refund(unbegunPrice)
    unbegunPrice = 0
  }

  func succeeded(quota: RetryQuota) { quota.refund(pricePaid > 0 ? pricePaid : 1) }
}

extension RequestPipeline {
  /// Pays for a repeat that the caller makes of part of a request.
  ///
  /// - Returns: The price, for ``ServiceRequest/Precursor/price``; `nil` if the quota does not suffice.
  package func payForRepeat() -> Int? { shared.quota.pay(Self.retryPrice) ? Self.retryPrice : nil }

  /// Returns what was paid for a repeat that is not made.
  package func refund(_ price: Int) { shared.quota.refund(price) }

  private static let retryPrice = 5
  private static let timeoutPrice = 10

  /// How long to wait before the next attempt; `nil` if there shall be none.
  func nextDelay(
    after failure: AttemptFailure, request: ServiceRequest, snapshot: CredentialSnapshot?, state: inout RetryState
  ) -> Duration? {
    let fate = fate(of: failure, request: request)
    state.note(fate)
    switch failure {
    case .service(let head, let error, _):
      return nextDelay(after: error, fate: fate, head: head, request: request, snapshot: snapshot, state: &state)
    case .unreadError(let head):
      return nextDelay(
        after: service.parseError(head, []), fate: fate, head: head, request: request, snapshot: snapshot,
        state: &state, isUnread: true)
    case .brokenBody:
      guard failure.exceededLimit == nil, !Task.isCancelled, request.retrySafety.allowsRepeating(after: fate) else {
        return nil
      }
      return delay(price: Self.retryPrice, isThrottled: false, state: &state)
    case .transport(let error):
      guard error.code.isPassing, request.retrySafety.allowsRepeating(after: fate) else { return nil }
      return delay(price: Self.timeoutPrice, isThrottled: false, state: &state)
    }
  }

  private func nextDelay(
    after error: ParsedServiceError, fate: AttemptFate, head: HTTPResponse, request: ServiceRequest,
    snapshot: CredentialSnapshot?, state: inout RetryState, isUnread: Bool = false
  ) -> Duration? {
    let status = error.status ?? head.status.code
    let verdict = service.classifier.verdict(status: status, error: error)
    if let snapshot, verdict == .rejectedCredentials {
      credentials(of: request).invalidate(rejectedAccessKeyId: snapshot.credentials.accessKeyId)
      let areOthers = state.reject(snapshot.generation)
      if state.heal() { return .zero }
      // Credentials that are revoked faster than requests arrive: the next are tried as after any failure.
      guard request.healing == .whileReplaced, areOthers else { return nil }
      state.allowHealing()
      return delay(price: Self.retryPrice, isThrottled: false, state: &state)
    }
    // Some servers have no code of their own for a token that expired: Ceph RGW says AccessDenied.
    // And a refusal whose text was lost may have been about the token.
    if [400, 401, 403].contains(status), let snapshot, isUnread || isOutdated(snapshot, request), state.heal() {
      return .zero
    }
    if state.clock.isWorthAnotherTime {
      return delay(price: Self.retryPrice, isThrottled: false, state: &state)
    }
    guard request.retrySafety.allowsRepeating(after: fate) else { return nil }
    if request.codeRules?.retried.contains(error.code) == true {
      return delay(price: Self.retryPrice, isThrottled: false, state: &state, head: head)
    }
    if error.isDamaged, !Task.isCancelled {
      return delay(price: Self.retryPrice, isThrottled: false, state: &state, head: head)
    }
    switch verdict {
    case .throttled:
      return delay(price: Self.retryPrice, isThrottled: true, state: &state, head: head)
    case .transient:
      return delay(price: Self.retryPrice, isThrottled: false, state: &state, head: head)
    case .final, .rejectedCredentials:
      return nil
    }
  }

  /// Whether the credentials that signed an attempt have expired meanwhile or been replaced.
  private func isOutdated(_ snapshot: CredentialSnapshot, _ request: ServiceRequest) -> Bool {
    let now = configuration.clock.now()
    if [now, provenTime(at: now)].contains(where: snapshot.credentials.isExpired(at:)) { return true }
    return credentials(of: request).generation != snapshot.generation
  }

  private func delay(
    price: Int, isThrottled: Bool, state: inout RetryState, head: HTTPResponse? = nil
  ) -> Duration? {
    guard let failures = state.pay(price, policy: configuration.retry, quota: shared.quota) else { return nil }
    let delay = configuration.retry.delay(
      afterFailures: failures, isThrottled: isThrottled, random: configuration.random())
    let wish = head?.retryAfter.map { min($0, configuration.retry.maxDelay) } ?? .zero
    guard state.hasTime(for: max(delay, wish)) else {
      state.refundUnbegun(quota: shared.quota)
      return nil
    }
    return max(delay, wish)
  }
}
