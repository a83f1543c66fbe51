import AWSCore
import AWSCredentials
import AWSIdentity
import AWSTesting
import Crypto
import Logging
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a program finds: environment, files and recorded requests on one side, credentials or an error on the other.
@Suite
struct DefaultChainScenarioTests {
  @Test func thereAreScenarios() {
    print("default chain: \(Scenario.collection.scenarios.count) scenarios")
    #expect(Scenario.collection.scenarios.count >= 60)
    #expect(Set(Scenario.collection.scenarios.map(\.name)).count == Scenario.collection.scenarios.count)
  }

  @Test(arguments: Scenario.collection.scenarios)
  func scenario(_ scenario: Scenario) async throws {
    let start = try #require(ISO8601.date(from: Scenario.collection.now))
    let key = P256.Signing.PrivateKey().pemRepresentation.replacing("\n", with: "\\n")
    let files = InMemoryFileSystem((scenario.files ?? [:]).mapValues { $0.replacing("{{dpopKey}}", with: key) })
    for (path, text) in scenario.filesBase64 ?? [:] {
      files.write(path, bytes: Array(try #require(Data(base64Encoded: text))))
    }
    for path in scenario.unreadable ?? [] { files.fail(path, with: .permissionDenied) }
    let transport = ScenarioTransport(scenario.http ?? [])
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(scenario.environment), fileSystem: files, transport: transport,
      processRunner: ScenarioProcesses(programs: scenario.processes ?? []), clock: ScenarioClock(start: start),
      random: { 0 }, tokenCode: prompt(scenario.tokenCode), platform: .posix,
      logger: Logger(label: "scenario") { _ in SwiftLogNoOpLogHandler() })
    let cache = CredentialCache(
      provider: CredentialChain.standard(profile: scenario.profile, in: context), clock: context.clock,
      random: context.random, logger: context.logger)
    do throws(CredentialError) {
      check(try await cache.takeSnapshot().credentials, scenario.expect)
    } catch {
      check(error, scenario.expect)
    }
    #expect(transport.problems == [])
  }

  private func prompt(_ code: String?) -> CredentialProviderContext.TokenCodeProvider? {
    guard let code else { return nil }
    return { _ in code }
  }

  private func check(_ credentials: Credentials, _ expected: Scenario.Expectation) {
    #expect(expected.error == nil, "credentials were found: \(credentials)")
    #expect(credentials.accessKeyId == expected.accessKeyId)
    if let secret = expected.secretAccessKey { #expect(credentials.secretAccessKey == secret) }
    if let token = expected.sessionToken { #expect(credentials.sessionToken == token) }
    if let account = expected.accountId { #expect(credentials.accountId == account) }
    if let expiration = expected.expiration {
      #expect(credentials.expiration == ISO8601.date(from: expiration))
    }
    if let provider = expected.provider { #expect(credentials.provider.contains(provider)) }
    for secret in [credentials.secretAccessKey, credentials.sessionToken].compactMap(\.self) where secret.count > 3 {
      #expect(!"\(credentials)".contains(secret))
    }
  }

  private func check(_ error: CredentialError, _ expected: Scenario.Expectation) {
    let text = error.description
    #expect(expected.accessKeyId == nil, "no credentials were found: \(text)")
    #expect(error.code.description == expected.error, "\(text)")
    for part in expected.contains ?? [] { #expect(text.contains(part), "lacks '\(part)': \(text)") }
    for part in expected.lacks ?? [] { #expect(!text.contains(part), "holds '\(part)'") }
    #expect(error.code != .exhausted || !error.attempts.isEmpty)
  }
}
