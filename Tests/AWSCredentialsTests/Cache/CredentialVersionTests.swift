import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The atomic word that hot paths look at.
@Suite
struct CredentialVersionTests {
  @Test func itMovesOnlyWithTheKey() async throws {
    let bench = CacheBench()
    #expect(bench.cache.version == 0)
    bench.enqueue(1, lifetime: 3600)
    let first = try await bench.cache.snapshot()
    #expect(bench.cache.version == CredentialCache.version(of: first))
    bench.clock.advance(by: .seconds(3550))
    // The same key with a later end: refreshed, not rotated.
    bench.enqueue(1, lifetime: 3600)
    let second = try await bench.cache.snapshot(at: bench.clock.now())
    #expect(second.generation == first.generation)
    #expect(second.expiration != first.expiration)
    #expect(bench.cache.version == CredentialCache.version(of: first))
  }

  @Test func theTimerAnnouncesARefreshWithoutAnyCaller() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    let snapshot = try await bench.cache.snapshot()
    try await bench.clock.waitForSleepers(1)
    bench.clock.advance(by: .seconds(2699))
    #expect(bench.cache.version == CredentialCache.version(of: snapshot))
    // A timer naps for a while at a time; each nap ends with a look at the wall clock. This is the last one.
    try await bench.clock.waitForSleep(of: .seconds(1))
    bench.clock.advance(by: .seconds(1))
    try await eventually("the announcement") { bench.cache.version != CredentialCache.version(of: snapshot) }
    #expect(bench.clock.now() >= snapshot.expiration?.addingTimeInterval(-900) ?? .distantPast)
    #expect(bench.provider.callCount == 1)
  }

  @Test func aBackoffIsNotAnnouncedAsDue() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    let snapshot = try await bench.cache.snapshot()
    bench.clock.advance(by: .seconds(3000))
    bench.provider.enqueue(.failure(.passing))
    _ = try await bench.cache.snapshot(at: bench.clock.now())
    #expect(bench.cache.version == CredentialCache.version(of: snapshot))
  }

  @Test func aRejectionIsAnnouncedAtOnce() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: 3600)
    let snapshot = try await bench.cache.snapshot()
    bench.cache.invalidate(rejectedAccessKeyId: "AKID-0")
    #expect(bench.cache.version == CredentialCache.version(of: snapshot))
    bench.cache.invalidate(rejectedAccessKeyId: "AKID-1")
    #expect(bench.cache.version != CredentialCache.version(of: snapshot))
  }

  @Test func rotationsCanBeObservedInOrder() async throws {
    let bench = CacheBench()
    let events = bench.cache.eventStream
    for number in 1...3 {
      bench.enqueue(number, lifetime: 3600)
      _ = try await bench.cache.snapshot(at: bench.clock.now())
      bench.clock.advance(by: .seconds(3590))
    }
    var generations: [UInt64] = []
    for await event in events {
      if case .rotated(let snapshot) = event.kind { generations.append(snapshot.generation) }
      if generations.count == 3 { break }
    }
    #expect(generations == [1, 2, 3])
  }
}
