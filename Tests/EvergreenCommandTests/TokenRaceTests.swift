import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Real processes that share one login, whose refresh token works once.
@Suite
struct TokenRaceTests {
  private static let account = "123456789012"

  /// The program that was built along with the tests.
  private static var program: String? {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evergreen")
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [besideTests, root.appending(path: ".build/debug/evergreen")].map(\.path)
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A home directory with a login whose token has expired.
  private struct Home {
    let path: String
    let tokenFile: String
    let emulator: Emulator

    init(_ emulator: Emulator) throws {
      self.emulator = emulator
      path =
        FileManager.default.temporaryDirectory.appending(
          path: "evergreen-race-\(UInt64.random(in: 1 ... .max))"
        ).path
      let cache = path + "/.aws/sso/cache"
      try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
      // sha1("my-sso")
      tokenFile = cache + "/0ad374308c5a4e22f723adf10145eafad7c4031c.json"
      let login = emulator.createSSOLogin(roles: [.init(accountId: account, roleName: "Reader")])
      let text = login.tokenFile
      let expiration = try #require(text.firstRange(of: "\"expiresAt\":\""))
      let end = try #require(text[expiration.upperBound...].firstIndex(of: "\""))
      let expired = "\(text[..<expiration.upperBound])2020-01-01T00:00:00Z\(text[end...])"
      try Data(expired.utf8).write(to: URL(filePath: tokenFile))
      let config = """
        [default]
        sso_session = my-sso
        sso_account_id = \(account)
        sso_role_name = Reader
        [sso-session my-sso]
        sso_region = us-east-1
        sso_start_url = \(login.startURL)
        """
      try Data(config.utf8).write(to: URL(filePath: path + "/.aws/config"))
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func credentials() async throws -> (status: ProcessOutcome.Status, errors: String) {
      let program = try #require(program, "the program evergreen was not built")
      let variables = [
        "HOME=\(path)", "AWS_REGION=us-east-1", "AWS_ENDPOINT_URL_SSO=\(emulator.ssoPortalEndpoint)",
        "AWS_ENDPOINT_URL_SSO_OIDC=\(emulator.ssoOIDCEndpoint)", "AWS_EC2_METADATA_DISABLED=true",
      ]
      let outcome = try await SystemProcessRunner().run(
        ProcessCommand(
          program: "/usr/bin/env", arguments: ["-i"] + variables + [program, "credentials"],
          timeout: .seconds(600)))
      return (outcome.status, String(decoding: outcome.standardError, as: UTF8.self))
    }
  }

  private func withHome(_ body: (Home) async throws -> Bool) async throws -> Bool {
    var configuration = EmulatorConfiguration()
    configuration.services = [.ssoPortal, .ssoOIDC]
    configuration.refreshTokenReuse = .never
    return try await Emulator.withEmulator(configuration) { emulator in
      let home = try Home(emulator)
      defer { home.remove() }
      return try await body(home)
    }
  }

  /// The shortest of the waits of a process: 4 s for the file of another, 5 s for one that holds the lock.
  private static let shortestWait = Duration.seconds(4)

  /// Has six processes refresh the token.
  ///
  /// - Returns: Whether all was over before one of them could have given up waiting for another. The processes go by real time: on
  ///   a machine that is busy for longer, it is right that one goes on alone.
  private func runSix(_ home: Home) async throws -> Bool {
    let start = ContinuousClock.now
    let outcomes = try await withThrowingTaskGroup(of: (ProcessOutcome.Status, String).self) { group in
      for _ in 0..<6 { group.addTask { try await home.credentials() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    guard ContinuousClock.now - start < Self.shortestWait else { return false }
    for (status, errors) in outcomes { #expect(status == .exited(0), "\(errors)") }
    #expect(home.emulator.statistics.tokensRefreshed == 1)
    return true
  }

  /// Runs a test until the machine has had the time for it.
  private func whenThereIsTime(_ body: () async throws -> Bool) async throws {
    for _ in 0..<20 {
      if try await body() { return }
    }
    try Test.cancel(
      "The machine was too busy twenty times: six processes took longer than one of them waits for another.")
  }

  @Test(arguments: [0.1, 0.3, 1.0]) func sixProcessesTakeTurns(delay: Double) async throws {
    try await whenThereIsTime {
      try await withHome { home in
        home.emulator.faults.add(EmulatedFaultRule(.respondLate(by: .seconds(delay)), service: .ssoOIDC, limit: 1))
        guard try await runSix(home) else { return false }
        // None of them had to be refused.
        #expect(home.emulator.statistics[.ssoOIDC].rejected == 0)
        return true
      }
    }
  }

  @Test(arguments: [0.1, 0.3, 1.0]) func withoutALockTheyWaitForTheWinnersFile(delay: Double) async throws {
    try await whenThereIsTime {
      try await withHome { home in
        // Nothing can be locked where the lock file should be.
        try FileManager.default.createDirectory(atPath: home.tokenFile + ".lock", withIntermediateDirectories: true)
        home.emulator.faults.add(EmulatedFaultRule(.respondLate(by: .seconds(delay)), service: .ssoOIDC, limit: 1))
        return try await runSix(home)
      }
    }
  }

  @Test func oneThatCrashesWhileItRefreshesHoldsNobodyUp() async throws {
    var configuration = EmulatorConfiguration()
    configuration.services = [.ssoPortal, .ssoOIDC]
    try await Emulator.withEmulator(configuration) { emulator in
      let home = try Home(emulator)
      defer { home.remove() }
      emulator.faults.add(EmulatedFaultRule(.respondLate(by: .seconds(600)), service: .ssoOIDC, limit: 1))
      let first = TestTask { try await home.credentials() }
      try await eventually("a refresh that has begun") { emulator.statistics.tokensRefreshed > 0 }
      // The program is killed.
      first.cancel()
      _ = try? await first.value
      let (status, errors) = try await home.credentials()
      #expect(status == .exited(0), "\(errors)")
    }
  }
}
