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

/// The kit, on providers that keep their promises and on providers that break one each.
@Suite
struct ConformanceTests {
  private static let good = Credentials(
    accessKeyId: "ASIAEXAMPLE", secretAccessKey: "kit-secret", sessionToken: "kit-token",
    expiration: Date().addingTimeInterval(86_400))

  /// A provider that can be made wrong in every way.
  private struct Provider: CredentialProvider, CustomStringConvertible, CustomReflectable {
    var name = "kit"
    var description = "kit"
    var shown: [String: String] = [:]
    var inspects: @Sendable () -> ProviderInspection = { StaticCredentialProvider(ConformanceTests.good).inspection() }
    var answer: @Sendable () async throws(CredentialError) -> Credentials = { () throws(CredentialError) in
      ConformanceTests.good
    }
    var customMirror: Mirror { Mirror(self, children: shown.map { (Optional($0.key), $0.value as Any) }) }
    func credentials() async throws(CredentialError) -> Credentials { try await answer() }
    func inspection() -> ProviderInspection { inspects() }
  }

  private static func error(_ message: String, code: CredentialError.Code = .failed) -> CredentialError {
    CredentialError(code, provider: "kit", message: message)
  }

  private static let hangingProvider = Provider(answer: { () async throws(CredentialError) in
    // Never waited for: whoever cancels it ends it.
    guard (try? await Task.sleep(for: .seconds(600))) != nil else { throw error("cancelled", code: .cancelled) }
    return good
  })

  /// A kit for a provider. Its limit is far from what a provider that works needs, however busy the machine is.
  private func kit(_ provider: Provider, timeLimit: Duration = .seconds(60)) -> CredentialProviderConformance {
    var kit = CredentialProviderConformance { provider }
    kit.timeLimit = timeLimit
    kit.secrets = ["the vault's token"]
    kit.hanging = { Self.hangingProvider }
    kit.failing = {
      let fails = Switch()
      return .init(
        provider: Provider(answer: { () async throws(CredentialError) in
          if fails.isOn.withLock({ $0 }) { throw Self.error("the service refused the request") }
          return Self.good
        }), heal: { fails.isOn.withLock { $0 = false } })
    }
    return kit
  }

  /// A kit whose limit no provider that works comes near, however busy the machine is.
  private static func patient(
    make: @escaping @Sendable () async throws -> any CredentialProvider
  ) -> CredentialProviderConformance {
    var kit = CredentialProviderConformance(make: make)
    kit.timeLimit = .seconds(60)
    return kit
  }

  private static func response(_ status: Int, _ body: String) -> HTTPTransportResponse {
    HTTPTransportResponse(head: HTTPResponse(status: .init(code: status)), body: AWSHTTPBody(body))
  }

  private final class Switch: Sendable { let isOn = Locked(true) }

  private func expect(
    _ kit: CredentialProviderConformance, fails name: String, saying words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let report = await kit.run()
    let found = report.failures.first { $0.name.contains(name) }
    #expect(found != nil, "\(report)", sourceLocation: sourceLocation)
    #expect("\(report)".contains(words), "\(report)", sourceLocation: sourceLocation)
    #expect(
      !"\(report)".contains("kit-secret") && !"\(report)".contains("vault's token"), sourceLocation: sourceLocation)
    await #expect(throws: CredentialProviderConformance.Report.self, sourceLocation: sourceLocation) {
      try await kit.verify()
    }
  }

  @Test func aGoodProviderPassesEveryCheck() async throws {
    let report = await kit(Provider()).run()
    #expect(report.passed && report.checks.count == 10, "\(report)")
    #expect(report.checks.allSatisfy { $0.outcome == .passed }, "\(report)")
    try await kit(Provider()).verify()
  }

  @Test func ourOwnProvidersConform() async throws {
    try await Self.patient { StaticCredentialProvider(Self.good) }.verify()
    let environment = Self.patient {
      EnvironmentCredentialProvider(environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hush"])
    }
    try await environment.verify()
    let document =
      #"{"AccessKeyId":"ASIA","SecretAccessKey":"container-secret","Token":"t","Expiration":"2999-01-01T00:00:00Z"}"#
    @Sendable func container(_ transport: ScriptedTransport) -> ContainerCredentialProvider {
      ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "tok-1",
          ],
          fileSystem: InMemoryFileSystem(), transport: ScriptedTransport(), metadataTransport: transport,
          clock: SelfAdvancingClock()))
    }
    var kit = Self.patient {
      container(ScriptedTransport { _ throws(HTTPTransportError) in Self.response(200, document) })
    }
    kit.secrets = ["tok-1"]
    kit.failing = {
      let fails = Switch()
      let transport = ScriptedTransport { _ throws(HTTPTransportError) in
        fails.isOn.withLock { $0 } ? Self.response(403, "tok-1") : Self.response(200, document)
      }
      return .init(provider: container(transport), heal: { fails.isOn.withLock { $0 = false } })
    }
    kit.hanging = {
      let transport = ScriptedTransport()
      transport.hold()
      return container(transport)
    }
    let report = await kit.run()
    #expect(report.checks.allSatisfy { $0.outcome == .passed }, "\(report)")
  }

  @Test func whatWasNotGivenIsNotChecked() async {
    let report = await Self.patient { Provider() }.run()
    let open = report.checks.filter { if case .notChecked = $0.outcome { true } else { false } }
    #expect(report.passed && open.count == 3, "\(report)")
  }

  @Test func wrongNames() async {
    await expect(kit(Provider(name: " ")), fails: "name", saying: "blank")
    await expect(kit(Provider(name: "a\nb")), fails: "name", saying: "several lines")
  }

  @Test func wrongCredentials() async {
    func provider(_ credentials: Credentials) -> Provider {
      Provider(answer: { () throws(CredentialError) in credentials })
    }
    func set(key: String = "ASIA", secret: String = "s", token: String? = nil, life: Double? = nil) -> Credentials {
      Credentials(
        accessKeyId: key, secretAccessKey: secret, sessionToken: token,
        expiration: life.map { Date().addingTimeInterval($0) })
    }
    let cases = [
      (set(key: ""), "accessKeyId is empty"), (set(secret: "a b"), "white space"), (set(key: "ASIA\n"), "control"),
      (set(token: "a\u{7F}b"), "sessionToken holds"), (set(life: -1), "already expired"),
      (set(life: .infinity), "not a time"),
    ]
    for (credentials, words) in cases {
      await expect(kit(provider(credentials)), fails: "whole credentials", saying: words)
    }
  }

  @Test func aProviderThatWorksOnce() async {
    let box = Switch()
    let provider = Provider(answer: { () throws(CredentialError) in
      let first = box.isOn.withLock { isOn in
        defer { isOn = false }
        return isOn
      }
      if !first { throw Self.error("only once, with the vault's token") }
      return Self.good
    })
    await expect(kit(provider), fails: "repeated", saying: "a fetch failed")
  }

  @Test func sourcesThatHang() async {
    var deaf = kit(Provider(), timeLimit: .milliseconds(200))
    deaf.hanging = {
      Provider(answer: { () async throws(CredentialError) in
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
          Task.detached {
            // A provider that ignores cancellation, longer than the kit waits; nobody waits for its end.
            try? await Task.sleep(for: .seconds(600))
            continuation.resume()
          }
        }
        return Self.good
      })
    }
    await expect(deaf, fails: "cancelled fetch", saying: "still running")
    let hanging = kit(Self.hangingProvider, timeLimit: .milliseconds(200))
    await expect(hanging, fails: "whole credentials", saying: "took longer")
    var poisoning = kit(Provider())
    poisoning.hanging = {
      Provider(answer: { () async throws(CredentialError) in
        try? await Task.sleep(for: .seconds(600))
        throw Self.error("stopped waiting", code: .rejected)
      })
    }
    await expect(poisoning, fails: "cancelled fetch", saying: "throw cancelled")
  }

  @Test func sourcesThatShowSecrets() async {
    await expect(kit(Provider(description: "kit-secret")), fails: "printing", saying: "customMirror")
    await expect(kit(Provider(shown: ["token": "the vault's token"])), fails: "printing", saying: "customMirror")
    func failing(_ message: String, provider: String = "kit") -> CredentialProviderConformance {
      var kit = kit(Provider())
      kit.failing = {
        .init(
          provider: Provider(answer: { () throws(CredentialError) in
            throw CredentialError(.failed, provider: provider, message: message)
          }))
      }
      return kit
    }
    await expect(failing("refused the vault's token today"), fails: "told clearly", saying: "the error shows")
    await expect(failing("no"), fails: "told clearly", saying: "next to nothing")
    await expect(failing("a clear enough message", provider: ""), fails: "told clearly", saying: "names no provider")
    await expect(failing(String(repeating: "\u{D55C}", count: 5000)), fails: "told clearly", saying: "longer than")
    var silent = kit(Provider())
    silent.failing = { .init(provider: Provider()) }
    await expect(silent, fails: "told clearly", saying: "returned credentials")
  }

  @Test func failuresThatStick() async {
    var sticky = kit(Provider())
    sticky.failing = {
      .init(
        provider: Provider(answer: { () throws(CredentialError) in throw Self.error("failed once, failed forever") }),
        heal: {})
    }
    await expect(sticky, fails: "does not stick", saying: "failed forever")
  }

  @Test func aProviderThatCannotBeMade() async {
    struct Broken: Error {}
    let kit = CredentialProviderConformance { throw Broken() }
    let report = await kit.run()
    #expect(!report.passed && "\(report)".contains("Broken"))
  }
}
