import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One cache per session, no more of them than the capacity, and none that is used twice.
@Suite struct CredentialCachePoolTests {
  private let clock = ManualClock()
  private let transport: ScriptedTransport

  /// STS says yes to all that is asked of it except for the role `forbidden`, with a key that tells how often it was asked.
  init() {
    let clock = clock
    let asked = Locked(0)
    transport = ScriptedTransport { request throws(HTTPTransportError) in
      let form = String(decoding: request.body, as: UTF8.self)
      if form.contains("forbidden") {
        let body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
        return HTTPTransportResponse(head: .init(status: .forbidden), body: AWSHTTPBody(body))
      }
      let number = asked.withLock { count in
        count += 1
        return count
      }
      let end = ISO8601.string(from: clock.now().addingTimeInterval(3600))
      let body = """
        <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(number)</AccessKeyId><SecretAccessKey>hush\
        </SecretAccessKey><SessionToken>quiet-\(number)</SessionToken><Expiration>\(end)</Expiration></Credentials>\
        </AssumeRoleResult></AssumeRoleResponse>
        """
      return HTTPTransportResponse(head: .init(status: .ok), body: AWSHTTPBody(body))
    }
  }

  private func pool(capacity: Int = 2) throws -> CredentialCachePool {
    let own = Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "hush")
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(own)), region: "us-east-1", transport: transport,
      clock: clock, random: { 0 })
    return CredentialCachePool(client: try STSClient(configuration: configuration), capacity: capacity)
  }

  private func role(_ name: String, session: String = "s") -> STSClient.AssumeRoleInput {
    STSClient.AssumeRoleInput(roleArn: "arn:aws:iam::123456789012:role/\(name)", sessionName: session)
  }

  @Test func aRoleIsAssumedOnceForAllWhoAsk() async throws {
    let pool = try pool()
    transport.hold()
    let callers = (0..<20).map { _ in
      TestTask { [role = role("a")] in try await pool.credentials(for: role).snapshot().credentials.accessKeyId }
    }
    try await transport.waitForRequests(1)
    transport.release()
    for caller in callers { #expect(try await caller.value == "ASIA1") }
    #expect(transport.requests.count == 1 && pool.count == 1)
    _ = try await pool.credentials(for: role("b")).snapshot()
    #expect(transport.requests.count == 2)
  }

  @Test func whateverMakesAnotherSessionMakesAnotherCache() throws {
    let pool = try pool(capacity: 100)
    let tags = [STSClient.Tag(key: "k", value: "v"), STSClient.Tag(key: "l", value: "w")]
    var all = [role("a"), role("b"), role("a", session: "t")]
    for change: (inout STSClient.AssumeRoleInput) -> Void in [
      { $0.externalId = "x" }, { $0.externalId = "" }, { $0.permissions.policy = "{}" },
      { $0.permissions.policyArns = ["arn:a", "arn:b"] }, { $0.tags = tags }, { $0.tags = [tags[0]] },
      { $0.transitiveTagKeys = ["k"] }, { $0.duration = .seconds(900) }, { $0.sourceIdentity = "me" },
      { $0.mfaSerial = "m" },
      // Two texts of different bytes, which are the same for a String.
      { $0.permissions.policy = "\u{E9}" }, { $0.permissions.policy = "e\u{301}" },
      // No value runs into the next.
      { $0.tags = [.init(key: "a", value: "bc")] }, { $0.tags = [.init(key: "ab", value: "c")] },
    ] {
      var role = role("a")
      change(&role)
      all.append(role)
    }
    let caches = all.map { pool.credentials(for: $0) }
    #expect(Set(caches.map(ObjectIdentifier.init)).count == all.count && pool.count == all.count)
    for (role, cache) in zip(all, caches) { #expect(pool.credentials(for: role) === cache) }
    var reordered = role("a")
    reordered.tags = tags.reversed()
    var ordered = reordered
    ordered.tags = tags
    #expect(pool.credentials(for: reordered) === pool.credentials(for: ordered))
  }

  @Test func theOneThatWasUsedLongestAgoIsLetGo() async throws {
    let pool = try pool()
    var fetches: [Int] = []
    // `c` takes the place of `b`, `b` that of `c`, and `c` that of `b`.
    for name in ["a", "b", "a", "c", "a", "b", "a", "c"] {
      _ = try await pool.credentials(for: role(name)).snapshot()
      fetches.append(transport.requests.count)
      #expect(pool.count <= 2)
    }
    #expect(fetches == [1, 2, 2, 3, 3, 4, 4, 5])
  }

  /// The order of use is kept through any number of uses; nobody holds a cache here, so those that are alive are kept.
  @Test func thoseThatWereUsedLastAreKept() throws {
    let pool = try pool(capacity: 5)
    var order: [Int] = []
    var alive: [Int: Weak] = [:]
    var state: UInt64 = 1
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Int(state >> 33) % 12
      alive[number] = Weak(cache: pool.credentials(for: role("r\(number)")))
      order.removeAll { $0 == number }
      order.append(number)
      let kept = Set(alive.filter { $0.value.cache != nil }.keys)
      #expect(kept == Set(order.suffix(5)) && pool.count == min(order.count, 5))
    }
  }

  private struct Weak { weak var cache: CredentialCache? }

  @Test func aCacheThatIsLetGoEndsWithItsTimer() async throws {
    let pool = try pool(capacity: 1)
    weak var first: CredentialCache?
    do {
      let cache = pool.credentials(for: role("a"))
      _ = try await cache.snapshot()
      first = cache
    }
    try await clock.waitForSleepers(1)
    #expect(first != nil)
    _ = pool.credentials(for: role("b"))
    // A finished fetch may hold it for a moment more.
    try await eventually("its release") { first == nil }
    try await eventually("the end of its timer") { clock.sleeperCount == 0 }
  }

  @Test func aCacheThatIsHeldWorksOnAndIsFoundAgain() async throws {
    let pool = try pool(capacity: 1)
    let held = pool.credentials(for: role("a"))
    #expect(try await held.snapshot().credentials.accessKeyId == "ASIA1")
    _ = pool.credentials(for: role("b"))
    clock.advance(by: .seconds(3601))
    let now = clock.now()
    #expect(try await held.snapshot(at: now).credentials.accessKeyId == "ASIA2")
    #expect(pool.credentials(for: role("a")) === held && pool.count == 1)
    #expect(try await pool.credentials(for: role("a")).snapshot(at: now).credentials.accessKeyId == "ASIA2")
  }

  @Test func aFailureIsNotKept() async throws {
    let pool = try pool()
    let forbidden = role("forbidden")
    for _ in 0..<2 {
      let error = await #expect(throws: CredentialError.self) { try await pool.credentials(for: forbidden).snapshot() }
      #expect(error?.code == .rejected)
      // The cache does not ask again at once.
      clock.advance(by: .seconds(3600))
    }
    #expect(transport.requests.count == 2)
    #expect(try await pool.credentials(for: role("a")).snapshot().credentials.accessKeyId == "ASIA1")
  }

  @Test func whatWasLetGoIsForgotten() throws {
    let pool = try pool(capacity: 5)
    for number in 0..<1000 { _ = pool.credentials(for: role("r\(number)")) }
    #expect(pool.count == 5 && pool.releasedCount <= 10)
    let held = (0..<100).map { pool.credentials(for: role("h\($0)")) }
    for number in 0..<1000 { _ = pool.credentials(for: role("s\(number)")) }
    #expect(pool.count == 5 && pool.releasedCount <= 210)
    for (number, cache) in held.enumerated() { #expect(pool.credentials(for: role("h\(number)")) === cache) }
  }

  @Test(arguments: [0, -1])
  func thereIsRoomForOne(capacity: Int) throws {
    let pool = try pool(capacity: capacity)
    #expect(pool.capacity == 1 && pool.credentials(for: role("a")) === pool.credentials(for: role("a")))
  }
}
