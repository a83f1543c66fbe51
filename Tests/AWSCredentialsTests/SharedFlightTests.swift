import AWSCore
import AWSCredentials
import AWSTesting
import Testing

@Suite
struct SharedFlightTests {
  private enum Failure: Error, Equatable { case timedOut, cancelled }

  private let clock = ManualClock()
  private let starts = Starts()

  private final class Starts: Sendable {
    let count = Locked(0)
  }

  private func flight() -> SharedFlight<Int, Failure> {
    SharedFlight(limit: .seconds(20), clock: clock, timedOut: { _ in .timedOut }, cancelled: { .cancelled })
  }

  /// Work that waits for a gate, and notes that it was cancelled.
  private func work(_ gate: Promise, _ value: Int) -> @Sendable () async -> Result<Int, Failure> {
    { [starts] in
      starts.count.withLock { $0 += 1 }
      return await gate.wait() ? .success(value) : .failure(.cancelled)
    }
  }

  /// Opens once, for all who wait; who is cancelled meanwhile is told so.
  private final class Promise: Sendable {
    private let stream: AsyncStream<Void>
    private let sink: AsyncStream<Void>.Continuation
    let wasCancelled = Locked(false)

    init() { (stream, sink) = AsyncStream.makeStream() }

    func open() { sink.finish() }

    func wait() async -> Bool {
      for await _ in stream {}
      let isCancelled = Task.isCancelled
      wasCancelled.withLock { $0 = isCancelled }
      return !isCancelled
    }
  }

  @Test func callersShareOneRun() async throws {
    let (flight, gate) = (flight(), Promise())
    let all = try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<20 { group.addTask { try? await flight.join(self.work(gate, 7)).result.get() } }
      try await clock.waitForSleepers(1)
      gate.open()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(all == [Int?](repeating: 7, count: 20))
    // Whoever came after the first run had ended began another; none ran beside another.
    #expect(starts.count.withLock { $0 } >= 1)
  }

  @Test func workThatHangsEndsAtItsLimitAndTheNextCallStartsAnew() async throws {
    let flight = flight()
    for round in 1...3 {
      let gate = Promise()
      async let first = flight.join(work(gate, round)).result
      try await clock.waitForSleepers(1)
      clock.advance(by: .seconds(20))
      #expect(await first == .failure(.timedOut))
      #expect(starts.count.withLock { $0 } == round)
    }
    let gate = Promise()
    gate.open()
    let (result, isOwn) = await flight.join(work(gate, 9))
    #expect(result == .success(9) && isOwn)
  }

  @Test func workThatIsDeafToCancellationIsNotHeardAnyMore() async throws {
    let flight = flight()
    let (deaf, sink) = AsyncStream<Void>.makeStream()
    let ended = Promise()
    async let first = flight.join {
      // A task of its own does not learn of the cancellation.
      await Task { for await _ in deaf {} }.value
      ended.open()
      return .success(1)
    }.result
    try await clock.waitForSleepers(1)
    clock.advance(by: .seconds(20))
    #expect(await first == .failure(.timedOut))
    async let second = flight.join(work(Promise(), 2)).result
    try await clock.waitForSleepers(1)
    sink.finish()
    _ = await ended.wait()
    // The late result of the first run is not taken for the second's.
    clock.advance(by: .seconds(20))
    #expect(await second == .failure(.timedOut))
  }

  @Test func oneThatIsCancelledHarmsNoOther() async throws {
    let (flight, gate) = (flight(), Promise())
    let first = Task { await flight.join(work(gate, 5)).result }
    try await clock.waitForSleepers(1)
    async let second = flight.join(work(gate, 6))
    first.cancel()
    #expect(await first.value == .failure(.cancelled))
    gate.open()
    let (result, _) = await second
    #expect([.success(5), .success(6)].contains(result))
    #expect(!gate.wasCancelled.withLock { $0 })
  }
}
