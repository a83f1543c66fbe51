import AWSCore
import AWSCredentials
import AWSIdentity
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Several processes with one login, whose refresh token works once: each provider here stands for a process.
@Suite
struct TokenRaceTests {
  private static let settings = ProfileChain.SingleSignOn(
    sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
    accountId: "123456789012", roleName: "Reader")
  private static let path = "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"
  private let home = SSOHome()

  /// The token service takes the refresh token once; the winner's response is kept back until a signal.
  private final class Services: Sendable {
    let refusals = Counter()
    let exchanges = Counter()

    func make(
      role: HTTPTransportResponse, answer: @escaping @Sendable () async -> Void
    ) -> ScriptedTransport {
      let (refusals, exchanges) = (refusals, exchanges)
      return ScriptedTransport { record async throws(HTTPTransportError) in
        guard record.head.path == "/token" else { return role }
        guard exchanges.next() == 1 else {
          refusals.next()
          return .status(400, #"{"error": "invalid_grant"}"#)
        }
        await answer()
        return .status(
          200, #"{"accessToken": "ACCESS-TOKEN-TWO", "expiresIn": 3600, "refreshToken": "REFRESH-TOKEN-TWO"}"#)
      }
    }
  }

  private final class Counter: Sendable {
    private let count = Locked(0)
    @discardableResult func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
    var value: Int { count.withLock { $0 } }
  }

  private func role() -> HTTPTransportResponse {
    let milliseconds = Int(home.clock.now().addingTimeInterval(3600).timeIntervalSince1970 * 1000)
    return .status(
      200,
      """
      {"roleCredentials": {"accessKeyId": "ASIAROLE", "secretAccessKey": "ROLE-SECRET", "sessionToken": "ROLE-SESSION",
       "expiration": \(milliseconds)}}
      """)
  }

  private func provider(_ transport: any HTTPTransport, wait: Duration = .seconds(3600)) -> SSOCredentialProvider {
    var context = home.context(transport)
    context.tokenFileWait = wait
    return SSOCredentialProvider(Self.settings, context: context)
  }

  @Test(arguments: [0.1, 0.3, 1.0]) func allOfThemGetTheWinnersToken(delay: Double) async throws {
    home.files.write(Self.path, home.token(life: -10))
    let services = Services()
    // The winner is slow: its response comes after all others have been refused.
    let (signal, sink) = AsyncStream<Void>.makeStream()
    let transport = services.make(role: role()) { for await _ in signal {} }
    let providers = (0..<6).map { _ in provider(transport) }
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for provider in providers { group.addTask { try await provider.credentials().accessKeyId } }
      try await transport.waitForRequests(6)
      home.clock.advance(by: .seconds(delay))
      sink.finish()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(keys == [String](repeating: "ASIAROLE", count: 6))
    #expect(services.refusals.value == 5)
    #expect(home.files.text(of: Self.path)?.contains("ACCESS-TOKEN-TWO") == true)
  }

  @Test func aLoginThatHasEndedIsToldAfterTheWait() async throws {
    home.files.write(Self.path, home.token(life: -10))
    let transport = ScriptedTransport([.status(400, body: #"{"error": "invalid_grant"}"#)])
    let error = await #expect(throws: CredentialError.self) {
      try await provider(transport, wait: .zero).credentials()
    }
    #expect(error?.code == .rejected && error?.message.contains("aws sso login") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func aFileThatIsBeingWrittenIsLookedAtAgain() async throws {
    let whole = home.token(life: 3600)
    for half in ["", String(whole.prefix(40))] {
      let files = FileThatIsBeingWritten(reads: [half, half, whole])
      var context = home.context(ScriptedTransport([.response(role())]))
      context.tokenFileWait = .seconds(1)
      context.fileSystem = files
      context.clock = ImpatientClock(base: home.clock)
      #expect(try await SSOCredentialProvider(Self.settings, context: context).credentials().accessKeyId == "ASIAROLE")
    }
  }

  /// A file system with one file, which reads differently each time.
  private final class FileThatIsBeingWritten: CredentialFileSystem {
    private let left: Locked<[String]>

    init(reads: [String]) { left = Locked(reads) }

    func read(_ path: String, limit: Int) throws(FileSystemError) -> [UInt8] {
      guard path.hasSuffix(".json") else { throw FileSystemError(.notFound, path: path) }
      return left.withLock { left in Array((left.count > 1 ? left.removeFirst() : left[0]).utf8) }
    }
  }

  @Test func nobodyWaitsForAFileThatWasRemoved() async throws {
    home.files.write(Self.path, home.token(life: -10))
    let files = home.files
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      files.remove(Self.path)
      return .status(400, #"{"error": "invalid_grant"}"#)
    }
    let error = await #expect(throws: CredentialError.self) { try await provider(transport).credentials() }
    #expect(error?.code == .rejected)
  }

  @Test func nobodyWaitsWhoseTokenStillWorks() async throws {
    home.files.write(Self.path, home.token(life: 200))
    let role = role()
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      record.head.path == "/token" ? .status(400, #"{"error": "invalid_grant"}"#) : role
    }
    #expect(try await provider(transport).credentials().accessKeyId == "ASIAROLE")
  }

  @Test func aHangingRefreshEndsAtItsLimitAndTheNextCallAsksAgain() async throws {
    home.files.write(Self.path, home.token(life: -10))
    let transport = ScriptedTransport([
      .text(#"{"accessToken": "ACCESS-TOKEN-TWO", "expiresIn": 3600}"#), .response(role()),
    ])
    let provider = provider(transport)
    transport.hold()
    for round in 1...3 {
      async let call = Result.of(provider)
      try await transport.waitForRequests(round)
      try await home.clock.waitForSleepers(1)
      home.clock.advance(by: .seconds(20))
      let result = await call
      #expect(result.failure?.code == .timedOut, "\(result)")
    }
    transport.release()
    #expect(try await provider.credentials().accessKeyId == "ASIAROLE")
  }

  @Test func aCallerThatIsCancelledDoesNotWaitForTheRefresh() async throws {
    home.files.write(Self.path, home.token(life: -10))
    let transport = ScriptedTransport([
      .text(#"{"accessToken": "ACCESS-TOKEN-TWO", "expiresIn": 3600}"#), .response(role()),
    ])
    let provider = provider(transport)
    transport.hold()
    let first = Task { try await provider.credentials() }
    try await transport.waitForRequests(1)
    first.cancel()
    await #expect(throws: CredentialError.self) { try await first.value }
    // The refresh goes on for whoever comes next: its token works once.
    async let second = provider.credentials()
    transport.release()
    #expect(try await second.accessKeyId == "ASIAROLE")
    #expect(transport.requests.count == 2)
  }
}

extension HTTPTransportResponse {
  static func status(_ code: Int, _ body: String) -> HTTPTransportResponse {
    HTTPTransportResponse(head: HTTPResponse(status: .init(code: code)), body: AWSHTTPBody(body))
  }
}

extension Result where Success == Credentials, Failure == CredentialError {
  static func of(_ provider: some CredentialProvider) async -> Self {
    do throws(CredentialError) {
      return .success(try await provider.credentials())
    } catch {
      return .failure(error)
    }
  }

  var failure: CredentialError? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}
