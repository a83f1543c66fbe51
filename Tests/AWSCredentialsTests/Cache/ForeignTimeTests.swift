import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A caller's time may be another machine's, or nonsense. It is that caller's own business.
struct ForeignTimeTests {
  /// A provider that gives a new key of an hour at each call.
  private func cache(_ clock: ManualClock) -> (CredentialCache, ScriptedCredentialProvider) {
    let provider = ScriptedCredentialProvider(staleness: .mayServeStale) { call in
      .numbered(call, expiration: clock.now().addingTimeInterval(3600))
    }
    return (CredentialCache(provider: provider, clock: clock, random: { 0.5 }), provider)
  }

  private static let year = 365.25 * 86_400
  private static let offsets: [Double] = [
    73 * year, 86_400, 7200, 3601, -3600, -86_400, -60 * year, 1e15, -1e15, .infinity, -.infinity, .nan,
  ]

  @Test(arguments: offsets) func itSpoilsNobodysCredentials(_ offset: Double) async throws {
    let clock = ManualClock()
    let (cache, provider) = cache(clock)
    _ = try await cache.snapshot()
    for _ in 0..<3 {
      let foreign = clock.now().addingTimeInterval(offset)
      _ = try await cache.snapshot(at: foreign)
      _ = try await cache.snapshot(validUntil: foreign, at: foreign)
    }
    cache.invalidate(rejectedAccessKeyId: try #require(cache.currentSnapshot).credentials.accessKeyId)
    _ = try await cache.snapshot(at: clock.now().addingTimeInterval(offset))
    // Everybody else: refreshed at each turn of an hour, and never handed what has expired.
    let calls = provider.callCount
    for turn in 1...3 {
      clock.advance(by: .seconds(3000))
      let snapshot = try await cache.snapshot(at: clock.now())
      #expect(!snapshot.credentials.isExpired(at: clock.now()))
      #expect(provider.callCount == calls + turn)
    }
  }

  @Test(arguments: offsets) func itCausesAtMostOneFetchAMinute(_ offset: Double) async throws {
    let clock = ManualClock()
    let (cache, provider) = cache(clock)
    for _ in 0..<150 {
      _ = try await cache.snapshot(at: clock.now().addingTimeInterval(offset))
      clock.advance(by: .seconds(1))
    }
    #expect(provider.callCount <= 4)
  }

  @Test func whoeverAsksByATimeThatIsAheadGetsWhatLivesLongest() async throws {
    let clock = ManualClock()
    let (cache, provider) = cache(clock)
    _ = try await cache.snapshot()
    clock.advance(by: .seconds(1800))
    let ahead = clock.now().addingTimeInterval(2000)
    let snapshot = try await cache.snapshot(at: ahead)
    #expect(snapshot.generation == 2 && !snapshot.credentials.isExpired(at: ahead))
    #expect(provider.callCount == 2)
  }
}
