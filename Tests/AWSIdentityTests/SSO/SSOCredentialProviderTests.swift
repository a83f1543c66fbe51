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

/// What tests of Identity Center share: a home with a token file, a clock, a script, and a log.
struct SSOHome: Sendable {
  let files = InMemoryFileSystem()
  let clock = ManualClock()
  let log = RecordedLog()
  var environment: [String: String] = ["HOME": "/home/me"]

  static let secrets = [
    "ACCESS-TOKEN-ONE", "ACCESS-TOKEN-TWO", "REFRESH-TOKEN-ONE", "REFRESH-TOKEN-TWO", "CLIENT-SECRET",
    "ROLE-SECRET", "ROLE-SESSION",
  ]

  func context(_ transport: any HTTPTransport) -> CredentialProviderContext {
    let logger = log.logger
    var context = CredentialProviderContext(
      environment: ProcessEnvironment(environment), fileSystem: files, transport: transport, clock: clock,
      random: { 0 }, platform: .posix, logger: logger)
    // No other process writes into these files.
    context.tokenFileWait = .zero
    return context
  }

  func time(_ seconds: Double) -> String {
    let date = clock.now().addingTimeInterval(seconds)
    return ISO8601.string(from: date)
  }

  func token(
    life: Double, accessToken: String = "ACCESS-TOKEN-ONE", refreshToken: String = "REFRESH-TOKEN-ONE",
    extra: String = ""
  ) -> String {
    """
    {"startUrl": "https://example.awsapps.com/start", "region": "us-east-1", "accessToken": "\(accessToken)",
     "expiresAt": "\(time(life))", "clientId": "client", "clientSecret": "CLIENT-SECRET",
     "registrationExpiresAt": "\(time(86_400 * 30))", "refreshToken": "\(refreshToken)"\(extra)}
    """
  }

  func check(_ value: Any) {
    var dumped = ""
    dump(value, to: &dumped)
    for text in ["\(value)", String(reflecting: value), dumped] + log.lines {
      for secret in Self.secrets { #expect(!text.contains(secret), "a secret shows") }
    }
  }
}

@Suite
struct SSOCredentialProviderTests {
  private static let settings = ProfileChain.SingleSignOn(
    sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
    accountId: "123456789012", roleName: "Reader/of more")
  private let home = SSOHome()
  /// sha1("my-sso")
  private let path = "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"

  private func provider(
    _ transport: ScriptedTransport, _ settings: ProfileChain.SingleSignOn = Self.settings, _ home: SSOHome? = nil
  ) -> SSOCredentialProvider {
    SSOCredentialProvider(settings, context: (home ?? self.home).context(transport))
  }

  private func role(life: Double = 3600, key: String = "ASIAROLE") -> ScriptedTransport.Response {
    let milliseconds = Int(home.clock.now().addingTimeInterval(life).timeIntervalSince1970 * 1000)
    return .text(
      """
      {"roleCredentials": {"accessKeyId": "\(key)", "secretAccessKey": "ROLE-SECRET", "sessionToken": "ROLE-SESSION",
       "expiration": \(milliseconds)}}
      """)
  }

  private func renewed(_ life: Int = 3600) -> ScriptedTransport.Response {
    .text(
      """
      {"accessToken": "ACCESS-TOKEN-TWO", "expiresIn": \(life), "refreshToken": "REFRESH-TOKEN-TWO", "tokenType": "Bearer"}
      """)
  }

  private func failure(
    _ provider: SSOCredentialProvider, _ location: SourceLocation = #_sourceLocation
  ) async throws -> CredentialError {
    let error = await #expect(throws: CredentialError.self, sourceLocation: location) {
      try await provider.credentials()
    }
    let found = try #require(error, sourceLocation: location)
    home.check(found)
    home.check(provider)
    return found
  }

  private func bearer(_ request: ScriptedTransport.RecordedRequest) -> String? {
    HTTPField.Name("x-amz-sso_bearer_token").flatMap { request.head.headerFields[$0] }
  }

  @Test(arguments: ["Z", "UTC"]) func aTokenThatWorksGetsTheRole(zone: String) async throws {
    home.files.write(path, home.token(life: 3600).replacing("Z\"", with: zone + "\""))
    let transport = ScriptedTransport([role()])
    let provider = provider(transport)
    let credentials = try await provider.credentials()
    #expect(credentials.accessKeyId == "ASIAROLE")
    #expect(credentials.secretAccessKey == "ROLE-SECRET")
    #expect(credentials.sessionToken == "ROLE-SESSION")
    #expect(credentials.accountId == "123456789012")
    #expect(credentials.expiration == home.clock.now().addingTimeInterval(3600))
    #expect(provider.name == "SSO, account 123456789012, role Reader/of more")
    #expect(provider.staleness == .mayServeStale)
    let request = try #require(transport.requests.first)
    #expect(request.head.authority == "portal.sso.us-east-1.amazonaws.com")
    #expect(
      request.head.path == "/federation/credentials?role_name=Reader%2Fof%20more&account_id=123456789012")
    #expect(bearer(request) == "ACCESS-TOKEN-ONE")
    #expect(request.head.headerFields[.authorization] == nil)
    home.check(provider)
    home.check(credentials)
  }

  @Test func theOlderFormIsNamedByItsStartURL() async throws {
    home.files.write("/home/me/.aws/sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json", home.token(life: 3600))
    var settings = Self.settings
    settings.sessionName = nil
    #expect(try await provider(ScriptedTransport([role()]), settings).credentials().accessKeyId == "ASIAROLE")
    home.files.remove("/home/me/.aws/sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json")
    #expect(try await failure(provider(ScriptedTransport(), settings)).message.contains("aws sso login --profile"))
  }

  @Test func aTokenAboutToExpireIsRefreshedAndWrittenBack() async throws {
    home.files.write(
      path, home.token(life: 299, extra: ", \"théirs\": [1.10, {\"a\": \"}\\\"\"}], \"big\": 12345678901234567890"))
    let transport = ScriptedTransport([renewed(), role()])
    _ = try await provider(transport).credentials()
    let request = transport.requests[0]
    #expect(request.head.method == .post && request.head.path == "/token")
    #expect(request.head.authority == "oidc.us-east-1.amazonaws.com")
    let sent = try JSONDecoder().decode([String: String].self, from: Data(request.body))
    #expect(
      sent == [
        "clientId": "client", "clientSecret": "CLIENT-SECRET", "grantType": "refresh_token",
        "refreshToken": "REFRESH-TOKEN-ONE",
      ])
    #expect(bearer(transport.requests[1]) == "ACCESS-TOKEN-TWO")
    let text = try #require(home.files.text(of: path))
    #expect(text.contains("[1.10, {\"a\": \"}\\\"\"}]") && text.contains("12345678901234567890"))
    #expect(text.contains("théirs") && text.contains("CLIENT-SECRET") && text.contains("startUrl"))
    #expect(text.contains("REFRESH-TOKEN-TWO") && !text.contains("ONE"))
    #expect(text.contains("\"\(home.time(3600))\""))
    // What was written can be read, by another that has nothing in memory.
    _ = try await provider(ScriptedTransport([role()])).credentials()
  }

  @Test func aTokenThatStillWorksIsUsedThoughItsRefreshFails() async throws {
    home.files.write(path, home.token(life: 200))
    let transport = ScriptedTransport([
      .status(400, body: "{\"error\": \"invalid_grant\", \"error_description\": \"bad REFRESH-TOKEN-ONE\"}"), role(),
      role(), .status(400, body: "{\"error\": \"invalid_grant\"}"), role(),
    ])
    let provider = provider(transport)
    #expect(try await provider.credentials().accessKeyId == "ASIAROLE")
    #expect(home.log.lines.contains { $0.contains("warning") && $0.contains("could not be refreshed") })
    home.check(provider)
    // No second attempt within thirty seconds, and one after them.
    home.clock.advance(by: .seconds(29))
    _ = try await provider.credentials()
    #expect(transport.requests.count == 3)
    home.clock.advance(by: .seconds(2))
    _ = try await provider.credentials()
    #expect(transport.requests.count == 5)
  }

  @Test func anExpiredTokenThatCannotBeRefreshedIsRejected() async throws {
    for member in ["refreshToken", "clientId", "clientSecret", "registrationExpiresAt"] {
      home.files.write(path, home.token(life: -1).replacing("\"\(member)\"", with: "\"other\""))
      let error = try await failure(provider(ScriptedTransport()))
      #expect(error.code == .rejected && error.message.contains(member))
      #expect(error.message.contains("aws sso login --sso-session my-sso"))
    }
    home.files.write(path, home.token(life: -1))
    let refused = ScriptedTransport([.status(400, body: "{\"error\": \"invalid_grant\"}")])
    let subject = provider(refused)
    #expect(try await failure(subject).code == .rejected)
    // The next call within the pause repeats the reason, and does not ask.
    #expect(try await failure(subject).code == .rejected)
    #expect(refused.requests.count == 1)
    // A new login is seen at once.
    home.files.write(path, home.token(life: 3600))
    refused.enqueue(role())
    _ = try await subject.credentials()
  }

  @Test func aRegistrationThatHasExpiredIsNotUsed() async throws {
    home.files.write(path, home.token(life: 100).replacing(home.time(86_400 * 30), with: home.time(-5)))
    _ = try await provider(ScriptedTransport([role()])).credentials()
    home.clock.advance(by: .seconds(101))
    #expect(try await failure(provider(ScriptedTransport())).message.contains("registration"))
  }

  @Test func anotherProcessRefreshedMeanwhile() async throws {
    // Newer than ours: theirs stays and is used. Older: ours replaces it, and their members stay.
    for (life, winner) in [(7200.0, "ACCESS-TOKEN-THREE"), (1000.0, "ACCESS-TOKEN-TWO")] {
      home.files.write(path, home.token(life: 10))
      let theirs = home.token(life: life, accessToken: "ACCESS-TOKEN-THREE", extra: ", \"mark\": true")
      let (files, path) = (home.files, path)
      let answers = ScriptedTransport([renewed(), role()])
      let transport = ScriptedTransport { record async throws(HTTPTransportError) in
        if record.head.path == "/token" { files.write(path, theirs) }
        return try await answers.send(HTTPTransportRequest(head: record.head))
      }
      _ = try await provider(transport).credentials()
      #expect(bearer(transport.requests[1]) == winner)
      let text = try #require(home.files.text(of: path))
      #expect(text.contains(winner) && text.contains("\"mark\": true"))
    }
  }

  @Test func whoLosesTheRaceForTheRefreshTokenTakesTheWinners() async throws {
    home.files.write(path, home.token(life: -10))
    let theirs = home.token(life: 3600, accessToken: "ACCESS-TOKEN-THREE")
    let (files, path) = (home.files, path)
    let answers = ScriptedTransport([.status(400, body: "{\"error\": \"invalid_grant\"}"), role()])
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      if record.head.path == "/token" { files.write(path, theirs) }
      return try await answers.send(HTTPTransportRequest(head: record.head))
    }
    _ = try await provider(transport).credentials()
    #expect(home.files.text(of: path) == theirs)
    #expect(bearer(transport.requests[1]) == "ACCESS-TOKEN-THREE")
  }

  @Test func aFileThatWasRemovedStaysRemoved() async throws {
    home.files.write(path, home.token(life: 10))
    let (files, path) = (home.files, path)
    let answers = ScriptedTransport([renewed(), role()])
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      files.remove(path)
      return try await answers.send(HTTPTransportRequest(head: record.head))
    }
    _ = try await provider(transport).credentials()
    #expect(home.files.text(of: path) == nil)
  }

  @Test func callsAtOnceShareOneRefresh() async throws {
    home.files.write(path, home.token(life: -10))
    let (renewal, role) = (ScriptedTransport([renewed()]), role())
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      let next = record.head.path == "/token" ? renewal : ScriptedTransport([role])
      return try await next.send(HTTPTransportRequest(head: record.head))
    }
    let provider = provider(transport)
    try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { _ = try await provider.credentials() } }
      try await group.waitForAll()
    }
    #expect(renewal.requests.count == 1)
  }

  @Test func aReadOnlyFileSystemKeepsTheTokenInMemory() async throws {
    home.files.write(path, home.token(life: 10))
    let before = home.files.text(of: path)
    home.files.isReadOnly = true
    let transport = ScriptedTransport([renewed(), role(), role()])
    let provider = provider(transport)
    _ = try await provider.credentials()
    home.clock.advance(by: .seconds(60))
    _ = try await provider.credentials()
    #expect(transport.requests.count == 3 && bearer(transport.requests[2]) == "ACCESS-TOKEN-TWO")
    #expect(home.files.text(of: path) == before)
    #expect(home.log.lines.contains { $0.contains("warning") && $0.contains("could not be written") })
    home.check(provider)
  }

  @Test func aTokenThatIsRefusedIsRefreshedOnce() async throws {
    let no = ScriptedTransport.Response.status(
      401, headers: [.init("x-amzn-errortype")!: "UnauthorizedException:http://x/"],
      body: "{\"message\": \"Session token ACCESS-TOKEN-TWO not found\"}")
    home.files.write(path, home.token(life: 3600))
    _ = try await provider(ScriptedTransport([no, renewed(), role()])).credentials()
    home.files.write(path, home.token(life: 3600))
    let error = try await failure(provider(ScriptedTransport([no, renewed(), no])))
    #expect(error.code == .rejected && error.message.contains("UnauthorizedException"))
    #expect(error.message.contains("<redacted>") && error.message.contains("aws sso login --sso-session my-sso"))
  }

  @Test(arguments: [(403, "ForbiddenException"), (404, "ResourceNotFoundException")])
  func aRoleThatIsNotGivenIsRejected(status: Int, code: String) async throws {
    home.files.write(path, home.token(life: 3600))
    let error = try await failure(
      provider(ScriptedTransport([.status(status, body: "{\"__type\": \"com.amazonaws.sso#\(code)\"}")])))
    #expect(error.code == .rejected)
    for text in ["123456789012", "Reader/of more", code] { #expect(error.message.contains(text)) }
  }

  @Test func passingFailuresAreRetried() async throws {
    home.files.write(path, home.token(life: 3600))
    let transport = ScriptedTransport([.status(429), .status(503), role()])
    _ = try await provider(transport).credentials()
    #expect(transport.requests.count == 3)
    let down = ScriptedTransport(Array(repeating: .status(500, body: "<html>ACCESS-TOKEN-ONE</html>"), count: 3))
    #expect(try await failure(provider(down)).code == .failed)
    let gone = ScriptedTransport(
      Array(repeating: .failure(HTTPTransportError(.connect, message: "no route")), count: 3))
    #expect(try await failure(provider(gone)).code == .unreachable)
  }

  @Test func garbageIsAnErrorThatMayPass() async throws {
    home.files.write(path, home.token(life: 3600))
    let good = "\"accessKeyId\": \"A\", \"secretAccessKey\": \"ROLE-SECRET\", \"sessionToken\": \"ROLE-SESSION\""
    let answers = [
      "", "{\"roleCred", "<html>ACCESS-TOKEN-ONE</html>", "[]", "null", "{}", "{\"roleCredentials\": 1}",
      "{\"roleCredentials\": {\(good)}}", "{\"roleCredentials\": {\(good), \"expiration\": -1}}",
      "{\"roleCredentials\": {\(good), \"expiration\": 1e300}}",
      "{\"roleCredentials\": {\(good), \"expiration\": \"x\"}}",
      "{\"roleCredentials\": {\"accessKeyId\": \"A\", \"expiration\": 4102444800000}}",
      "{\"roleCredentials\": {\"accessKeyId\": \"A\\u0000\", \"expiration\": 4102444800000}}",
      String(repeating: "[", count: 100_000), String(repeating: "x", count: 10_000_000),
    ]
    for answer in answers {
      let error = try await failure(provider(ScriptedTransport([.text(answer)])))
      #expect(error.code == .invalidResponse && error.isRecoverable)
    }
    let redirect = ScriptedTransport([.status(302, headers: [.location: "https://evil.example/"])])
    #expect(try await failure(provider(redirect)).code == .invalidResponse)
    #expect(redirect.requests.count == 1)
    // What has expired on arrival is for the cache to judge: in an outage there may be nothing better.
    #expect(try await provider(ScriptedTransport([role(life: -1)])).credentials().isExpired(at: home.clock.now()))
  }

  @Test func aGarbageRefreshDoesNotTouchTheFile() async throws {
    for answer in [
      "", "{}", "{\"accessToken\": \"ACCESS-TOKEN-TWO\"}", "{\"accessToken\": \"a\", \"expiresIn\": 1e99}",
    ] {
      home.files.write(path, home.token(life: -1))
      let before = home.files.text(of: path)
      #expect(try await failure(provider(ScriptedTransport([.text(answer)]))).code == .invalidResponse)
      #expect(home.files.text(of: path) == before)
    }
  }

  @Test func brokenFilesAreNamed() async throws {
    let missing = try await failure(provider(ScriptedTransport()))
    #expect(missing.code == .rejected && missing.message.contains(path))
    for text in ["", "{", "[]", "{\"accessToken\": \"ACCESS-TOKEN-ONE\"", "nonsense ACCESS-TOKEN-ONE"] {
      home.files.write(path, text)
      let error = try await failure(provider(ScriptedTransport()))
      #expect(error.code == .invalidConfiguration && error.message.contains(path))
    }
    for (text, member) in [
      ("{}", "accessToken"), ("{\"accessToken\": 1}", "accessToken"),
      ("{\"accessToken\": \"ACCESS-TOKEN-ONE\"}", "expiresAt"),
      ("{\"accessToken\": \"ACCESS-TOKEN-ONE\", \"expiresAt\": \"soon\"}", "expiresAt"),
    ] {
      home.files.write(path, text)
      let error = try await failure(provider(ScriptedTransport()))
      #expect(error.code == .rejected && error.message.contains(member) && error.message.contains(path))
    }
    home.files.fail(path, with: .permissionDenied)
    #expect(try await failure(provider(ScriptedTransport())).code == .invalidConfiguration)
  }

  @Test func settingsThatAreMissingAreNamed() async throws {
    var settings = Self.settings
    settings.roleName = nil
    #expect(try await failure(provider(ScriptedTransport(), settings)).message.contains("sso_role_name"))
    settings.accountId = nil
    let error = try await failure(provider(ScriptedTransport(), settings))
    #expect(error.code == .invalidConfiguration && error.message.contains("sso_account_id"))
    var homeless = home
    homeless.environment = [:]
    #expect(try await failure(provider(ScriptedTransport(), Self.settings, homeless)).message.contains("HOME"))
    settings = Self.settings
    settings.region = "evil.example/"
    #expect(try await failure(provider(ScriptedTransport(), settings)).code == .invalidConfiguration)
  }

  @Test(
    arguments: [
      (["AWS_ENDPOINT_URL_SSO": "https://a:1", "AWS_ENDPOINT_URL": "https://b:2"], "us-east-1", "a:1"),
      (["AWS_ENDPOINT_URL": "https://b:2"], "us-east-1", "b:2"),
      (
        ["AWS_ENDPOINT_URL": "https://b:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], "cn-north-1",
        "portal.sso.cn-north-1.amazonaws.com.cn"
      ),
      (["AWS_PROFILE": "services"], "us-east-1", "c:3"), (["AWS_PROFILE": "plain"], "us-east-1", "d:4"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-east-1", "portal.sso-fips.us-east-1.amazonaws.com"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-gov-west-1", "portal.sso.us-gov-west-1.amazonaws.com"),
      (["AWS_USE_DUALSTACK_ENDPOINT": "true"], "us-east-1", "portal.sso.us-east-1.api.aws"),
      (
        ["AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_USE_FIPS_ENDPOINT": "true"], "us-east-1",
        "portal.sso-fips.us-east-1.api.aws"
      ),
    ] as [([String: String], String, String)])
  func endpoints(_ variables: [String: String], _ region: String, _ authority: String) async throws {
    var home = home
    home.environment.merge(variables) { $1 }
    home.files.write(
      "/home/me/.aws/config",
      "[profile services]\nservices = x\nendpoint_url = https://d:4\n[profile plain]\nendpoint_url = https://d:4\n"
        + "[services x]\nsso =\n  endpoint_url = https://c:3\n")
    home.files.write(path, home.token(life: 3600))
    var settings = Self.settings
    settings.region = region
    let transport = ScriptedTransport([role()])
    _ = try await provider(transport, settings, home).credentials()
    #expect(transport.requests.first?.head.authority == authority)
  }
}
