import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A factory of pretend clients over a scripted provider with a clock that stands still.
struct FactoryBench {
  /// A client that knows which key it was built from.
  final class Client: Sendable {
    let key: String
    init(key: String) { self.key = key }
  }

  /// What a build that fails throws.
  struct Refusal: Error {
    /// Which build it was, from 1.
    let attempt: Int
  }

  /// Unlike any time that a cache sleeps for, so that a test can wait for it.
  static let buildTimeout = Duration.seconds(29)

  let clock = ManualClock()
  let provider = ScriptedCredentialProvider(staleness: .mayServeStale)
  let credentials: CredentialCache
  let factory: ServiceClientFactory<Client>
  /// Where builds can be held up.
  let builds = BuildGate()
  /// How many builds shall fail from now on.
  let failures = Number()
  /// How many builds have been begun.
  let attempts = Number()

  init() {
    credentials = CredentialCache(provider: provider, clock: clock, random: { 0.5 })
    factory = ServiceClientFactory(credentials: credentials, buildTimeout: Self.buildTimeout) {
      [builds, failures, attempts] snapshot in
      let attempt = attempts.add(1)
      await builds.pass()
      if failures.takeOne() { throw Refusal(attempt: attempt) }
      return Client(key: snapshot.credentials.accessKeyId)
    }
  }

  /// Lets the provider answer with a key that lives for an hour from now.
  func enqueue(_ number: Int) {
    let key = Credentials(
      accessKeyId: "AKID-\(number)", secretAccessKey: "hush", sessionToken: "quiet-\(number)",
      expiration: clock.now().addingTimeInterval(3600))
    provider.enqueue(.success(key))
  }

  /// Lets time pass until a refresh is due, and the timer notice it.
  func advance(seconds: Int) async throws {
    clock.advance(by: .seconds(seconds))
    try await eventually("a refresh that is due") { !factory.isCurrent }
  }
}

extension FactoryBench {
  /// Waits until a build has failed and the factory knows.
  func waitForFailure(_ attempt: Int) async throws {
    try await eventually("the failure of build \(attempt)") {
      (factory.lastBuildFailure as? Refusal)?.attempt == attempt
    }
  }

  /// Lets the time limit of the build that runs pass, until the factory has given it up.
  func limitPasses() async throws {
    try await clock.waitForSleep(of: Self.buildTimeout)
    clock.advance(by: Self.buildTimeout)
    try await eventually("a build that is given up") { factory.lastBuildFailure is ClientBuildError }
  }
}

/// A number behind a lock.
final class Number: Sendable {
  private let number = Locked(0)

  var value: Int { number.withLock { $0 } }

  func set(_ value: Int) { number.withLock { $0 = value } }

  @discardableResult
  func add(_ value: Int) -> Int {
    number.withLock { number in
      number += value
      return number
    }
  }

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
      let passes = state.withLock { state in
        state.arrivals += 1
        if !state.isOpen { state.held.append(continuation) }
        return state.isOpen
      }
      if passes { continuation.resume() }
    }
  }

  func waitForArrivals(_ count: Int) async throws {
    try await eventually("\(count) builds begun") { state.withLock { $0.arrivals } >= count }
  }
}
