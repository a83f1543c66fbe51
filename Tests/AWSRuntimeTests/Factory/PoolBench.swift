import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A pretend database pool that notes how it is used, and what must not happen to it.
final class Pool: Sendable {
  struct Life {
    var uses = 0
    var runs = 0
    var runEnds = 0
    var retirements = 0
    /// Uses of a retired pool, and retirements of a pool in use or retired before.
    var faults = 0
  }

  let key: String
  private let state = Locked(Life())

  init(key: String) { self.key = key }

  var life: Life { state.withLock { $0 } }

  func beginUse() {
    state.withLock { life in
      life.uses += 1
      if life.retirements > 0 { life.faults += 1 }
    }
  }

  func endUse() {
    state.withLock { life in
      life.uses -= 1
      if life.retirements > 0 { life.faults += 1 }
    }
  }

  func retire() {
    state.withLock { life in
      life.retirements += 1
      if life.uses > 0 || life.retirements > 1 { life.faults += 1 }
    }
  }

  func beginRun() { state.withLock { $0.runs += 1 } }

  func endRun() { state.withLock { $0.runEnds += 1 } }
}

/// Factories of pretend pools over a provider that has new credentials for each call, with a clock that stands still.
struct PoolBench {
  /// What a closure of a factory throws.
  struct Failure: Error {}

  /// Unlike each other, and any time that a cache sleeps for, so that a test can wait for them.
  static let graceTime = Duration.seconds(61)
  static let retireTimeout = Duration.seconds(31)
  static let buildTimeout = Duration.seconds(29)

  /// The pools that were made.
  final class Pools: Sendable {
    private let state = Locked<[Pool]>([])

    var all: [Pool] { state.withLock { $0 } }

    func add(_ pool: Pool) { state.withLock { $0.append(pool) } }
  }

  let clock = ManualClock()
  let provider: ScriptedCredentialProvider
  let credentials: CredentialCache
  let pools = Pools()
  /// Where builds can be held up.
  let builds = BuildGate()
  /// Where retirements can be held up, before the pool notes its own.
  let retirements = BuildGate()
  /// How many builds shall fail from now on.
  let failures = Number()

  init() {
    let clock = clock
    provider = ScriptedCredentialProvider(staleness: .mayServeStale) { call in
      Credentials(
        accessKeyId: "AKID-\(call)", secretAccessKey: "hush", sessionToken: "quiet-\(call)",
        expiration: clock.now().addingTimeInterval(3600))
    }
    credentials = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
  }

  func makeFactory(
    graceTime: Duration = Self.graceTime, log: RecordedLog = RecordedLog(),
    run: (@Sendable (Pool) async throws -> Void)? = nil
  ) -> ServiceClientFactory<Pool> {
    ServiceClientFactory(
      credentials: credentials, buildTimeout: Self.buildTimeout, graceTime: graceTime,
      retireTimeout: Self.retireTimeout, logger: log.logger,
      make: { [builds, failures, pools] snapshot in
        await builds.pass()
        if failures.takeOne() { throw Failure() }
        let pool = Pool(key: snapshot.credentials.accessKeyId)
        pools.add(pool)
        return pool
      },
      run: run,
      retire: { [retirements] pool in
        await retirements.pass()
        pool.retire()
      })
  }

  /// How many pools have been retired.
  var retired: Int { pools.all.count { $0.life.retirements > 0 } }

  /// What has happened to any pool that must not happen.
  var faults: Int { pools.all.reduce(0) { $0 + $1.life.faults } }

  /// Lets the credentials rotate, and returns the pool for the new ones.
  @discardableResult
  func rotate(_ factory: ServiceClientFactory<Pool>) async throws -> Pool {
    credentials.invalidate(rejectedAccessKeyId: try await credentials.snapshot().credentials.accessKeyId)
    return try await factory.client()
  }

  /// Lets the grace time of the client that was replaced last pass.
  func graceTimePasses() async throws {
    try await clock.waitForSleep(of: Self.graceTime)
    clock.advance(by: Self.graceTime)
  }

  func waitForRetired(_ count: Int) async throws {
    try await eventually("\(count) retired pools") { retired >= count }
  }
}
