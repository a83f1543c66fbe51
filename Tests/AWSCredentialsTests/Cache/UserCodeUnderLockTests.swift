import AWSCore
import AWSCredentials
import AWSTesting
import Dispatch
import Logging
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The provider, the clock, the random numbers and the logger of a cache are the user's. They may ask the cache, from their
/// own thread or from another that they wait for: none of them runs while the cache's lock is held.
struct UserCodeUnderLockTests {
  /// Asks the cache from another thread, and notes if no answer comes.
  final class Prober: Sendable {
    private struct State {
      weak var cache: CredentialCache?
      var stuck: [String] = []
      var asked: Set<String> = []
    }
    private let state = Locked(State())

    var stuck: [String] { state.withLock { $0.stuck } }
    var asked: Set<String> { state.withLock { $0.asked } }

    func watch(_ cache: CredentialCache) { state.withLock { $0.cache = cache } }

    func ask(_ place: String) {
      guard let cache = state.withLock({ $0.cache }), !state.withLock({ $0.stuck.contains(place) }) else { return }
      state.withLock { _ = $0.asked.insert(place) }
      let answered = DispatchSemaphore(value: 0)
      // On a thread of its own: one of a pool might be the one that holds the lock.
      DispatchQueue(label: "probe").async {
        _ = cache.currentSnapshot
        answered.signal()
      }
      // Longer than any machine takes, however busy; nobody waits for so long unless the lock is held.
      if answered.wait(timeout: .now() + 30) == .timedOut { state.withLock { $0.stuck.append(place) } }
    }
  }

  private struct NosyCredentialProvider: CredentialProvider {
    let prober: Prober
    let base: ScriptedCredentialProvider
    var name: String {
      prober.ask("name")
      return base.name
    }
    var staleness: StalenessPolicy {
      prober.ask("staleness")
      return base.staleness
    }
    func credentials() async throws(CredentialError) -> Credentials { try await base.credentials() }
    func inspection() -> ProviderInspection { base.inspection() }
  }

  private struct NosyClock: WallClock {
    let prober: Prober
    let base: ManualClock
    func now() -> Date {
      prober.ask("now")
      return base.now()
    }
    func monotonicNow() -> Duration {
      prober.ask("monotonicNow")
      return base.monotonicNow()
    }
    func sleep(for duration: Duration) async throws {
      prober.ask("sleep")
      try await withTaskCancellationHandler {
        try await base.sleep(for: duration)
      } onCancel: {
        prober.ask("cancelled sleep")
      }
    }
  }

  private struct NosyLog: LogHandler {
    let prober: Prober
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    init(_ prober: Prober) { self.prober = prober }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { prober.ask("log") }
  }

  /// What a failure was caused by: an object that asks when it is released.
  private final class NosyCause: Error {
    let prober: Prober
    init(_ prober: Prober) { self.prober = prober }
    deinit { prober.ask("released cause") }
  }

  @Test func nothingOfTheUsersRunsUnderTheCachesLock() async throws {
    let prober = Prober()
    let clock = ManualClock()
    let base = ScriptedCredentialProvider(staleness: .mayServeStale)
    let cache = CredentialCache(
      provider: NosyCredentialProvider(prober: prober, base: base), clock: NosyClock(prober: prober, base: clock),
      random: {
        prober.ask("random")
        return 0.5
      }, logger: Logger(label: "test") { _ in NosyLog(prober) })
    prober.watch(cache)
    func key(_ number: Int) -> Credentials { .numbered(number, expiration: clock.now().addingTimeInterval(3600)) }

    // A failure that is remembered, and forgotten by a caller.
    base.enqueue(.failure(CredentialError(.rejected, provider: "s", message: "no", cause: NosyCause(prober))))
    await #expect(throws: CredentialError.self) { try await cache.snapshot(at: clock.now()) }
    clock.advance(by: .seconds(10))
    base.enqueue(.success(key(1)))
    _ = try await cache.snapshot(at: clock.now())
    // A failure that is remembered, and forgotten by a success.
    clock.advance(by: .seconds(3000))
    base.enqueue(.failure(CredentialError(.rejected, provider: "s", message: "no", cause: NosyCause(prober))))
    await #expect(throws: CredentialError.self) { try await cache.snapshot(at: clock.now()) }
    clock.advance(by: .seconds(10))
    base.enqueue(.success(key(2)))
    _ = try await cache.snapshot(at: clock.now())
    // A rejection; its refresh replaces the timer of the key before. A caller who is cancelled.
    try await clock.waitForSleepers(1)
    cache.invalidate(rejectedAccessKeyId: "AKID-2")
    base.enqueue(.success(key(3)))
    base.hold()
    let impatient = TestTask { try await cache.snapshot() }
    try await base.waitForCalls(5)
    impatient.cancel()
    await #expect(throws: CancellationError.self) { try await impatient.value }
    base.release()
    _ = try await cache.snapshot(validUntil: clock.now().addingTimeInterval(10_000))
    let cancelled = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await cache.snapshot(at: .distantFuture)
    }
    _ = await cancelled.result
    #expect(prober.stuck.isEmpty)
    let places: Set = [
      "name", "staleness", "now", "monotonicNow", "sleep", "cancelled sleep", "random", "log", "released cause",
    ]
    #expect(prober.asked.isSuperset(of: places), "not tried: \(places.subtracting(prober.asked))")
  }
}
