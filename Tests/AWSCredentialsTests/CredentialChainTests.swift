import AWSCredentials
import AWSTesting
import Logging
import Testing

struct CredentialChainTests {
  private let one = Credentials(accessKeyId: "ONE", secretAccessKey: "hush")
  private let two = Credentials(accessKeyId: "TWO", secretAccessKey: "hush")

  private func error(_ code: CredentialError.Code, _ provider: String) -> CredentialError {
    CredentialError(code, provider: provider, message: "as told")
  }

  @Test func goesOnOnlyWhenNotConfigured() async throws {
    let last = ScriptedCredentialProvider { [two] _ in two }
    let chain = CredentialChain([
      ScriptedCredentialProvider(results: [.failure(error(.notConfigured, "a"))]),
      ScriptedCredentialProvider(results: [.success(one)]), last,
    ])
    #expect(try await chain.credentials() == one)
    #expect(last.callCount == 0)
  }

  @Test(arguments: [
    CredentialError.Code.invalidConfiguration, .unreachable, .timedOut, .invalidResponse, .expired, .rejected,
    .exhausted, .failed, .cancelled,
  ])
  func anyOtherErrorStops(_ code: CredentialError.Code) async {
    let last = ScriptedCredentialProvider { [two] _ in two }
    let chain = CredentialChain([
      ScriptedCredentialProvider(results: [.failure(error(.notConfigured, "a"))]),
      ScriptedCredentialProvider(results: [.failure(error(code, "b"))]),
      last,
    ])
    let thrown = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(thrown?.code == code && thrown?.provider == "b")
    #expect(thrown?.message.hasPrefix("as told") == true && thrown?.message.contains("not configured: a") == true)
    #expect(thrown?.attempts.map(\.provider) == ["a", "b"])
    #expect(last.callCount == 0)
  }

  @Test func exhaustedListsWhatEachProviderSaid() async {
    let inner = CredentialChain([EnvironmentCredentialProvider(environment: [:])])
    let chain = CredentialChain([
      inner,
      SharedFileCredentialProvider(
        context: CredentialProviderContext(
          environment: ["HOME": "/h"], fileSystem: InMemoryFileSystem(), transport: ScriptedTransport())),
      ContainerCredentialProvider(context: CredentialProviderContext(environment: [:], transport: ScriptedTransport())),
    ])
    let thrown = await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(thrown?.code == .exhausted)
    #expect(thrown?.attempts.map(\.provider) == ["environment", "shared files", "container"])
    let text = thrown.map { "\($0)" } ?? ""
    #expect(text.contains("AWS_ACCESS_KEY_ID") && text.contains("/h/.aws/credentials"))
    let empty = await #expect(throws: CredentialError.self) { try await CredentialChain([]).credentials() }
    #expect(empty?.code == .exhausted)
  }

  @Test func recoversAfterAFailure() async throws {
    let chain = CredentialChain([ScriptedCredentialProvider(results: [.failure(error(.failed, "a")), .success(one)])])
    await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(try await chain.credentials() == one)
  }

  @Test func stalenessIsThatOfTheProviderThatGaveLast() async throws {
    let first = ScriptedCredentialProvider(
      staleness: .strict,
      results: [.failure(error(.notConfigured, "a")), .success(one), .failure(error(.failed, "a"))])
    let chain = CredentialChain([first, ScriptedCredentialProvider(staleness: .mayServeStale) { [two] _ in two }])
    #expect(chain.staleness == .strict)
    #expect(try await chain.credentials() == two)
    #expect(chain.staleness == .mayServeStale)
    #expect(try await chain.credentials() == one)
    #expect(chain.staleness == .strict)
    await #expect(throws: CredentialError.self) { try await chain.credentials() }
    #expect(chain.staleness == .strict)
  }

  /// A fetch that began earlier and ends later must not speak for one that began after it.
  @Test func lateFetchDoesNotOverrideStaleness() async throws {
    let gated = ScriptedCredentialProvider(staleness: .strict, results: [.success(one)])
    let front = ScriptedCredentialProvider(staleness: .mayServeStale) { [two] call throws(CredentialError) in
      if call == 1 { throw CredentialError(.notConfigured, provider: "front", message: "not yet") }
      return two
    }
    gated.hold()
    let chain = CredentialChain([front, gated])
    let slow = TestTask { try await chain.credentials() }
    try await gated.waitForCalls(1)
    #expect(try await chain.credentials() == two)
    gated.release()
    #expect(try await slow.value == one)
    #expect(chain.staleness == .mayServeStale)
  }

  @Test func logsAreQuietAndHoldNoSecret() async throws {
    let log = RecordedLog()
    let logger = log.logger
    let transport = ScriptedTransport([.status(500, body: "hush"), .text(ContainerCredentialProviderTests.answer)])
    let chain = CredentialChain(
      [
        EnvironmentCredentialProvider(environment: [:]),
        ContainerCredentialProvider(
          context: CredentialProviderContext(
            environment: [
              "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/hush-path", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush-auth",
            ], transport: transport, clock: SelfAdvancingClock(), logger: logger)),
      ], logger: logger)
    _ = try await chain.credentials()
    #expect(log.lines.count == 2)
    #expect(log.levels.allSatisfy { $0 <= .info })
    #expect(log.lines.allSatisfy { !$0.contains("hush") && $0.contains("aws.credentials.provider") })
  }
}
