import AWSCredentials
import AWSRuntime
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A factory of pretend clients over a scripted source with a clock that stands still.
struct FactoryBench {
  /// A client that knows which key it was built from.
  final class Client: Sendable {
    let key: String
    init(key: String) { self.key = key }
  }

  /// What a build that fails throws.
  struct Refusal: Error {}

  let clock = ManualClock()
  let source = ScriptedSource(staleness: .mayServeStale)
  let credentials: CredentialCache
  let factory: ServiceClientFactory<Client>
  /// Where builds can be held up.
  let builds = BuildGate()
  /// How many builds shall fail from now on.
  let failures = Number()
  /// How many builds have been begun.
  let attempts = Number()

  init() {
    credentials = CredentialCache(source: source, clock: clock, random: { 0.5 })
    factory = ServiceClientFactory(credentials: credentials) { [builds, failures, attempts] snapshot in
      attempts.add(1)
      await builds.pass()
      if failures.takeOne() { throw Refusal() }
      return Client(key: snapshot.credentials.accessKeyId)
    }
  }

  /// Lets the source answer with a key that lives for an hour from now.
  func enqueue(_ number: Int) {
    let key = Credentials(
      accessKeyId: "AKID-\(number)", secretAccessKey: "hush", sessionToken: "quiet-\(number)",
      expiration: clock.now().addingTimeInterval(3600))
    source.enqueue(.success(key))
  }

  /// Lets time pass until a refresh is due, and the timer notice it.
  func advance(seconds: Int) async {
    clock.advance(by: .seconds(seconds))
    while factory.isCurrent { await Task.yield() }
  }
}

/// A number behind a lock.
final class Number: Sendable {
  private let number = Locked(0)

  var value: Int { number.withLock { $0 } }

  func set(_ value: Int) { number.withLock { $0 = value } }

  func add(_ value: Int) { number.withLock { $0 += value } }

  func takeOne() -> Bool {
    number.withLock { number in
      guard number > 0 else { return false }
      number -= 1
      return true
    }
  }
}

/// A gate that can be shut, and that knows how many have come to it.
final class BuildGate: Sendable {
  private struct State {
    var isOpen = true
    var arrivals = 0
    var held: [CheckedContinuation<Void, Never>] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }
  private let state = Locked(State())

  func close() { state.withLock { $0.isOpen = false } }

  func open() {
    let held = state.withLock { state in
      state.isOpen = true
      defer { state.held.removeAll() }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let (passes, watchers) = state.withLock { state in
        state.arrivals += 1
        if !state.isOpen { state.held.append(continuation) }
        let ready = state.watchers.filter { $0.count <= state.arrivals }
        state.watchers.removeAll { $0.count <= state.arrivals }
        return (state.isOpen, ready.map(\.continuation))
      }
      for watcher in watchers { watcher.resume() }
      if passes { continuation.resume() }
    }
  }

  func waitForArrivals(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let hasArrived = state.withLock { state in
        guard state.arrivals < count else { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if hasArrived { continuation.resume() }
    }
  }
}
