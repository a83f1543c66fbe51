import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite
struct CredentialCacheTests {
  @Test func aThousandFirstCallersCauseOneFetch() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    bench.provider.hold()
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<1000 { group.addTask { try await bench.keyId() } }
      try await bench.provider.waitForCalls(1)
      bench.provider.release()
      for try await key in group { #expect(key == "AKID-1") }
    }
    #expect(bench.provider.callCount == 1)
  }

  @Test func aThousandCallersAtARotationCauseOneFetch() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(3590))
    bench.enqueue(2, lifetime: 3600)
    bench.provider.hold()
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<1000 { group.addTask { try await bench.keyId() } }
      try await bench.provider.waitForCalls(2)
      bench.provider.release()
      for try await key in group { #expect(key == "AKID-2") }
    }
    #expect(bench.provider.callCount == 2)
    #expect(bench.cache.generation == 2)
  }

  @Test func aCancelledCallerHarmsNoOther() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    bench.provider.hold()
    // The patient one has started the fetch, so it waits for certain when the other is cancelled.
    let patient = TestTask { try await bench.keyId() }
    try await bench.provider.waitForCalls(1)
    let impatient = TestTask { try await bench.keyId() }
    impatient.cancel()
    await #expect(throws: CancellationError.self) { try await impatient.value }
    bench.provider.release()
    #expect(try await patient.value == "AKID-1")
    #expect(bench.provider.callCount == 1)
  }

  @Test func aFetchOutlivesTheCallerThatStartedIt() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    bench.provider.hold()
    let starter = TestTask { try await bench.keyId() }
    try await bench.provider.waitForCalls(1)
    starter.cancel()
    await #expect(throws: CancellationError.self) { try await starter.value }
    let other = TestTask { try await bench.keyId() }
    bench.provider.release()
    #expect(try await other.value == "AKID-1")
    #expect(try await bench.keyId() == "AKID-1")
    #expect(bench.provider.callCount == 1)
  }

  @Test func aCallerCancelledBeforehandStartsNothing() async throws {
    let bench = CacheBench()
    let task = TestTask {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await bench.keyId()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(bench.provider.callCount == 0)
  }

  @Test func aProviderThatFailsOnceWorksAgain() async throws {
    let bench = CacheBench(answers: [.failure(.passing)])
    let error = await #expect(throws: CredentialError.self) { try await bench.keyId() }
    #expect(error?.code == .unreachable)
    bench.enqueue(1, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-1")
  }

  @Test func aFailedRefreshIsForgottenAfterItsBackoff() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(4000))
    bench.provider.enqueue(.failure(.passing))
    #expect(try await bench.keyId() == "AKID-1")
    for _ in 0..<100 { #expect(try await bench.keyId() == "AKID-1") }
    #expect(bench.provider.callCount == 2)
    bench.clock.advance(by: .seconds(601))
    bench.enqueue(2, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-2")
  }

  @Test func aStrictProviderIsNeverServedPastTheExpiration() async throws {
    let bench = CacheBench(staleness: .strict)
    bench.enqueue(1, lifetime: 3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(3580))
    bench.provider.enqueue(.failure(.passing))
    #expect(try await bench.keyId() == "AKID-1")
    bench.clock.advance(by: .seconds(20))
    bench.provider.enqueue(.failure(.passing))
    await #expect(throws: CredentialError.self) { try await bench.keyId() }
    bench.enqueue(2, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-2")
  }

  @Test func aHungProviderCostsItsTimeoutAndNoMore() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    bench.provider.hold()
    let caller = TestTask { try await bench.keyId() }
    try await bench.provider.waitForCalls(1)
    try await bench.clock.waitForSleepers(1)
    bench.clock.advance(by: .seconds(23))
    let error = await #expect(throws: CredentialError.self) { try await caller.value }
    #expect(error?.code == .timedOut)
    bench.provider.release()
  }

  @Test func inTheAdvisoryWindowOneCallerWaitsAndTheOthersDoNot() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(3600 - 600))
    bench.enqueue(2, lifetime: 3600)
    bench.provider.hold()
    let winner = TestTask { try await bench.keyId() }
    try await bench.provider.waitForCalls(2)
    for _ in 0..<10 { #expect(try await bench.keyId() == "AKID-1") }
    bench.provider.release()
    #expect(try await winner.value == "AKID-2")
    #expect(bench.provider.callCount == 2)
  }

  @Test func inBackgroundModeNobodyWaitsInTheAdvisoryWindow() async throws {
    let bench = CacheBench(policy: RefreshPolicy(advisoryRefresh: .background))
    bench.enqueue(1, lifetime: 3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(3000))
    bench.enqueue(2, lifetime: 3600)
    bench.provider.hold()
    var events = bench.cache.eventStream.makeAsyncIterator()
    #expect(try await bench.keyId() == "AKID-1")
    try await bench.provider.waitForCalls(2)
    bench.provider.release()
    guard case .rotated = await events.next()?.kind else {
      Issue.record("the refresh did not end in a rotation")
      return
    }
    #expect(try await bench.keyId() == "AKID-2")
  }

  @Test func aProviderWithNothingNewerIsNotAskedForEveryRequest() async throws {
    let bench = CacheBench()
    let key = bench.key(1, lifetime: 3600)
    bench.provider.enqueue(.success(key), .success(key))
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(3000))
    for _ in 0..<50 { #expect(try await bench.keyId() == "AKID-1") }
    #expect(bench.provider.callCount == 2)
    #expect(bench.cache.generation == 1)
  }

  @Test func aServicesClockThatIsAheadDoesNotCauseAFetchForEveryRequest() async throws {
    let bench = CacheBench()
    let key = bench.key(1, lifetime: 1500)
    for _ in 0..<50 { bench.provider.enqueue(.success(key)) }
    let ahead = bench.clock.now().addingTimeInterval(900)
    for _ in 0..<50 { _ = try await bench.cache.snapshot(at: ahead) }
    #expect(bench.provider.callCount <= 2)
  }

  @Test func credentialsShorterThanTheWindowAreNotFetchedForEveryRequest() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3)
    for _ in 0..<50 { #expect(try await bench.keyId() == "AKID-1") }
    #expect(bench.provider.callCount == 1)
    bench.clock.advance(by: .seconds(2))
    bench.enqueue(2, lifetime: 3)
    #expect(try await bench.keyId() == "AKID-2")
  }

  @Test func aKeyThatAServiceKeepsRejectingIsNotFetchedForEveryRequest() async throws {
    let bench = CacheBench()
    let key = bench.key(1, lifetime: 36_000)
    bench.provider.enqueue(.success(key), .success(key))
    for _ in 0..<50 {
      #expect(try await bench.keyId() == "AKID-1")
      bench.cache.invalidate(rejectedAccessKeyId: "AKID-1")
    }
    #expect(bench.provider.callCount == 2)
    bench.clock.advance(by: .seconds(6))
    bench.enqueue(2, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-2")
  }
}
