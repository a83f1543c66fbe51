import AWSCore
import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A program that starts while the metadata service hands out credentials that have expired (static stability).
struct ExpiredOnArrivalTests {
  @Test(arguments: [-1.0, -3600, -86_400, -1e8])
  func theFirstAreUsedIfTheProviderMayServeStale(_ lifetime: Double) async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: lifetime)
    #expect(try await bench.keyId() == "AKID-1")
    // Then in 5 to 10 minutes, and not before.
    bench.enqueue(2, lifetime: 3600)
    for _ in 0..<50 { #expect(try await bench.keyId() == "AKID-1") }
    #expect(try await bench.cache.snapshot().generation == 1)
    bench.clock.advance(by: .seconds(449))
    #expect(try await bench.keyId() == "AKID-1")
    #expect(bench.provider.callCount == 1)
    bench.clock.advance(by: .seconds(1))
    #expect(try await bench.keyId() == "AKID-2")
    #expect(bench.provider.callCount == 2)
  }

  @Test func aProviderThatMayNotServeStaleFails() async throws {
    let bench = CacheBench(staleness: .strict)
    bench.enqueue(1, lifetime: -1)
    let error = await #expect(throws: CredentialError.self) { try await bench.keyId() }
    #expect(error?.code == .expired)
    // A failed first fetch has no back-off.
    bench.enqueue(2, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-2")
  }

  @Test func aLongerOutageBringsTheNewestOfTheDead() async throws {
    let bench = CacheBench()
    bench.enqueue(1, lifetime: -3600)
    _ = try await bench.keyId()
    bench.clock.advance(by: .seconds(450))
    bench.enqueue(2, lifetime: -600)
    #expect(try await bench.keyId() == "AKID-2")
    bench.clock.advance(by: .seconds(450))
    bench.enqueue(3, lifetime: -6000)
    #expect(try await bench.keyId() == "AKID-2")
    #expect(bench.provider.callCount == 3)
  }

  @Test func itIsWarnedOfAndObserved() async throws {
    let log = RecordedLog()
    let clock = ManualClock()
    let provider = ScriptedCredentialProvider(
      staleness: .mayServeStale,
      results: [.success(.numbered(1, expiration: clock.now().addingTimeInterval(-60)))])
    let cache = CredentialCache(
      provider: provider, clock: clock, random: { 0.5 }, logger: log.logger)
    var events = cache.eventStream.makeAsyncIterator()
    _ = try await cache.snapshot()
    let warnings = log.lines.filter { $0.hasPrefix("warning") }
    #expect(warnings.count == 1 && warnings[0].contains("2025-12-31T23:59:00Z") && warnings[0].contains("450"))
    #expect(!log.lines.joined().contains("hush"))
    guard case .rotated(let snapshot)? = await events.next()?.kind else {
      Issue.record("no rotation")
      return
    }
    #expect(snapshot.generation == 1)
    guard case .refreshFailed(let error, let retryAfter)? = await events.next()?.kind else {
      Issue.record("no failure")
      return
    }
    #expect(error.code == .expired && retryAfter == .seconds(450))
  }

  /// The same through the providers whose services do this, and a chain around them.
  @Test(arguments: ["container", "instance metadata"]) func ofServices(_ name: String) async throws {
    let clock = ManualClock()
    let documents = Locked(["2025-12-31T18:00:00Z", "2026-01-01T06:00:00Z"])
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      let path = request.head.path ?? ""
      let text =
        switch path {
        case "/latest/api/token": "token"
        case "/latest/meta-data/iam/security-credentials/": "role"
        default:
          HostileResponse.Members().document(expiration: "\"\(documents.withLock { $0.removeFirst() })\"")
        }
      return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(text))
    }
    let variables =
      name == "container"
      ? ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/id", "AWS_EC2_METADATA_DISABLED": "true"] : [:]
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(variables), fileSystem: InMemoryFileSystem(), transport: transport, clock: clock)
    let chain = CredentialChain([
      ContainerCredentialProvider(context: context), InstanceMetadataCredentialProvider(context: context),
    ])
    let cache = CredentialCache(provider: chain, clock: clock, random: { 0.5 })
    let first = try await cache.snapshot(at: clock.now())
    #expect(first.credentials.isExpired(at: clock.now()) && first.credentials.provider == name)
    #expect(try await cache.snapshot(at: clock.now()).expiration == first.expiration)
    clock.advance(by: .seconds(450))
    #expect(try await cache.snapshot(at: clock.now()).credentials.isExpired(at: clock.now()) == false)
  }
}
