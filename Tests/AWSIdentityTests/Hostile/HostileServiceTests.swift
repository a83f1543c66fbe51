import AWSCore
import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Services that hand out credentials or tokens and answer with what they never should, or not at all.
@Suite
struct HostileServiceTests {
  private static let names = HostileTarget.makers.indices

  private func expectClear(_ error: CredentialError, _ place: String) {
    let text = "\(error)"
    for secret in HostileTarget.tokens + [HostileResponse.secretAccessKey, HostileResponse.sessionToken] {
      #expect(!text.contains(secret), "\(place): \(text)")
    }
    #expect(text.utf8.count < 1500, "\(place): \(text.utf8.count)")
    #expect([.failed, .invalidResponse, .rejected, .expired].contains(error.code), "\(place): \(error)")
    #expect(!error.provider.isEmpty && !error.message.isEmpty, "\(place)")
  }

  @Test(arguments: names) func aProviderRefusesOrReadsWhole(_ index: Int) async throws {
    let target = HostileTarget.makers[index]()
    for hostile in target.answers {
      let place = "\(target): \(hostile)"
      target.answer(hostile)
      let before = target.transport.requests.count
      let provider = try target.provider()
      do throws(CredentialError) {
        let found = try await provider.credentials()
        #expect(hostile.expectation != .refused || !target.answersCredentials, "\(place)")
        #expect(found.accessKeyId == (target.answersCredentials ? HostileResponse.accessKeyId : "ASIAGOOD"), "\(place)")
        #expect(found.secretAccessKey == HostileResponse.secretAccessKey, "\(place)")
        #expect(found.sessionToken?.holdsControlCharacter == false, "\(place)")
      } catch {
        expectClear(error, place)
      }
      #expect((1...12).contains(target.transport.requests.count - before), "\(place)")
    }
    print("hostile answers: \(target.answers.count) of \(target)")
    #expect(target.answers.count > 40)
  }

  @Test(arguments: names) func theCacheKeepsWhatItHasAndRecovers(_ index: Int) async throws {
    for hostile in HostileTarget.makers[index]().answers {
      let target = HostileTarget.makers[index]()
      let place = "\(target): \(hostile)"
      let cache = CredentialCache(provider: try target.provider(), clock: target.clock, random: { 0.5 })
      #expect(try await cache.snapshot(at: target.clock.now()).credentials.accessKeyId == "ASIAGOOD", "\(place)")
      target.answer(hostile)
      // Once while the old credentials are valid, once after their end: both times there are some to serve.
      for step in [Duration.seconds(3590), .seconds(3600)] {
        target.clock.advance(by: step)
        let served: Credentials
        do {
          served = try await cache.takeSnapshot(at: target.clock.now()).credentials
        } catch {
          // A refusal for good is told, not papered over with credentials that are about to end.
          #expect(error.code == .rejected && hostile.status == 403, "\(place): \(error)")
          continue
        }
        if hostile.expectation == .refusedOrWhole, target.answersCredentials {
          #expect(["ASIAGOOD", HostileResponse.accessKeyId].contains(served.accessKeyId), "\(place)")
        } else {
          #expect(served.accessKeyId == "ASIAGOOD" && cache.generation == 1, "\(place)")
        }
      }
      guard cache.generation == 1 else { continue }
      target.answer(nil, key: "ASIANEXT")
      // Past the longest back-off, the next caller gets what the provider has then.
      target.clock.advance(by: cache.policy.failureBackoff.upperBound)
      #expect(
        try await cache.snapshot(at: target.clock.now()).credentials.accessKeyId == "ASIANEXT", "\(place)")
    }
  }

  @Test(arguments: names) func aServiceThatNeverAnswersIsGivenUp(_ index: Int) async throws {
    let target = HostileTarget.makers[index]()
    let clock = target.clock
    let cache = CredentialCache(provider: try target.provider(), clock: clock, random: { 0.5 })
    target.transport.hold()
    let first = TestTask { try await cache.snapshot(at: clock.now()) }
    try await target.transport.waitForRequests(1)
    try await clock.waitForSleep(of: cache.policy.providerTimeout)
    clock.advance(by: cache.policy.providerTimeout)
    let error = await #expect(throws: CredentialError.self) { try await first.value }
    #expect(error?.code == .timedOut)
    // Every request has limits of its own, for who asks a provider without a cache.
    for request in target.transport.requests { #expect(request.timeouts.idle <= .seconds(60)) }
    target.transport.release()
    clock.advance(by: .seconds(60))
    #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD")
    // The cache may refresh by itself as soon as the time has passed.
    let count = target.transport.requests.count
    target.transport.hold()
    clock.advance(by: .seconds(3600))
    let second = TestTask { try await cache.snapshot(at: clock.now()) }
    try await target.transport.waitForRequests(count + 1)
    try await clock.waitForSleep(of: cache.policy.providerTimeout)
    clock.advance(by: cache.policy.providerTimeout)
    #expect(try await second.value.credentials.accessKeyId == "ASIAGOOD")
  }
}
