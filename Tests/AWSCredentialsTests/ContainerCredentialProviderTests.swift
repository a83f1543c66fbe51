import AWSCredentials
import AWSTesting
import HTTPTypes
import Logging
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ContainerCredentialProviderTests {
  static let answer = """
    {"RoleArn":"arn","AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"hush","Token":"hush-token",
     "Expiration":"2026-01-31T12:00:00Z","AccountId":"123456789012"}
    """
  private let clock = SelfAdvancingClock()
  private let fileSystem = InMemoryFileSystem()

  private func provider(
    _ transport: ScriptedTransport, full: String = "http://169.254.170.23/v1/credentials",
    _ more: [String: String] = [:]
  ) -> ContainerCredentialProvider {
    let variables = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": full].merging(more) { $1 }
    return ContainerCredentialProvider(
      context: CredentialProviderContext(
        environment: ProcessEnvironment(variables), fileSystem: fileSystem, transport: transport, clock: clock))
  }

  private func failure(_ provider: ContainerCredentialProvider) async -> CredentialError? {
    await #expect(throws: CredentialError.self) { try await provider.credentials() }
  }

  @Test func readsTheAnswer() async throws {
    let transport = ScriptedTransport([.text(Self.answer)])
    let provider = provider(transport)
    let found = try await provider.credentials()
    #expect(found.accessKeyId == "ASIAEXAMPLE" && found.secretAccessKey == "hush" && found.sessionToken == "hush-token")
    #expect(found.expiration?.timeIntervalSince1970 == 1_769_860_800)
    #expect(found.accountId == "123456789012" && found.provider == "container")
    #expect(provider.staleness == .mayServeStale)
    let timeouts = try #require(transport.requests.first?.timeouts)
    #expect(timeouts.connect == .seconds(2) && timeouts.total == .seconds(5))
    #expect(transport.requests.first?["Authorization"] == nil)
  }

  @Test(arguments: [
    "http://127.0.0.1:1/x", "http://127.9.9.9/x", "http://[::1]:8/x", "http://[0:0:0:0:0:0:0:1]/x",
    "http://LOCALHOST/x", "http://[FD00:0EC2::23]/x", "https://example.com/x?y=z",
  ])
  func allowedHosts(_ url: String) async throws {
    _ = try await provider(ScriptedTransport([.text(Self.answer)]), full: url).credentials()
  }

  @Test(arguments: [
    "http://169.254.170.3/x", "http://example.com/x", "http://127.0.0.1.example.com/x", "http://0177.0.0.1/x",
    "http://127.1/x", "http://2130706433/x", "http://127.0.0.1@example.com/x", "http://[::ffff:127.0.0.1]/x",
    "http://localhost.example.com/x", "http://[fd00:ec2::24]/x", "ftp://localhost/x", "http://:80/x",
    "http://localhost:0/x", "http://localhost:99999/x", "http://localhost\\@example.com/", "http://[::1/x",
    "http://[::1]x/", "http://local host/", "http:///x", "http://lоcalhost/x", "http://localhost/#x",
  ])
  func refusedHosts(_ url: String) async {
    let transport = ScriptedTransport([.text(Self.answer)])
    #expect(await failure(provider(transport, full: url))?.code == .invalidConfiguration)
    #expect(transport.requests.isEmpty)
  }

  @Test func relativeAddressMustBeAPath() async {
    let provider = provider(ScriptedTransport(), ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@example.com/"])
    #expect(await failure(provider)?.message.contains("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") == true)
  }

  @Test func tokenFileWinsAndIsReadAtEachFetch() async throws {
    let transport = ScriptedTransport([.text(Self.answer), .text(Self.answer)])
    let provider = provider(
      transport,
      ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "variable"])
    fileSystem.write("/token", "first")
    _ = try await provider.credentials()
    fileSystem.write("/token", "second")
    _ = try await provider.credentials()
    #expect(transport.requests.map { $0["Authorization"] } == ["first", "second"])
  }

  @Test func tokensThatCannotBeUsed() async {
    let transport = ScriptedTransport()
    fileSystem.write("/lines", "hush\r\nX-Other: 1")
    fileSystem.write("/empty", "")
    fileSystem.write("/bytes", bytes: [0xFF])
    for path in ["/lines", "/empty", "/bytes", "/missing"] {
      let error = await failure(provider(transport, ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": path]))
      #expect(error?.code == .invalidConfiguration && error?.message.contains(path) == true)
      #expect(error?.message.contains("hush") == false)
    }
    let error = await failure(provider(transport, ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush\nx"]))
    #expect(error?.message.contains("AWS_CONTAINER_AUTHORIZATION_TOKEN ") == true)
    #expect(transport.requests.isEmpty)
  }

  @Test func repeatsWhatMayPass() async throws {
    let transport = ScriptedTransport([
      .status(500), .failure(HTTPTransportError(.timeout, message: "late")), .text(Self.answer),
    ])
    _ = try await provider(transport).credentials()
    #expect(transport.requests.count == 3)
    #expect(clock.requestedSleeps == [.milliseconds(200), .milliseconds(400)])

    let broken = ScriptedTransport([.text("<html>"), .text("<html>"), .text("<html>"), .text(Self.answer)])
    #expect(await failure(provider(broken))?.code == .invalidResponse)
    #expect(broken.requests.count == 3)
  }

  @Test func doesNotRepeatARefusal() async {
    let transport = ScriptedTransport([.status(403, body: #"{"code":"AccessDenied","message":"no hush for you"}"#)])
    let error = await failure(provider(transport, ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush"]))
    #expect(error?.message.contains("status 403: AccessDenied: no <redacted> for you") == true)
    #expect(transport.requests.count == 1)
    let redirected = ScriptedTransport([.status(302, headers: [.location: "http://example.com"])])
    #expect(await failure(provider(redirected))?.message.contains("redirects") == true)
  }

  @Test(arguments: ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"])
  func missingOrWrongMembersAreNamed(_ member: String) async {
    for broken in [
      Self.answer.replacing("\"\(member)\":", with: "\"Other\":"),
      Self.answer.replacing("\"\(member)\":", with: "\"\(member)\":1,\"Other\":"),
    ] {
      let transport = ScriptedTransport { _ in Self.response(broken) }
      let error = await failure(provider(transport))
      #expect(error?.code == .invalidResponse && error?.message.contains(member) == true)
      // The service has said what it has to say: one request, one verdict.
      #expect(transport.requests.count == 1)
    }
    for date in ["2026-13-31T12", "tomorrow", " "] {
      let transport = ScriptedTransport { _ in Self.response(Self.answer.replacing("2026-01-31T12", with: date)) }
      let error = await failure(provider(transport))
      #expect(error?.message.contains("Expiration") == true && transport.requests.count == 1)
    }
  }

  @Test func hugeOrHostileBodies() async {
    for body in [String(repeating: " ", count: 1 << 20 + 1), String(repeating: "[", count: 100_000), "null", "{}", ""] {
      let error = await failure(provider(ScriptedTransport { _ in Self.response(body) }))
      #expect(error?.code == .invalidResponse)
    }
  }

  @Test func cancellationEndsTheWait() async throws {
    let clock = ManualClock()
    let provider = ContainerCredentialProvider(
      context: CredentialProviderContext(
        environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
        transport: ScriptedTransport { _ in Self.response("", status: 500) }, clock: clock))
    let task = TestTask { try await provider.credentials() }
    try await clock.waitForSleepers(1)
    task.cancel()
    let error = await #expect(throws: CredentialError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  static func response(_ body: String, status: Int = 200) -> HTTPTransportResponse {
    HTTPTransportResponse(head: HTTPResponse(status: .init(code: status)), body: AWSHTTPBody(body))
  }
}
