import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What callers see while a new client cannot be built.
@Suite("A client that cannot be rebuilt")
struct RebuildTests {
  /// A factory whose client is built from key 1, for which a key 2 has taken its place, 13 minutes before key 1 expires.
  private static func rotated() async throws -> (FactoryBench, FactoryBench.Client) {
    let bench = FactoryBench()
    bench.enqueue(1)
    let first = try await bench.factory.client()
    try await bench.advance(seconds: 2800)
    bench.enqueue(2)
    return (bench, first)
  }

  @Test("A make that fails costs callers nothing while their client works, and runs ever more rarely")
  func failing() async throws {
    let (bench, first) = try await Self.rotated()
    bench.failures.set(10_000)
    for _ in 0..<1000 { #expect(try await bench.factory.client() === first) }
    var attempt = 2
    try await bench.waitForFailure(attempt)
    for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
      bench.clock.advance(by: .seconds(pause) - .milliseconds(1))
      for _ in 0..<10 { #expect(try await bench.factory.client() === first) }
      #expect(bench.attempts.value == attempt)
      bench.clock.advance(by: .milliseconds(1))
      #expect(try await bench.factory.client() === first)
      attempt += 1
      try await bench.waitForFailure(attempt)
    }
  }

  @Test("A loop over a lease starts no build per turn")
  func leases() async throws {
    let (bench, first) = try await Self.rotated()
    bench.failures.set(10_000)
    var lease = try await bench.factory.lease()
    for _ in 0..<1000 where !lease.isCurrent { lease = try await bench.factory.lease() }
    #expect(lease.client === first)
    #expect(bench.attempts.value == 2)
  }

  @Test("A make that hangs leaves callers the client they have, and is given up in time")
  func hanging() async throws {
    let (bench, first) = try await Self.rotated()
    bench.builds.close()
    for _ in 0..<100 { #expect(try await bench.factory.client() === first) }
    try await bench.builds.waitForArrivals(2)
    #expect(bench.attempts.value == 2)
    try await bench.limitPasses()
    #expect(try await bench.factory.client() === first)
    #expect(bench.attempts.value == 2)
    // After the pause the next one hangs as well, and nobody notices.
    bench.clock.advance(by: .seconds(1))
    #expect(try await bench.factory.client() === first)
    try await bench.builds.waitForArrivals(3)
    bench.builds.open()
    try await eventually("the new client") { bench.factory.currentClient !== first }
    #expect(try await bench.factory.client().key == "AKID-2")
  }

  @Test("A make that hangs when there is no client ends in an error that says so, and the next caller tries anew")
  func hangingFirst() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    bench.builds.close()
    let caller = TestTask { try await bench.factory.client() }
    try await bench.builds.waitForArrivals(1)
    try await bench.limitPasses()
    let error = await #expect(throws: ClientBuildError.self) { try await caller.value }
    #expect(error?.timeout == FactoryBench.buildTimeout)
    #expect(bench.attempts.value == 1)
    bench.builds.open()
    #expect(try await bench.factory.client().key == "AKID-1")
  }

  @Test("Whose credentials were refused waits for the new client, and gets the error if there is none")
  func refused() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    _ = try await bench.factory.client()
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    bench.enqueue(2)
    bench.failures.set(2)
    await #expect(throws: FactoryBench.Refusal.self) { try await bench.factory.client() }
    await #expect(throws: FactoryBench.Refusal.self) { try await bench.factory.client() }
    #expect(try await bench.factory.client().key == "AKID-2")
  }

  @Test("A client that was refused two keys ago is not handed out either")
  func refusedLongAgo() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    _ = try await bench.factory.client()
    bench.failures.set(10_000)
    for key in 1...3 {
      bench.credentials.invalidate(rejectedAccessKeyId: "AKID-\(key)")
      bench.enqueue(key + 1)
      await #expect(throws: FactoryBench.Refusal.self) { try await bench.factory.client() }
    }
  }

  @Test("A build that was given up and succeeds all the same is used, unless a newer one is there")
  func late() async throws {
    let (bench, first) = try await Self.rotated()
    bench.builds.close()
    #expect(try await bench.factory.client() === first)
    try await bench.limitPasses()
    #expect(bench.factory.lastBuildFailure is ClientBuildError)
    bench.builds.open()
    try await eventually("the new client") { bench.factory.currentClient !== first }
    #expect(try await bench.factory.client().key == "AKID-2")
    #expect(bench.factory.lastBuildFailure == nil)
    #expect(bench.attempts.value == 2 && bench.factory.buildCount == 2)
  }

  @Test("A make that asks its own factory gets the client in use")
  func reentrant() async throws {
    let clock = ManualClock()
    let credentials = CredentialCache(
      provider: ScriptedCredentialProvider { call in
        Credentials(
          accessKeyId: "AKID-\(call)", secretAccessKey: "hush", expiration: clock.now().addingTimeInterval(3600))
      }, clock: clock, random: { 0.5 })
    let box = Locked<ServiceClientFactory<String>?>(nil)
    let factory = ServiceClientFactory(credentials: credentials) { snapshot in
      if snapshot.generation > 1, let own = box.withLock({ $0 }) { return try await own.client() + ", then 2" }
      return "1"
    }
    box.withLock { $0 = factory }
    #expect(try await factory.client() == "1")
    clock.advance(by: .seconds(2800))
    try await eventually("a refresh that is due") { !factory.isCurrent }
    try await eventually("the new client") { try await factory.client() != "1" }
    #expect(try await factory.client() == "1, then 2")
    box.withLock { $0 = nil }
  }

  @Test("The pause is one of time that passes, whatever happens to the wall clock")
  func clockSetBack() async throws {
    let (bench, first) = try await Self.rotated()
    bench.failures.set(1)
    #expect(try await bench.factory.client() === first)
    #expect(bench.attempts.value == 2)
    bench.clock.jump(by: .seconds(-600))
    bench.clock.advance(by: .seconds(2))
    #expect(try await bench.factory.client().key == "AKID-2")
  }
}
