import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The wall clock is set, or the machine is suspended, while something is waited for: at every state of the machine, what is
/// an interval lasts as long as it lasts, and nobody is stuck.
struct ClockChangeTests {
  enum Change: CaseIterable, CustomTestStringConvertible {
    case none, hourBack, dayBack, hourForward, dayForward, hourSuspended, daySuspended

    var testDescription: String { "\(self)" }

    /// By how much the wall clock is set, in seconds.
    var jump: Double {
      switch self {
      case .hourBack: -3600
      case .dayBack: -86_400
      case .hourForward: 3600
      case .dayForward: 86_400
      case .none, .hourSuspended, .daySuspended: 0
      }
    }

    /// For how long the machine is suspended, in seconds.
    var suspension: Double {
      switch self {
      case .hourSuspended: 3600
      case .daySuspended: 86_400
      default: 0
      }
    }
  }

  /// A state in which the provider is left alone for a while.
  enum Pause: CaseIterable, CustomTestStringConvertible {
    case firstFailure, permanentFailure, permanentFailureWithCredentials, backoff, strictBackoff, rejectedAgain
    case rejectedInBackoff, expiredOnArrival, earlyRefresh, fresh

    var testDescription: String { "\(self)" }
  }

  @Test(arguments: Pause.allCases, Change.allCases)
  func aPauseLastsAsLongAsItLasts(_ pause: Pause, _ change: Change) throws {
    var bench = MachineBench(pause)
    let seconds = try bench.enter(pause)
    #expect(!bench.asksTheProvider(pause), "at its beginning")
    bench.pass(seconds / 3)
    #expect(!bench.asksTheProvider(pause), "after a third")
    bench.set(by: change.jump)
    bench.pass(change.suspension)
    // Strict credentials that have expired by the wall clock are not served, so the provider has to be asked. And a clock that
    // was set forward, if it is right now, was wrong when the refresh was planned.
    let endsAtOnce =
      change.suspension > 0 || (change.jump > 0 && [.strictBackoff, .fresh].contains(pause))
    #expect(bench.asksTheProvider(pause) == endsAtOnce, "after the change")
    guard !endsAtOnce else { return }
    bench.pass(seconds * 2 / 3 - 0.01)
    #expect(!bench.asksTheProvider(pause), "shortly before its end")
    bench.pass(0.02)
    #expect(bench.asksTheProvider(pause), "at its end")
  }

  /// The clock is set while a fetch is under way. Whatever comes of it, the next fetch that is due takes place.
  @Test(arguments: Change.allCases)
  func aFetchThatIsUnderWayDoesNotGetStuck(_ change: Change) throws {
    var bench = MachineBench(.fresh)
    _ = try bench.enter(.fresh)
    bench.pass(3000)
    let first = bench.start()
    let number = try #require(first)
    bench.set(by: change.jump)
    bench.pass(change.suspension)
    bench.end(number, .failure(.passing))
    #expect(!bench.asksTheProvider(.backoff))
    bench.pass(451)
    let second = bench.start()
    let next = try #require(second)
    bench.end(next, .success(bench.key(2, lifetime: 3600)))
    #expect(bench.machine.current?.generation == 2)
    #expect(!bench.asksTheProvider(.fresh))
    bench.pass(3600 - 900)
    #expect(bench.asksTheProvider(.fresh))
  }

  /// What the word of the cache is flipped by agrees with what a caller finds.
  @Test(arguments: Pause.allCases, Change.allCases)
  func theTimerAgreesWithTheCallers(_ pause: Pause, _ change: Change) throws {
    var bench = MachineBench(pause)
    let seconds = try bench.enter(pause)
    let isByTimer = ![.earlyRefresh, .permanentFailureWithCredentials].contains(pause)
    guard bench.machine.current != nil, isByTimer else { return }
    bench.pass(seconds / 3)
    bench.set(by: change.jump)
    bench.pass(change.suspension)
    for _ in 0..<100 {
      let due = try #require(bench.machine.refreshDue(staleness: bench.staleness))
      let remaining = due.remaining(at: bench.now).seconds
      #expect((remaining <= 0) == bench.asksTheProvider(pause))
      guard remaining > 0 else { return }
      #expect(remaining <= seconds)
      bench.pass(max(remaining, 0.001))
    }
    Issue.record("no refresh ever becomes due")
  }
}

/// A machine, its clocks and a provider that may be served stale unless the state needs a strict one.
private struct MachineBench {
  var machine: RefreshStateMachine
  let staleness: StalenessPolicy
  private var elapsed = 0.0
  private var jumped = 0.0

  init(_ pause: ClockChangeTests.Pause) {
    var policy = RefreshPolicy()
    if pause == .firstFailure { policy.firstFailureMemory = .seconds(5) ... .seconds(15) }
    machine = RefreshStateMachine(policy: policy)
    staleness = pause == .strictBackoff ? .strict : .mayServeStale
  }

  var now: Moment {
    Moment(wall: Date(timeIntervalSince1970: 1_767_225_600 + elapsed + jumped), monotonic: .seconds(elapsed))
  }

  mutating func pass(_ seconds: Double) { elapsed += seconds }
  mutating func set(by seconds: Double) { jumped += seconds }

  func key(_ number: Int, lifetime: Double) -> Credentials {
    .numbered(number, expiration: now.wall.addingTimeInterval(lifetime))
  }

  mutating func start() -> UInt64? {
    guard case .startRefresh(let number) = machine.request(now: now, staleness: staleness) else { return nil }
    return number
  }

  mutating func end(_ number: UInt64, _ result: Result<Credentials, CredentialError>) {
    _ = machine.refreshEnded(number, result, now: now, staleness: staleness, random: 0.5)
  }

  private mutating func fetch(_ result: Result<Credentials, CredentialError>) throws {
    let number = start()
    end(try #require(number), result)
  }

  /// Whether a caller who asks now makes the provider be asked.
  func asksTheProvider(_ pause: ClockChangeTests.Pause) -> Bool {
    var copy = machine
    var need = RefreshStateMachine.Need()
    if pause == .earlyRefresh { need.end = .distantFuture }
    if case .startRefresh = copy.request(now: now, staleness: staleness, need: need) { return true }
    return false
  }

  /// Brings the machine into a state.
  ///
  /// - Returns: For how many seconds the provider is left alone from then on.
  mutating func enter(_ pause: ClockChangeTests.Pause) throws -> Double {
    switch pause {
    case .firstFailure:
      try fetch(.failure(.passing))
      return 10
    case .permanentFailure:
      try fetch(.failure(.permanent))
      return 3
    case .permanentFailureWithCredentials:
      try fetch(.success(key(1, lifetime: 3600)))
      pass(3000)
      try fetch(.failure(.permanent))
      return 3
    case .backoff, .rejectedInBackoff, .strictBackoff:
      try fetch(.success(key(1, lifetime: 3600)))
      pass(2700)
      try fetch(.failure(.passing))
      if pause == .rejectedInBackoff { _ = machine.invalidate(accessKeyId: "AKID-1") }
      return 450
    case .rejectedAgain:
      let key = key(1, lifetime: 200_000)
      try fetch(.success(key))
      _ = machine.invalidate(accessKeyId: "AKID-1")
      try fetch(.success(key))
      _ = machine.invalidate(accessKeyId: "AKID-1")
      return 3
    case .expiredOnArrival:
      try fetch(.success(key(1, lifetime: -3600)))
      return 450
    case .earlyRefresh:
      let key = key(1, lifetime: 200_000)
      try fetch(.success(key))
      guard
        case .startRefresh(let number) = machine.request(
          now: now, staleness: staleness, need: .init(end: .distantFuture))
      else { throw CredentialError.permanent }
      end(number, .success(key))
      return 60
    case .fresh:
      try fetch(.success(key(1, lifetime: 3600)))
      return 2700
    }
  }
}
