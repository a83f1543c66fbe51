import AWSCredentials
import AWSRuntime
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite
struct ServiceClientFactoryTests {
  @Test func theSameClientUntilTheKeyRotates() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    let first = try await bench.factory.client()
    for _ in 0..<100 { #expect(try await bench.factory.client() === first) }
    try await bench.advance(seconds: 3590)
    bench.enqueue(2)
    let second = try await bench.factory.client()
    #expect(second !== first)
    #expect(second.key == "AKID-2")
    #expect(bench.factory.buildCount == 2)
  }

  @Test func aRefreshThatReturnsTheSameKeyRebuildsNothing() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    let first = try await bench.factory.client()
    try await bench.advance(seconds: 3590)
    bench.enqueue(1)
    #expect(try await bench.factory.client() === first)
    #expect(bench.provider.callCount == 2)
    #expect(bench.factory.buildCount == 1)
  }

  @Test func servingOldCredentialsThroughAnOutageRebuildsNothing() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    let first = try await bench.factory.client()
    try await bench.advance(seconds: 4000)
    bench.provider.enqueue(.failure(CredentialError(.unreachable, provider: "test", message: "nobody answers")))
    #expect(try await bench.factory.client() === first)
    #expect(bench.factory.buildCount == 1)
  }

  @Test func aThousandCallersAtARotationBuildOneClient() async throws {
    let bench = FactoryBench()
    for round in 1...3 {
      bench.enqueue(round)
      bench.builds.close()
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<1000 { group.addTask { try await bench.factory.client().key } }
        try await bench.builds.waitForArrivals(round)
        bench.builds.open()
        for try await key in group { #expect(key == "AKID-\(round)") }
      }
      #expect(bench.factory.buildCount == round)
      #expect(bench.provider.callCount == round)
      // The old key is dead by then: everyone waits for the new client.
      try await bench.advance(seconds: 3601)
    }
  }

  @Test func aBuildThatThrowsLeavesTheOldClientAndIsAskedAgain() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    let first = try await bench.factory.client()
    try await bench.advance(seconds: 2800)
    bench.enqueue(2)
    bench.failures.set(2)
    #expect(try await bench.factory.client() === first)
    #expect(try await bench.factory.client() === first)
    #expect(bench.attempts.value == 2)
    bench.clock.advance(by: .seconds(1))
    #expect(try await bench.factory.client() === first)
    #expect(bench.attempts.value == 3)
    bench.clock.advance(by: .seconds(2))
    #expect(try await bench.factory.client().key == "AKID-2")
    #expect(bench.attempts.value == 4)
    #expect(bench.factory.buildCount == 2)
  }

  @Test func aBuildThatThrowsIsReportedOnceTheOldClientIsDead() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    _ = try await bench.factory.client()
    try await bench.advance(seconds: 3601)
    bench.enqueue(2)
    bench.failures.set(1)
    await #expect(throws: FactoryBench.Refusal.self) { try await bench.factory.client() }
    #expect(try await bench.factory.client().key == "AKID-2")
  }

  @Test func aFirstBuildThatThrowsIsReportedAndNotRemembered() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    bench.failures.set(1)
    await #expect(throws: FactoryBench.Refusal.self) { try await bench.factory.client() }
    #expect(try await bench.factory.client().key == "AKID-1")
  }

  @Test func aFailedBuildForAnOldKeyDoesNotFailWhoHoldsANewerOne() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    bench.failures.set(1)
    bench.builds.close()
    let early = TestTask { try await bench.factory.client() }
    try await bench.builds.waitForArrivals(1)
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    bench.enqueue(2)
    let late = TestTask { try await bench.factory.client() }
    try await eventually("the second generation") { bench.credentials.generation >= 2 }
    bench.builds.open()
    await #expect(throws: FactoryBench.Refusal.self) { try await early.value }
    #expect(try await late.value.key == "AKID-2")
  }

  @Test func aCancelledCallerDoesNotCancelTheBuild() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    bench.builds.close()
    let impatient = TestTask { try await bench.factory.client() }
    try await bench.builds.waitForArrivals(1)
    let patient = TestTask { try await bench.factory.client() }
    impatient.cancel()
    await #expect(throws: CancellationError.self) { try await impatient.value }
    bench.builds.open()
    #expect(try await patient.value.key == "AKID-1")
    #expect(bench.factory.buildCount == 1)
  }

  @Test func aLeaseEndsWithItsKeyAndNotBefore() async throws {
    let bench = FactoryBench()
    bench.enqueue(1)
    let lease = try await bench.factory.lease()
    #expect(lease.isCurrent)
    #expect(bench.factory.isCurrent)
    bench.credentials.invalidate(rejectedAccessKeyId: "AKID-1")
    #expect(!lease.isCurrent)
    #expect(!bench.factory.isCurrent)
    bench.enqueue(2)
    let next = try await bench.factory.lease()
    #expect(next.isCurrent)
    #expect(next.generation == 2)
    #expect(!lease.isCurrent)
  }

  @Test func rotationsCanBeObserved() async throws {
    let bench = FactoryBench()
    var rotations = bench.factory.rotations.makeAsyncIterator()
    for round in 1...3 {
      bench.enqueue(round)
      let client = try await bench.factory.client()
      let rotation = await rotations.next()
      #expect(rotation?.client === client)
      #expect(rotation?.snapshot.generation == UInt64(round))
      try await bench.advance(seconds: 3590)
    }
  }

  @Test func twoFactoriesShareOneRefresh() async throws {
    let bench = FactoryBench()
    let other = ServiceClientFactory(credentials: bench.credentials) { snapshot in snapshot.generation }
    bench.enqueue(1)
    async let client = bench.factory.client()
    async let generation = other.client()
    #expect(try await client.key == "AKID-1")
    #expect(try await generation == 1)
    #expect(bench.provider.callCount == 1)
  }
}
