import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import Testing

/// When a client that was replaced is retired.
@Suite("Retiring what a rotation replaces")
struct RetirementTests {
  @Test("A client that is held without a lease is retired after the grace time, and not before")
  func graceTime() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let first = try await factory.client()
    let second = try await bench.rotate(factory)
    try await bench.clock.waitForSleep(of: PoolBench.graceTime)
    bench.clock.advance(by: PoolBench.graceTime - .milliseconds(1))
    // Whatever would have been begun by now has been begun before a caller's turn has come and gone.
    for _ in 0..<100 { _ = try await factory.client() }
    #expect(first.life.retirements == 0)
    bench.clock.advance(by: .milliseconds(1))
    try await bench.waitForRetired(1)
    #expect(first.life.retirements == 1 && second.life.retirements == 0)
    try await eventually("the count") { factory.retiredCount == 1 }
    #expect(factory.buildCount == 2)
  }

  @Test("A client is not retired while a lease or a copy of it exists")
  func leases() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    var lease: ClientLease<Pool>? = try await factory.lease()
    var copy = lease
    try await bench.rotate(factory)
    try await bench.graceTimePasses()
    // The next one's grace time ends after that of the first, which is still there.
    try await bench.rotate(factory)
    try await bench.graceTimePasses()
    try await bench.waitForRetired(1)
    #expect(bench.pools.all[0].life.retirements == 0)
    #expect(lease?.client.key == "AKID-1")
    lease = nil
    #expect(bench.pools.all[0].life.retirements == 0)
    #expect(copy?.isCurrent == false)
    copy = nil
    try await bench.waitForRetired(2)
    #expect(bench.faults == 0)
  }

  @Test("A lease that ends before the grace time does not shorten it")
  func leaseAndGraceTime() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    var lease: ClientLease<Pool>? = try await factory.lease()
    let unleased = try await factory.client()
    try await bench.rotate(factory)
    #expect(lease?.isCurrent == false)
    lease = nil
    try await bench.clock.waitForSleep(of: PoolBench.graceTime)
    #expect(unleased.life.retirements == 0)
    bench.clock.advance(by: PoolBench.graceTime)
    try await bench.waitForRetired(1)
  }

  @Test("What is used in withClient is not retired before its end, and errors pass through")
  func scope() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory(graceTime: .zero)
    let key = try await factory.withClient { pool in
      pool.beginUse()
      try await bench.rotate(factory)
      try await bench.rotate(factory)
      try await bench.waitForRetired(1)
      pool.endUse()
      return pool.key
    }
    #expect(key == "AKID-1")
    try await bench.waitForRetired(2)
    #expect(bench.faults == 0)
    await #expect(throws: PoolBench.Failure.self) { try await factory.withClient { _ in throw PoolBench.Failure() } }
  }

  @Test("A make that fails neither replaces nor retires the client")
  func failingMake() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory(graceTime: .zero)
    let first = try await factory.client()
    bench.failures.set(3)
    for _ in 1...3 {
      await #expect(throws: PoolBench.Failure.self) { try await bench.rotate(factory) }
      #expect(factory.currentClient === first)
    }
    #expect(first.life.retirements == 0)
    #expect(try await factory.client() !== first)
    try await bench.waitForRetired(1)
    #expect(first.life.retirements == 1)
  }

  @Test("A retire that hangs delays nobody, and is given up in time")
  func hangingRetire() async throws {
    let bench = PoolBench()
    let log = RecordedLog()
    let factory = bench.makeFactory(graceTime: .zero, log: log)
    _ = try await factory.client()
    bench.retirements.close()
    try await bench.rotate(factory)
    try await bench.retirements.waitForArrivals(1)
    #expect(try await bench.rotate(factory).key == "AKID-3")
    try await bench.retirements.waitForArrivals(2)
    #expect(factory.retiredCount == 0)
    try await bench.clock.waitForSleep(of: PoolBench.retireTimeout)
    bench.clock.advance(by: PoolBench.retireTimeout)
    try await eventually("the end of the wait") { factory.retiredCount >= 1 }
    bench.retirements.open()
    try await bench.waitForRetired(2)
    #expect(bench.pools.all.map(\.life.retirements) == [1, 1, 0])
  }

  @Test("A retire that throws is logged without its error, and the next is retired all the same")
  func failingRetire() async throws {
    struct Secret: Error, CustomStringConvertible { let description = "hush" }
    let bench = PoolBench()
    let log = RecordedLog()
    let factory = ServiceClientFactory(credentials: bench.credentials, graceTime: .zero, logger: log.logger) { _ in
      Pool(key: "")
    } retire: { _ in
      throw Secret()
    }
    _ = try await factory.client()
    for count in 1...2 {
      bench.credentials.invalidate(rejectedAccessKeyId: "AKID-\(count)")
      _ = try await factory.client()
      try await eventually("retirement \(count)") { factory.retiredCount == count }
    }
    #expect(log.entries.contains { $0.message.contains("could not be retired") })
    #expect(!log.lines.contains { $0.contains("hush") })
  }

  @Test("A client that came too late for anybody to get is retired")
  func lateClient() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    _ = try await factory.client()
    bench.builds.close()
    let waiting = TestTask { try await bench.rotate(factory) }
    try await bench.builds.waitForArrivals(2)
    try await bench.clock.waitForSleep(of: PoolBench.buildTimeout)
    bench.clock.advance(by: PoolBench.buildTimeout)
    await #expect(throws: ClientBuildError.self) { try await waiting.value }
    // Two builds for the same credentials go on at once: the one that was given up, and its successor.
    let next = TestTask { try await factory.client() }
    try await bench.builds.waitForArrivals(3)
    bench.builds.open()
    let used = try await next.value
    try await eventually("three pools") { bench.pools.all.count == 3 }
    try await bench.waitForRetired(1)
    #expect(used === factory.currentClient && used.life.retirements == 0)
    #expect(bench.faults == 0)
  }

  @Test("A rotation names what it replaces, before that is retired")
  func previous() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    var rotations = factory.rotations.makeAsyncIterator()
    let first = try await factory.client()
    let second = try await bench.rotate(factory)
    let (one, two) = (await rotations.next(), await rotations.next())
    #expect(one?.client === first && one?.previous == nil)
    #expect(two?.client === second && two?.previous === first)
    #expect(first.life.retirements == 0)
  }

  @Test("Without run and retire a replaced client is released as soon as nobody uses it")
  func nothingToDo() async throws {
    let bench = PoolBench()
    let factory = ServiceClientFactory(credentials: bench.credentials) { Pool(key: $0.credentials.accessKeyId) }
    weak let first = try await factory.client()
    #expect(first?.key == "AKID-1")
    try await bench.rotate(factory)
    try await eventually("the release of the first pool") { first == nil }
    #expect(factory.retiredCount == 0)
  }

  @Test("A factory that is released retires its client after the grace time")
  func releasedFactory() async throws {
    let bench = PoolBench()
    var factory: ServiceClientFactory<Pool>? = bench.makeFactory()
    weak let released = factory
    var lease = try await factory?.lease()
    factory = nil
    try await eventually("the release of the factory") { released == nil }
    try await bench.graceTimePasses()
    #expect(lease?.client.life.retirements == 0)
    lease = nil
    try await bench.waitForRetired(1)
    #expect(bench.faults == 0)
  }
}
