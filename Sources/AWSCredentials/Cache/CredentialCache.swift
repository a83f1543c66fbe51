import AWSCore
public import Logging
public import Synchronization

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Caches the credentials of one provider for all callers. It fetches them once, refreshes them before they expire,
/// and asks the provider again after a failure.
///
/// Share one cache among all clients that use the same credentials. It can be used from any number of tasks: however
/// many of them wait, only one fetch runs. No caller owns that fetch, so cancelling one caller does not affect the
/// others.
///
/// ```swift
/// let cache = CredentialCache(provider: .environment)
/// let snapshot = try await cache.snapshot()
/// ```
///
/// Code that keeps a snapshot can compare ``version``, one atomic integer, for each request, and call
/// ``snapshot(at:)`` only when the value has changed.
public final class CredentialCache: Sendable {
  /// A number that changes when the credentials rotate (are replaced by others) and when a refresh becomes due. Reading
  /// it is one atomic load: it takes no lock and reads no clock.
  ///
  /// While this number equals ``version(of:)`` of a snapshot, that snapshot holds the current credentials and no
  /// refresh is due.
  @inlinable
  public var version: UInt64 { word.load(ordering: .acquiring) }

  /// The value of ``version`` while the given snapshot holds the current credentials and no refresh is due.
  @inlinable
  public static func version(of snapshot: CredentialSnapshot) -> UInt64 { snapshot.generation << 1 }

  // The generation shifted left by one; the lowest bit says that a refresh is due.
  @usableFromInline let word = Atomic<UInt64>(0)

  /// The name of the provider whose credentials this cache holds, such as `environment`. It is used in messages.
  public var providerName: String { provider.name }
  /// When this cache refreshes the credentials, and what it does when a refresh fails.
  public let policy: RefreshPolicy
  /// Whether the provider of this cache is an ``AnonymousCredentialProvider``. Clients with such a cache send requests
  /// without a signature.
  public let isAnonymous: Bool
  package let clock: any WallClock
  let provider: any CredentialProvider
  let random: @Sendable () -> Double
  let logger: Logger
  let state: Locked<State>
  let events = Broadcast<CredentialEvent>()

  typealias SnapshotWaiters = Waiters<CredentialSnapshot, CredentialError>

  struct State {
    var machine: RefreshStateMachine
    var waiters = SnapshotWaiters()
    /// Counts the timers; only the newest may announce a refresh.
    var timerNumber: UInt64 = 0
    /// What the newest timer waits for; `nil` if there is none.
    var timerDue: RefreshDue?
    var timer: Task<Void, Never>?
  }

  /// Makes a cache for the credentials of one provider. Nothing is fetched before the first call of a `snapshot`
  /// method.
  ///
  /// - Parameters:
  ///   - provider: The provider of the credentials.
  ///   - policy: When to refresh, and what to do when a refresh fails.
  ///   - clock: The clock that decides when a refresh is due; a test passes its own.
  ///   - random: Returns a random number from 0 up to, but not including, 1. It chooses the times that the `policy`
  ///     gives as ranges; a test passes its own.
  ///   - logger: The logger for failures of the provider; secrets are never logged.
  public init(
    provider: any CredentialProvider,
    policy: RefreshPolicy = RefreshPolicy(),
    clock: any WallClock = SystemWallClock(),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    logger: Logger = Logger.current
  ) {
    self.provider = provider
    isAnonymous = provider is AnonymousCredentialProvider
    self.policy = policy
    self.clock = clock
    self.random = random
    self.logger = logger
    state = Locked(State(machine: RefreshStateMachine(policy: policy)))
  }

  deinit {
    let timer = state.withLock { $0.timer }
    timer?.cancel()
    events.finish()
  }
}

// MARK: - Asking

// The provider, the clock, the random numbers and the logger are the user's code. None of it is called with the lock
// held, because it may call this cache, or take a lock that a caller of this cache holds. What the closures under the
// lock need from it is read before.

extension CredentialCache {
  /// Returns the current credentials. If a refresh is due, the caller may have to wait for it, as the ``policy`` says.
  ///
  /// The cache's own clock decides whether a refresh is due. `now` counts for this call only: if the credentials have
  /// expired at `now`, they are refreshed early, at most once a minute. `now` may be the time of another machine, so it
  /// does not affect other callers.
  ///
  /// - Parameter now: The time, if the caller has just read it from its own clock. With `nil`, the default, only the
  ///   cache's own clock counts, and it is read only if a refresh may be due.
  /// - Returns: A snapshot to sign one request with. Call this method again for the next request rather than keeping
  ///   the snapshot.
  /// - Throws: ``CredentialError``; `CancellationError` if the calling task is cancelled while it waits.
  public func snapshot(at now: Date? = nil) async throws -> CredentialSnapshot {
    do throws(CredentialError) {
      return try await takeSnapshot(at: now)
    } catch {
      throw error.publicError
    }
  }

  /// The same as ``snapshot(at:)``, for callers inside the package.
  package func takeSnapshot(at now: Date? = nil) async throws(CredentialError) -> CredentialSnapshot {
    if let snapshot = servable(at: now) { return snapshot }
    let need = RefreshStateMachine.Need(time: now)
    switch await wait(need) {
    case .success(let snapshot): return snapshot
    case .failure(let error): throw error
    }
  }

  /// Returns credentials that are valid until a given time, for a signature that is made now and used later, such as
  /// that of a presigned URL.
  ///
  /// Cached credentials that expire before `end` are refreshed first, at most once a minute. If the provider fails, or
  /// has no credentials that are valid until `end`, the result is the snapshot in the cache, which may expire before
  /// `end`: check its expiration.
  ///
  /// - Parameters:
  ///   - end: The time until which the credentials should be valid.
  ///   - now: The time, if the caller has just read it from its own clock; `nil` for the time of the cache's clock.
  /// - Throws: ``CredentialError`` if there are no usable credentials at all; `CancellationError` if the calling task
  ///   is cancelled while it waits.
  public func snapshot(validUntil end: Date, at now: Date? = nil) async throws -> CredentialSnapshot {
    do throws(CredentialError) {
      return try await takeSnapshot(validUntil: end, at: now)
    } catch {
      throw error.publicError
    }
  }

  /// The same as ``snapshot(validUntil:at:)``, for callers inside the package.
  package func takeSnapshot(
    validUntil end: Date, at now: Date? = nil
  ) async throws(CredentialError) -> CredentialSnapshot {
    if let snapshot = servable(at: now), snapshot.expiration.map({ $0 >= end }) ?? true { return snapshot }
    switch await wait(RefreshStateMachine.Need(time: now, end: end)) {
    case .success(let snapshot): return snapshot
    case .failure(let error):
      guard error.code != .cancelled, isUsable(at: clock.now()), let currentSnapshot else { throw error }
      return currentSnapshot
    }
  }

  /// The snapshot in the cache; `nil` before the first successful fetch. Reading this property never asks the provider,
  /// so the credentials may have expired.
  public var currentSnapshot: CredentialSnapshot? { state.withLock { $0.machine.current } }

  /// The number of the current set of credentials: 0 before the first successful fetch, then 1, and one more after each
  /// rotation (a fetch that returned another access key, secret or session token).
  public var generation: UInt64 { version >> 1 }

  /// Whether the credentials held now have neither expired nor been rejected.
  package func isUsable(at now: Date) -> Bool { state.withLock { $0.machine.isUsable(now: now) } }

  /// Whether a service has rejected the key of a generation, be it the current one or one of the latest before it.
  package func isRejected(generation: UInt64) -> Bool {
    state.withLock { $0.machine.isRejected(generation: generation) }
  }

  /// Tells the cache that a service has rejected an access key as expired or invalid.
  ///
  /// If that access key is in use, the next caller refreshes the credentials. If the credentials have rotated since,
  /// the call has no effect. While the cache waits after a failed refresh (``RefreshPolicy/failureBackoff``), this call
  /// does not shorten the wait.
  ///
  /// - Parameter rejectedAccessKeyId: The access key id that the service has rejected.
  public func invalidate(rejectedAccessKeyId: String) {
    let now = clock.moment()
    let staleness = provider.staleness
    let change = state.withLock { state -> TimerChange? in
      guard state.machine.invalidate(accessKeyId: rejectedAccessKeyId) else { return nil }
      return publish(&state, now: now, staleness: staleness)
    }
    guard let change else { return }
    apply(change)
    logger.info(
      "A service rejected the credentials in use; they will be refreshed.",
      metadata: [
        "aws.credentials.provider": "\(provider.name)", "aws.credentials.access_key_id": "\(rejectedAccessKeyId)",
      ])
    events.send(CredentialEvent(kind: .invalidated(accessKeyId: rejectedAccessKeyId), date: now.wall))
  }

  /// The credentials, if nobody has to wait for them.
  package func servable(at time: Date?) -> CredentialSnapshot? {
    // The timer has not announced a refresh, so the cache's clock is not needed to know that none is due.
    let version = version
    if version != 0, version & 1 == 0 {
      guard let time else { return currentSnapshot }
      if let snapshot = state.withLock({ $0.machine.undisturbed(at: time) }) { return snapshot }
    }
    let now = clock.moment()
    let staleness = provider.staleness
    return state.withLock { $0.machine.servable(now: now, staleness: staleness, need: .init(time: time)) }
  }
}

// MARK: - Waiting

extension CredentialCache {
  private enum Step {
    case resume(Result<CredentialSnapshot, CredentialError>)
    case resumeCancelled
    case startRefresh(UInt64)
    case resumeAndStartRefresh(CredentialSnapshot, UInt64)
    case wait
  }

  private func wait(_ need: RefreshStateMachine.Need) async -> Result<CredentialSnapshot, CredentialError> {
    let now = clock.moment()
    let staleness = provider.staleness
    let waiter = state.withLock { $0.waiters.makeNumber() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (step, _) = state.withLock { state in
          // A remembered error that is dropped here is released after the lock: its cause may be the user's code.
          let before = state.machine
          let step = enter(
            &state, waiter: waiter, continuation: continuation, now: now, staleness: staleness, need: need)
          return (step, before)
        }
        switch step {
        case .resume(let result): continuation.resume(returning: result)
        case .resumeCancelled: continuation.resume(returning: .failure(cancelled))
        case .startRefresh(let number): startRefresh(number)
        case .resumeAndStartRefresh(let snapshot, let number):
          startRefresh(number)
          continuation.resume(returning: .success(snapshot))
        case .wait: break
        }
      }
    } onCancel: {
      let continuation = state.withLock { $0.waiters.remove(waiter) }
      continuation?.resume(returning: .failure(cancelled))
    }
  }

  // Called with the lock held. Deciding and queueing happen under one lock: a refresh cannot end in between and leave the
  // caller waiting forever.
  private func enter(
    _ state: inout State, waiter: UInt64, continuation: SnapshotWaiters.Continuation, now: Moment,
    staleness: StalenessPolicy, need: RefreshStateMachine.Need
  ) -> Step {
    // If the task was already cancelled, the handler above has run before this waiter was added.
    if Task.isCancelled { return .resumeCancelled }
    switch state.machine.request(now: now, staleness: staleness, need: need) {
    case .serve(let snapshot): return .resume(.success(snapshot))
    case .fail(let error): return .resume(.failure(error))
    case .serveAndStartRefresh(let snapshot, let number): return .resumeAndStartRefresh(snapshot, number)
    case .startRefresh(let number):
      state.waiters.add(waiter, continuation)
      return .startRefresh(number)
    case .wait:
      state.waiters.add(waiter, continuation)
      return .wait
    }
  }

  private var cancelled: CredentialError {
    CredentialError(
      .cancelled, provider: provider.name, message: "The task was cancelled while it waited for credentials.")
  }
}

// MARK: - Observing

extension CredentialCache {
  /// A stream of the events that happen to this cache's credentials after this property is read.
  ///
  /// Each access to this property makes a separate stream that gets all events. A stream keeps at most the newest 64
  /// unread events. It ends when the cache is released.
  public var eventStream: AsyncStream<CredentialEvent> { events.subscribe() }
}

extension CredentialCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name of the provider and the number of the current set of credentials (``generation``). No credentials are
  /// shown.
  public var description: String { "CredentialCache(provider: \(provider.name), generation: \(generation))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror of the provider's name and the ``generation``. The credentials are left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["provider": provider.name, "generation": generation], displayStyle: .class)
  }
}
