import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All instances of a policy, and one run through the scenario.
///
/// The state machines are the ones ``CredentialCache`` uses. Between two ticks at which a machine would start a refresh
/// nothing happens that the service could see, so the simulation jumps from one to the next.
struct Fleet {
  private struct Instance {
    var machine: RefreshStateMachine
    let start: Double
    /// When the newest credentials expire; `nil` before the first.
    var validUntil: Double?
    var hasLapsed = false
  }

  private let scenario: Scenario
  private let staleness: StalenessPolicy
  private var instances: [Instance] = []
  private var queue = EventQueue()
  private var service: LimitedService
  private var random: SeededGenerator
  private var figures: FleetFigures
  /// Requests counted in bulk, as the differences from one second to the next.
  private var bulk: [Int]
  private var keys = 0

  private static let failure = CredentialError(.failed, provider: "simulation", message: "not now")

  init(scenario: Scenario, policy: FleetPolicy) {
    self.scenario = scenario
    staleness = policy.staleness
    service = LimitedService(scenario)
    random = SeededGenerator(seed: scenario.seed)
    let seconds = Int(scenario.duration)
    figures = FleetFigures(policy: policy, requests: Array(repeating: 0, count: seconds))
    bulk = Array(repeating: 0, count: seconds + 1)
    for index in 0..<scenario.instances {
      let start = random.next() * scenario.deployment
      instances.append(Instance(machine: RefreshStateMachine(policy: policy.policy), start: start))
      queue.insert(Event(time: start, instance: index))
    }
  }

  /// Runs until the end of the scenario.
  mutating func run() -> FleetFigures {
    while let event = queue.popFirst(), event.time < scenario.duration {
      let next = Event(time: ask(event), instance: event.instance)
      if next.time == event.time + scenario.tick { queue.append(next) } else { queue.insert(next) }
    }
    for index in instances.indices { noteLapse(of: index, until: scenario.duration) }
    var pending = 0
    for second in figures.requests.indices {
      pending += bulk[second]
      figures.requests[second] += pending
    }
    return figures
  }
}

// MARK: - One tick of an instance

extension Fleet {
  /// An instance's application asks for credentials.
  ///
  /// - Returns: The tick at which the instance may next have something to do.
  private mutating func ask(_ event: Event) -> Double {
    let index = event.instance
    switch instances[index].machine.request(now: Self.moment(event.time), staleness: staleness) {
    case .serve, .fail, .wait:
      return nextTick(after: event.time, of: index)
    case .startRefresh(let number), .serveAndStartRefresh(_, let number):
      return refresh(number, at: event.time, of: index)
    }
  }

  private mutating func refresh(_ number: UInt64, at time: Double, of index: Int) -> Double {
    figures.requests[Int(time)] += 1
    let verdict = service.verdict(at: time)
    let result: Result<Credentials, CredentialError>
    let ended = time + scenario.latency
    switch verdict {
    case .granted:
      result = .success(newCredentials(at: ended))
      noteSuccess(at: ended, of: index)
    case .throttled:
      figures.throttled += 1
      result = .failure(Self.failure)
    case .unavailable:
      figures.unavailable += 1
      result = .failure(Self.failure)
    }
    let outcome = instances[index].machine.refreshEnded(
      number, result, now: Self.moment(ended), staleness: staleness, random: random.next())
    if verdict == .unavailable, let outcome, case .failure = outcome.result,
      case .refreshFailed(_, retryAfter: nil)? = outcome.events.last
    {
      return skipOutage(from: time)
    }
    return nextTick(after: time, of: index)
  }

  /// A machine that has nothing to serve and no back-off asks at each tick. During the outage the outcomes are known, so
  /// these requests are counted without being played.
  private mutating func skipOutage(from time: Double) -> Double {
    let count = max(0, Int(((scenario.outage.upperBound - time) / scenario.tick).rounded(.up)) - 1)
    bulk[Int(time) + 1] += 1
    bulk[Int(time) + 1 + count] -= 1
    figures.unavailable += count
    return time + Double(count + 1) * scenario.tick
  }

  private func nextTick(after time: Double, of index: Int) -> Double {
    let remaining = instances[index].machine.refreshDue(staleness: staleness)?.remaining(at: Self.moment(time)).seconds
    guard let remaining, remaining > 0 else { return time + scenario.tick }
    return time + max(1, (remaining / scenario.tick).rounded(.up)) * scenario.tick
  }

  private mutating func newCredentials(at time: Double) -> Credentials {
    keys += 1
    return Credentials(
      accessKeyId: "K\(keys)", secretAccessKey: "-", expiration: Self.date(time + scenario.lifetime),
      provider: "simulation")
  }

  private static func date(_ time: Double) -> Date { Date(timeIntervalSinceReferenceDate: time) }
  private static func moment(_ time: Double) -> Moment { Moment(wall: date(time), monotonic: .seconds(time)) }
}

// MARK: - Accounts

extension Fleet {
  private mutating func noteSuccess(at time: Double, of index: Int) {
    if instances[index].validUntil == nil {
      figures.longestStart = max(figures.longestStart, time - instances[index].start)
    } else {
      figures.rotations += 1
    }
    noteLapse(of: index, until: time)
    instances[index].validUntil = time + scenario.lifetime
  }

  private mutating func noteLapse(of index: Int, until time: Double) {
    guard let ended = instances[index].validUntil, time > ended else { return }
    // The tick after the expiration and the response's way are no lapse worth the name.
    guard time - ended > scenario.tick + 2 * scenario.latency else { return }
    if !instances[index].hasLapsed { figures.lapsed += 1 }
    instances[index].hasLapsed = true
    figures.lapsedSeconds += time - ended
    figures.longestLapse = max(figures.longestLapse, time - ended)
    if time > scenario.outage.upperBound, ended < scenario.outage.upperBound {
      figures.recovery = max(figures.recovery ?? 0, time - scenario.outage.upperBound)
    }
  }
}
