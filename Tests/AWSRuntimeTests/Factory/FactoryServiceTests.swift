import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import ServiceLifecycle
import Testing

/// A factory in a service group.
@Suite("A factory that is a service")
struct FactoryServiceTests {
  /// A factory that runs in a service group.
  private struct Running {
    let group: ServiceGroup
    let task: TestTask<Void>

    init(_ factory: ServiceClientFactory<Pool>) {
      let group = ServiceGroup(services: [factory], logger: RecordedLog().logger)
      self.group = group
      task = TestTask { try await group.run() }
    }

    func shutDown() async throws {
      await group.triggerGracefulShutdown()
      try await task.value
    }
  }

  @Test("100 rotations under 1,000 callers: 101 made, 100 retired once each, none in use, and one more at the end")
  func aThousandCallers() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let running = Running(factory)
    for round in 1...100 {
      let (brief, long) = (BuildGate(), BuildGate())
      brief.close()
      long.close()
      try await withThrowingTaskGroup { callers in
        for _ in 0..<400 { callers.addTask { try await Self.leasing(factory, long) } }
        for _ in 0..<300 { callers.addTask { try await Self.scoped(factory, long) } }
        try await withThrowingTaskGroup { callers in
          for _ in 0..<300 { callers.addTask { try await Self.asking(factory, brief) } }
          try await brief.waitForArrivals(300)
          try await long.waitForArrivals(700)
          try await bench.rotate(factory)
          brief.open()
          try await callers.waitForAll()
        }
        // Nobody but those who hold a lease uses the old pool any more.
        try await bench.graceTimePasses()
        #expect(bench.retired == round - 1)
        long.open()
        try await callers.waitForAll()
      }
      try await bench.waitForRetired(round)
    }
    let pools = bench.pools.all
    #expect(pools.count == 101 && factory.buildCount == 101)
    #expect(pools.map(\.life.retirements) == Array(repeating: 1, count: 100) + [0])
    try await running.shutDown()
    #expect(bench.retired == 101 && factory.retiredCount == 101 && bench.pools.all.count == 101)
    #expect(bench.faults == 0)
  }

  @Test("A loop that asks its lease before each round ends with a shutdown, and does not hold it up")
  func aLoopWithALease() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let running = Running(factory)
    let loop = TestTask {
      var lease = try await factory.lease()
      while true {
        if !lease.isCurrent { lease = try await factory.lease() }
        // The loop is what is tested, and waits for nothing: others have their turn between its rounds.
        try Task.checkCancellation()
        await Task.yield()
      }
    }
    try await eventually("a pool in use") { factory.currentClient != nil }
    // The clock stands still, so the time for which a shutdown waits for leases does not end.
    try await running.shutDown()
    let error = await #expect(throws: ClientBuildError.self) { try await loop.value }
    #expect(error?.code == .shutDown && bench.retired == 1 && bench.faults == 0)
  }

  private static func leasing(_ factory: ServiceClientFactory<Pool>, _ gate: BuildGate) async throws {
    let lease = try await factory.lease()
    lease.client.beginUse()
    await gate.pass()
    lease.client.endUse()
    withExtendedLifetime(lease) {}
  }

  private static func scoped(_ factory: ServiceClientFactory<Pool>, _ gate: BuildGate) async throws {
    try await factory.withClient { pool in
      pool.beginUse()
      await gate.pass()
      pool.endUse()
    }
  }

  private static func asking(_ factory: ServiceClientFactory<Pool>, _ gate: BuildGate) async throws {
    let pool = try await factory.client()
    pool.beginUse()
    await gate.pass()
    pool.endUse()
  }

  @Test("100 rotations while 1,000 callers never stop, without any grace time")
  func restlessCallers() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory(graceTime: .zero)
    let running = Running(factory)
    let rounds = Number()
    try await withThrowingTaskGroup { callers in
      for _ in 0..<1000 {
        callers.addTask {
          while rounds.value < 100 {
            try Task.checkCancellation()
            try await factory.withClient { pool in
              pool.beginUse()
              // Nothing is waited for: the pool is in use while other callers, and a rotation, have their turn.
              await Task.yield()
              pool.endUse()
            }
          }
        }
      }
      for _ in 1...100 {
        try await bench.rotate(factory)
        rounds.add(1)
      }
      try await callers.waitForAll()
    }
    try await bench.waitForRetired(100)
    try await running.shutDown()
    #expect(bench.pools.all.map(\.life.retirements) == Array(repeating: 1, count: 101))
    #expect(bench.faults == 0)
  }

  @Test("A shutdown waits for no grace time")
  func noGraceTime() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let running = Running(factory)
    _ = try await factory.client()
    try await bench.rotate(factory)
    try await bench.rotate(factory)
    try await running.shutDown()
    #expect(bench.pools.all.map(\.life.retirements) == [1, 1, 1])
  }

  @Test("A shutdown waits for leases, and no longer than the retire timeout")
  func leasesAtTheEnd() async throws {
    for isEnding in [true, false] {
      let bench = PoolBench()
      let factory = bench.makeFactory()
      let running = Running(factory)
      var lease: ClientLease<Pool>? = try await factory.lease()
      await running.group.triggerGracefulShutdown()
      try await bench.clock.waitForSleep(of: PoolBench.retireTimeout)
      #expect(lease?.client.life.retirements == 0)
      if isEnding { lease = nil } else { bench.clock.advance(by: PoolBench.retireTimeout) }
      try await running.task.value
      #expect(bench.pools.all.map(\.life.retirements) == [1])
      lease = nil
      #expect(factory.retiredCount == 1)
    }
  }

  @Test("A factory whose task is cancelled retires everything at once, leased or not")
  func cancelled() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let task = TestTask { try await factory.run() }
    let lease = try await factory.lease()
    try await bench.rotate(factory)
    task.cancel()
    try await eventually("two retirements") { factory.retiredCount == 2 }
    try await task.value
    #expect(lease.client.life.retirements == 1)
  }

  @Test("After a shutdown callers get an error that says so, those who wait too, and no client is left over")
  func afterShutdown() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let running = Running(factory)
    bench.builds.close()
    let waiting = TestTask { try await factory.client() }
    try await bench.builds.waitForArrivals(1)
    await running.group.triggerGracefulShutdown()
    let error = await #expect(throws: ClientBuildError.self) { try await waiting.value }
    #expect(error?.code == .shutDown)
    // The build that ran is waited for: what it returns is retired.
    bench.builds.open()
    try await running.task.value
    #expect(bench.pools.all.map(\.life.retirements) == [1])
    await #expect(throws: ClientBuildError.self) { try await factory.client() }
    await #expect(throws: ClientBuildError.self) { try await factory.lease() }
    #expect(!factory.isCurrent && factory.currentClient == nil)
    #expect("\(try #require(error))".contains("shut down"))
  }

  @Test("A caller that waits for credentials holds up no shutdown")
  func waitingForCredentials() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory()
    let running = Running(factory)
    _ = try await factory.client()
    bench.provider.hold()
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    let waiting = TestTask { try await factory.lease() }
    try await bench.provider.waitForCalls(2)
    try await running.shutDown()
    #expect(bench.pools.all.map(\.life.retirements) == [1])
    bench.provider.release()
    let error = await #expect(throws: ClientBuildError.self) { try await waiting.value }
    #expect(error?.code == .shutDown)
    #expect(bench.pools.all.count == 1)
  }

  @Test("A client runs from before its first use until after it was retired")
  func running() async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory { pool in
      pool.beginRun()
      try? await bench.clock.sleep(for: .seconds(1_000_000))
      // Retired first: a client may need to run for that.
      if pool.life.retirements == 1 { pool.endRun() }
    }
    let running = Running(factory)
    let first = try await factory.client()
    try await eventually("the first run") { first.life.runs == 1 }
    let second = try await bench.rotate(factory)
    try await eventually("the second run") { second.life.runs == 1 }
    #expect(first.life.runEnds == 0)
    try await bench.graceTimePasses()
    try await eventually("the end of the first run") { first.life.runEnds == 1 }
    #expect(second.life.runEnds == 0 && second.life.retirements == 0)
    try await running.shutDown()
    #expect(bench.pools.all.map(\.life.runEnds) == [1, 1])
    #expect(bench.pools.all.map(\.life.retirements) == [1, 1])
  }

  @Test("A run that fails ends the service with its error, when all clients are retired")
  func failingRun() async throws {
    for isEarly in [true, false] {
      let bench = PoolBench()
      let gate = BuildGate()
      if !isEarly { gate.close() }
      let factory = bench.makeFactory { pool in
        await gate.pass()
        throw PoolBench.Failure()
      }
      let lease = try await factory.lease()
      if isEarly { try await gate.waitForArrivals(1) }
      let task = TestTask { try await factory.run() }
      gate.open()
      await #expect(throws: PoolBench.Failure.self) { try await task.value }
      #expect(lease.client.life.retirements == 1)
    }
  }

  @Test("A client that needs no retire is run, and its run is cancelled")
  func runOnly() async throws {
    let bench = PoolBench()
    let factory = ServiceClientFactory(credentials: bench.credentials, graceTime: .zero) { snapshot in
      Pool(key: snapshot.credentials.accessKeyId)
    } run: { pool in
      try? await bench.clock.sleep(for: .seconds(1_000_000))
      pool.endRun()
    }
    let first = try await factory.client()
    try await bench.rotate(factory)
    try await eventually("the end of the first run") { first.life.runEnds == 1 }
    try await eventually("the count") { factory.retiredCount == 1 }
  }
}
