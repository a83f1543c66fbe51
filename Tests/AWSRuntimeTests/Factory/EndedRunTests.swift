import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import Logging
import ServiceLifecycle
import Testing

/// What happens to a client whose `run` ends although nobody has retired it.
@Suite("A client whose run ends by itself")
struct EndedRunTests {
  /// Lets the `run` of each client go on until the test ends it.
  private final class Runs: Sendable {
    private let ends = Locked<[(ObjectIdentifier, CheckedContinuation<Void, any Error>)]>([])

    /// Runs a client. If its task is cancelled, `run` returns.
    func run(_ pool: Pool) async throws {
      pool.beginRun()
      let id = ObjectIdentifier(pool)
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { end in
          ends.withLock { $0.append((id, end)) }
          // The handler may have run before.
          if Task.isCancelled { take(id)?.resume() }
        }
      } onCancel: {
        take(id)?.resume()
      }
    }

    /// Ends the `run` of a client.
    func end(_ pool: Pool, _ result: Result<Void, any Error>) async throws {
      try await eventually("a run") { ends.withLock { $0.contains { $0.0 == ObjectIdentifier(pool) } } }
      take(ObjectIdentifier(pool))?.resume(with: result)
    }

    private func take(_ id: ObjectIdentifier) -> CheckedContinuation<Void, any Error>? {
      ends.withLock { ends in ends.firstIndex { $0.0 == id }.map { ends.remove(at: $0).1 } }
    }
  }

  private struct Secret: Error, CustomStringConvertible { let description = "hush" }

  @Test("It is logged once and counted, and the next request builds another", arguments: [true, false])
  func another(isFailure: Bool) async throws {
    let (bench, runs, log) = (PoolBench(), Runs(), RecordedLog())
    let factory = bench.makeFactory(log: log, run: runs.run)
    var rotations = factory.rotations.makeAsyncIterator()
    let first = try await factory.client()
    #expect(try await factory.client() === first && factory.endedRunCount == 0)
    try await runs.end(first, isFailure ? .failure(Secret()) : .success(()))
    try await eventually("its end") { factory.currentClient == nil }
    #expect(!factory.isCurrent && factory.endedRunCount == 1 && bench.pools.all.count == 1)
    let second = try await factory.client()
    #expect(second !== first && second.key == first.key)
    for _ in 0..<100 { #expect(try await factory.client() === second) }
    #expect(factory.buildCount == 2 && factory.isCurrent)
    try await bench.waitForRetired(1)
    #expect(first.life.retirements == 1 && second.life.retirements == 0)
    let lines = log.entries.filter { $0.level == .warning }
    #expect(lines.count == 1, "\(log.lines)")
    #expect(lines.first?.message.hasPrefix("The run of a client has \(isFailure ? "failed" : "ended").") == true)
    #expect("\(lines)".contains("Secret") == isFailure && !log.lines.contains { $0.contains("hush") })
    let (one, two) = (await rotations.next(), await rotations.next())
    #expect(one?.client === first && two?.client === second && two?.previous == nil)
    withExtendedLifetime(factory) {}
  }

  @Test("A client whose run ends at once is not built in a tight loop", arguments: [true, false])
  func tightLoop(isFailure: Bool) async throws {
    let bench = PoolBench()
    let factory = bench.makeFactory { _ in if isFailure { throw PoolBench.Failure() } }
    /// Asks until the factory refuses, and returns how many clients were made by then.
    func ask() async throws -> Int {
      for _ in 0..<1000 {
        do {
          _ = try await factory.client()
        } catch let error as ClientBuildError {
          #expect(error.code == .runEnded && !isFailure)
          return bench.pools.all.count
        } catch is PoolBench.Failure {
          #expect(isFailure)
          return bench.pools.all.count
        }
        // The end of the client that was returned may be on its way.
        try await eventually("its end") { factory.currentClient == nil }
      }
      return bench.pools.all.count
    }
    #expect(try await ask() == 2)
    var made = 2
    for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
      bench.clock.advance(by: .seconds(pause) - .milliseconds(1))
      #expect(try await ask() == made)
      bench.clock.advance(by: .milliseconds(1))
      made += 1
      #expect(try await ask() == made)
    }
    // Other credentials are worth another try.
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    #expect(try await ask() == made + 2)
    try await bench.waitForRetired(made + 2)
    #expect(factory.endedRunCount == made + 2)
  }

  @Test("A client that lasts a minute ends the series of pauses")
  func longLife() async throws {
    let (bench, runs) = (PoolBench(), Runs())
    let factory = bench.makeFactory(run: runs.run)
    for lifetime in [0, 60, 60, 3] {
      let pool = try await factory.client()
      bench.clock.advance(by: .seconds(lifetime))
      try await runs.end(pool, .success(()))
      try await eventually("its end") { factory.currentClient == nil }
    }
    let error = await #expect(throws: ClientBuildError.self) { try await factory.client() }
    #expect(error?.code == .runEnded)
    bench.clock.advance(by: .seconds(1))
    #expect(try await factory.client().key == "AKID-1")
  }

  @Test("An end while a rotation is under way builds no third client")
  func duringRotation() async throws {
    let (bench, runs) = (PoolBench(), Runs())
    let factory = bench.makeFactory(run: runs.run)
    let first = try await factory.client()
    bench.builds.close()
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    let waiting = TestTask { try await factory.client() }
    try await bench.builds.waitForArrivals(2)
    try await runs.end(first, .failure(PoolBench.Failure()))
    try await eventually("its end") { factory.currentClient == nil }
    let late = TestTask { try await factory.client() }
    bench.builds.open()
    let second = try await waiting.value
    let third = try await late.value
    #expect(second.key == "AKID-2" && second === third)
    #expect(bench.pools.all.count == 2 && factory.buildCount == 2)
    try await bench.waitForRetired(1)
    #expect(bench.pools.all.map(\.life.retirements) == [1, 0])
  }

  @Test("The end of a client that has been replaced leaves the current one alone, and a lease says so")
  func replaced() async throws {
    let (bench, runs, log) = (PoolBench(), Runs(), RecordedLog())
    let factory = bench.makeFactory(log: log, run: runs.run)
    let lease = try await factory.lease()
    let second = try await bench.rotate(factory)
    #expect(!lease.hasEnded)
    try await runs.end(lease.client, .failure(PoolBench.Failure()))
    try await eventually("its end") { lease.hasEnded }
    try await eventually("a line") { log.messages.contains { $0.contains("had been replaced") } }
    #expect(try await factory.client() === second && factory.endedRunCount == 1)
    #expect(try await !factory.lease().hasEnded)
  }

  @Test("A lease of the current client says that it has ended, and the next lease has another")
  func leased() async throws {
    let (bench, runs) = (PoolBench(), Runs())
    let factory = bench.makeFactory(run: runs.run)
    var lease = try await factory.lease()
    let first = lease.client
    try await runs.end(first, .success(()))
    try await eventually("its end") { lease.hasEnded && factory.currentClient == nil }
    // Leased, it is not retired. Its credentials are current, and it is not the one to use.
    #expect(!lease.isCurrent && first.life.retirements == 0)
    lease = try await factory.lease()
    #expect(lease.client !== first && !lease.hasEnded && lease.isCurrent)
    try await bench.waitForRetired(1)
    #expect(bench.faults == 0)
  }

  @Test("A run that ends in a service group by returning, or because it was cancelled, does not end the group")
  func inAGroup() async throws {
    let ends: [Result<Void, any Error>] = [.success(()), .failure(CancellationError())]
    for end in ends {
      let (bench, runs) = (PoolBench(), Runs())
      let factory = bench.makeFactory(run: runs.run)
      let group = ServiceGroup(services: [factory], logger: RecordedLog().logger)
      let service = TestTask { try await group.run() }
      let first = try await factory.client()
      try await runs.end(first, end)
      try await eventually("its end") { factory.currentClient == nil }
      #expect(try await factory.client() !== first)
      await group.triggerGracefulShutdown()
      try await service.value
      #expect(bench.pools.all.map(\.life.retirements) == [1, 1])
    }
  }

  @Test("A failure before the group runs ends it, unless another client has been built since")
  func beforeTheGroup() async throws {
    for isMended in [false, true] {
      let (bench, runs) = (PoolBench(), Runs())
      let factory = bench.makeFactory(run: runs.run)
      try await runs.end(try await factory.client(), .failure(PoolBench.Failure()))
      try await eventually("its end") { factory.currentClient == nil }
      if isMended { _ = try await factory.client() }
      let task = TestTask { try await factory.run() }
      if isMended {
        task.cancel()
        try await task.value
      } else {
        await #expect(throws: PoolBench.Failure.self) { try await task.value }
      }
      try await eventually("all retired") { factory.retiredCount == bench.pools.all.count }
    }
  }

  @Test("An end during the shutdown is no news")
  func duringShutdown() async throws {
    let (bench, runs, log) = (PoolBench(), Runs(), RecordedLog())
    let factory = bench.makeFactory(log: log, run: runs.run)
    let group = ServiceGroup(services: [factory], logger: RecordedLog().logger)
    let service = TestTask { try await group.run() }
    var lease: ClientLease<Pool>? = try await factory.lease()
    let pool = try #require(lease?.client)
    try await eventually("a run") { pool.life.runs == 1 }
    await group.triggerGracefulShutdown()
    try await bench.clock.waitForSleep(of: PoolBench.retireTimeout)
    try await runs.end(pool, .failure(PoolBench.Failure()))
    lease = nil
    try await service.value
    #expect(pool.life.retirements == 1 && factory.endedRunCount == 0)
    #expect(log.entries.allSatisfy { $0.level < .warning }, "\(log.lines)")
  }
}
