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

/// Services that answer with what they never should, or not at all.
@Suite
struct HostileAnswerTests {
  private static let good = HostileResponse.Members().document(
    expiration: "\"2026-01-01T01:00:00Z\"", key: "\"ASIAGOOD\"")

  private func container(_ transport: ScriptedTransport) -> any CredentialProvider {
    ContainerCredentialProvider(
      context: context(transport, ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/id"]))
  }

  private func metadata(_ transport: ScriptedTransport) -> any CredentialProvider {
    InstanceMetadataCredentialProvider(context: context(transport, [:]))
  }

  private func context(_ transport: ScriptedTransport, _ variables: [String: String]) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(variables), fileSystem: InMemoryFileSystem(), transport: ScriptedTransport(),
      metadataTransport: transport, clock: SelfAdvancingClock())
  }

  /// A service that answers well except where a request's path ends in something.
  private func service(
    _ answer: @escaping @Sendable () -> HTTPTransportResponse, at suffix: String
  ) -> ScriptedTransport {
    ScriptedTransport { request throws(HTTPTransportError) in
      let path = request.head.path ?? ""
      if path.hasSuffix(suffix) { return answer() }
      let text = path.hasSuffix("/token") ? "a-token" : path.hasSuffix("/") ? "role" : Self.good
      return HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(text))
    }
  }

  private func check(_ provider: any CredentialProvider, _ hostile: HostileResponse, _ place: String) async {
    do throws(CredentialError) {
      let found = try await provider.credentials()
      #expect(hostile.expectation != .refused, "\(place): \(hostile)")
      #expect(found.accessKeyId == HostileResponse.accessKeyId, "\(place): \(hostile)")
      #expect(found.secretAccessKey == HostileResponse.secretAccessKey, "\(place): \(hostile)")
      #expect(found.sessionToken?.holdsControlCharacter == false, "\(place): \(hostile)")
      #expect(found.isExpired(at: Date()) == (hostile.expectation == .expired), "\(place): \(hostile)")
      #expect(!"\(found)".contains(HostileResponse.secretAccessKey))
    } catch {
      expectClear(error, hostile, place)
    }
  }

  private func expectClear(_ error: CredentialError, _ hostile: HostileResponse, _ place: String) {
    let text = "\(error)"
    #expect(!text.contains(HostileResponse.secretAccessKey), "\(place): \(hostile)")
    #expect(!text.contains(HostileResponse.sessionToken), "\(place): \(hostile)")
    #expect(text.utf8.count < 1500, "\(place): \(hostile)")
    #expect([.failed, .invalidResponse].contains(error.code), "\(place), \(hostile): \(error)")
  }

  @Test func eachProviderRefusesOrReadsWhole() async {
    let answers = HostileResponse.json()
    for hostile in answers {
      await check(container(service(hostile.response, at: "/id")), hostile, "container")
      await check(metadata(service(hostile.response, at: "/role")), hostile, "instance metadata")
    }
    print("hostile answers: \(answers.count) of a JSON endpoint x 2 providers")
    #expect(answers.count > 50)
  }

  @Test func tokensAndRolesMayBeHostileToo() async {
    for hostile in HostileResponse.json() + HostileResponse.xml("<a><b>\(HostileResponse.sessionToken)</b></a>") {
      for suffix in ["/token", "/"] {
        do throws(CredentialError) {
          let found = try await metadata(service(hostile.response, at: suffix)).credentials()
          // Nearly any line of text may be a session token, and `null` the name of a role; none may be more than that.
          #expect(found.accessKeyId == "ASIAGOOD", "\(hostile)")
        } catch {
          expectClear(error, hostile, suffix)
        }
      }
    }
  }

  @Test func whatAServiceEchoesIsNotShown() async throws {
    let token = "very-secret-session-token=="
    let refusal = #"{"Code":"Odd","Message":"bad token \#(token) \#(String(repeating: "x", count: 280))\#(token)"}"#
    let answers: [[ScriptedTransport.Response]] = [
      [.text(token), .text("role"), .text(refusal)], [.text(token), .text("role"), .status(400, body: refusal)],
      [.text(token), .text(token)], [.text(token), .text("x-\(token)"), .status(404)],
      [.text(token), .text("role"), .text(token)],
    ]
    for script in answers {
      let error = await #expect(throws: CredentialError.self) {
        try await metadata(ScriptedTransport(script)).credentials()
      }
      #expect(error.map { "\($0)" }?.contains("very-secret") == false, "\(String(describing: error))")
    }
    let variables = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer \(token)",
    ]
    let provider = ContainerCredentialProvider(
      context: context(ScriptedTransport([.status(400, body: refusal)]), variables))
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.message.contains("very-secret") == false && error?.message.contains("Odd") == true)
  }

  @Test func theCacheKeepsWhatItHas() async throws {
    for hostile in HostileResponse.json() {
      let current = Locked(HTTPTransportResponse?.none)
      let transport = service(
        {
          current.withLock { $0 }
            ?? HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(Self.good))
        }, at: "/id")
      let clock = ManualClock()
      let cache = CredentialCache(provider: container(transport), clock: clock, random: { 0.5 })
      #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD")
      current.withLock { $0 = hostile.response() }
      // Once while the old credentials are valid, once after their end: both times there are some to serve.
      for step in [Duration.seconds(3590), .seconds(3600)] {
        clock.advance(by: step)
        let served = try await cache.snapshot(at: clock.now()).credentials
        switch hostile.expectation {
        case .refused, .expired: #expect(served.accessKeyId == "ASIAGOOD" && cache.generation == 1, "\(hostile)")
        case .refusedOrWhole: #expect(["ASIAGOOD", HostileResponse.accessKeyId].contains(served.accessKeyId))
        }
        #expect(served.secretAccessKey == HostileResponse.secretAccessKey, "\(hostile)")
      }
    }
  }

  @Test(arguments: [1e12, 1e18, 1e300, .greatestFiniteMagnitude, .infinity])
  func farFutureExpirationsOverflowNothing(_ seconds: Double) async throws {
    let provider = ScriptedCredentialProvider(results: [
      .success(.numbered(1, expiration: Date(timeIntervalSince1970: seconds)))
    ])
    let clock = ManualClock()
    let cache = CredentialCache(provider: provider, clock: clock)
    let snapshot = try await cache.snapshot()
    try await clock.waitForSleepers(1)
    clock.advance(by: .seconds(86_400 * 365))
    #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "AKID-1")
    #expect(cache.version == CredentialCache.version(of: snapshot))
    #expect(!"\(snapshot.credentials)".isEmpty)
    #expect(clock.requestedSleeps.allSatisfy { $0 > .zero && $0 < .seconds(3600) })
  }

  @Test(arguments: [1.0, 0, -1e300, -.infinity, .nan])
  func pastExpirationsNeverReplaceGoodCredentials(_ seconds: Double) async throws {
    let bench = CacheBench(staleness: .mayServeStale)
    let dead = Credentials.numbered(2, expiration: Date(timeIntervalSince1970: seconds))
    bench.enqueue(1, lifetime: 3600)
    #expect(try await bench.keyId() == "AKID-1")
    for _ in 1...3 {
      bench.clock.advance(by: .seconds(3600))
      bench.provider.enqueue(.success(dead))
      #expect(try await bench.keyId() == "AKID-1")
    }
    #expect(bench.provider.callCount == 4 && bench.cache.generation == 1)
  }

  @Test(arguments: [-.infinity, .nan] as [Double])
  func anExpirationThatIsNoTimeIsRefused(_ seconds: Double) async throws {
    let bench = CacheBench(staleness: .mayServeStale)
    bench.provider.enqueue(.success(.numbered(2, expiration: Date(timeIntervalSince1970: seconds))))
    let error = await #expect(throws: CredentialError.self) { try await bench.keyId() }
    #expect(error?.code == .expired)
  }
}

// MARK: - Silence

extension HostileAnswerTests {
  @Test func aServiceThatNeverAnswersIsGivenUp() async throws {
    for make in [container, metadata] {
      let transport = service({ HostileResponse.json()[0].response() }, at: "nowhere")
      let clock = ManualClock()
      let cache = CredentialCache(provider: make(transport), clock: clock, random: { 0.5 })
      transport.hold()
      let first = TestTask { try await cache.snapshot(at: clock.now()) }
      try await transport.waitForRequests(1)
      try await clock.waitForSleep(of: cache.policy.providerTimeout)
      clock.advance(by: cache.policy.providerTimeout)
      let error = await #expect(throws: CredentialError.self) { try await first.value }
      #expect(error?.code == .timedOut)
      transport.release()
      #expect(try await cache.snapshot(at: clock.now()).credentials.accessKeyId == "ASIAGOOD")
      // The cache may refresh by itself as soon as the time has passed.
      let count = transport.requests.count
      transport.hold()
      clock.advance(by: .seconds(3600))
      let second = TestTask { try await cache.snapshot(at: clock.now()) }
      try await transport.waitForRequests(count + 1)
      try await clock.waitForSleep(of: cache.policy.providerTimeout)
      clock.advance(by: cache.policy.providerTimeout)
      #expect(try await second.value.credentials.accessKeyId == "ASIAGOOD")
    }
  }

  @Test func anEndlessBodyEnds() async {
    let count = Locked(0)
    let endless = AsyncStream<[UInt8]> {
      count.withLock { $0 += 1 }
      return [UInt8](repeating: 0x20, count: 64 * 1024)
    }
    let transport = service(
      { HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(stream: endless, length: .unknown)) },
      at: "/id")
    let error = await #expect(throws: CredentialError.self) { try await container(transport).credentials() }
    #expect(error?.code == .invalidResponse && error?.message.contains("1048576 bytes") == true)
    #expect(count.withLock { $0 } < 20 && transport.requests.count == 1)
  }

  @Test func theEnvironmentsExpirationIsChecked() async throws {
    func cache(_ expiration: String) -> CredentialCache {
      let provider = EnvironmentCredentialProvider(environment: [
        "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_CREDENTIAL_EXPIRATION": expiration,
      ])
      return CredentialCache(provider: provider, clock: ManualClock())
    }
    for past in ["2025-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-01-01T00:00:00Z"] {
      let error = await #expect(throws: CredentialError.self) { try await cache(past).snapshot() }
      #expect(error?.code == .expired && error?.message.contains("expired at") == true)
    }
    for wrong in ["10000-01-01T00:00:00Z", "1e300", "soon", "2026-13-01T00:00:00Z", "２０２７-01-01T00:00:00Z", "\u{0}"] {
      let error = await #expect(throws: CredentialError.self) { try await cache(wrong).snapshot() }
      #expect(error?.code == .invalidConfiguration && error?.message.contains("AWS_CREDENTIAL_EXPIRATION") == true)
    }
    #expect(try await cache("9999-12-31T23:59:59.999999999Z").snapshot().credentials.accessKeyId == "AKID")
  }
}
