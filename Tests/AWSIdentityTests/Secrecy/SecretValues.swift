import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A value of each public type that can hold a secret, with secrets wherever it takes text or bytes.
struct SecretValues {
  static let secret = "SECRETkeySECRETkeySECRETkey"
  static let token = "TOKENsessTOKENsessTOKENsess"
  static let code = "482017"
  static let external = "EXTERNALidEXTERNALid"
  static let password = "PASSWORDpwPASSWORDpw"
  static let path = "PATHguidPATHguidPATHguid"
  static let planted = [secret, token, code, external, password, path]

  static let date = Date(timeIntervalSince1970: 1_767_225_600)
  static let credentials = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: token,
    expiration: date.addingTimeInterval(3600), accountId: "123456789012", provider: "test")

  var values: [Any] = []
  var secrets = planted

  static func make() async throws -> SecretValues {
    var made = SecretValues()
    try await made.addCredentials()
    try made.addSurroundings()
    made.addTransport()
    try made.addSigner()
    try await made.addClients()
    try await made.addErrors()
    made.addIdentity()
    try await made.addTesting()
    try await made.addEmulator()
    return made
  }

  static let environment = ProcessEnvironment([
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token,
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/\(path)", "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
    "HOME": "/home/me",
  ])

  static let files = InMemoryFileSystem([
    "/home/me/.aws/config": """
    [profile role]
    role_arn = arn:aws:iam::123456789012:role/a
    source_profile = keys
    external_id = \(external)
    [profile keys]
    aws_access_key_id = AKIAIOSFODNN7EXAMPLE
    aws_secret_access_key = \(secret)
    aws_session_token = \(token)
    [profile process]
    credential_process = /bin/tool --key \(secret) \(password)
    """
  ])

  static func context(_ transport: any HTTPTransport = ScriptedTransport()) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: environment, fileSystem: files, transport: transport, processRunner: ScriptedProcessRunner(),
      clock: StillClock(), tokenCode: { _ in code })
  }

  /// A clock that stands still and on which nobody waits.
  private struct StillClock: WallClock {
    func now() -> Date { date }
    func sleep(for duration: Duration) async throws {}
  }

  private mutating func addCredentials() async throws {
    let credentials = Self.credentials
    let cache = CredentialCache(provider: StaticCredentialProvider(credentials), clock: ManualClock(start: Self.date))
    let snapshot = try await cache.snapshot()
    let context = Self.context()
    let client = InstanceMetadataClient(context: context)
    let chain = CredentialChain.standard(in: context)
    let report = await chain.report(asking: .everyProvider)
    let failed = CredentialChain([
      ScriptedCredentialProvider(results: [.failure(CredentialError(.notConfigured, provider: "a", message: "no"))])
    ])
    let error: any Error
    do {
      _ = try await failed.credentials()
      return
    } catch let thrown {
      error = thrown
    }
    values += [
      credentials, cache, snapshot, StaticCredentialProvider(credentials),
      EnvironmentCredentialProvider(environment: Self.environment), chain,
      SharedFileCredentialProvider(profile: "keys", context: context), ContainerCredentialProvider(context: context),
      client,
      InstanceMetadataCredentialProvider(client: client), try InstanceMetadataSettings(environment: Self.environment),
      context,
      error, report, report.rows[0],
      report.rows[0].outcome, report.rows[0].inspection,
      CredentialEvent.Kind.rotated(snapshot),
    ]
    let watched = CredentialCache(provider: StaticCredentialProvider(credentials), clock: ManualClock(start: Self.date))
    var events = watched.eventStream.makeAsyncIterator()
    _ = try await watched.snapshot()
    if let event = await events.next() { values.append(event) }
  }

  private mutating func addSurroundings() throws {
    let context = Self.context()
    let configuration = try context.sharedConfiguration()
    func chain(_ name: String) throws -> ProfileChain {
      try ProfileChain(profile: ActiveProfile(name, environment: [:]), configuration: configuration)
    }
    let role = try chain("role")
    let section = configuration.profiles["keys"]
    values += [
      Self.environment, configuration, configuration.inspectedFiles[0], role, role.base, role.roles[0],
      try chain("process"), try chain("process").base,
      ProfileChain.WebIdentity(roleArn: "a", tokenFile: "/t"),
      ProfileChain.SingleSignOn(region: "r", startURL: "https://u:\(Self.password)@x/start"),
      ProfileChain.Login(session: "arn:aws:iam::1:user/x"), ActiveProfile("x", environment: Self.environment),
      SharedConfigurationFiles(environment: Self.environment), SharedConfigurationStore(fileSystem: Self.files),
      try SharedSettings(context: context.using(profile: "keys")), FileSystemError(.failed, path: "/x"),
      ProcessCommand(program: "/bin/tool", arguments: ["--key", Self.secret, "--code=\(Self.code)"]),
      ProcessOutcome(standardOutput: Array(Self.secret.utf8), standardError: Array(Self.token.utf8)),
      ProcessError(.timedOut, message: "late", standardError: Array(Self.token.utf8)),
      ProcessCredentialProvider(
        commandLine: "/bin/tool --key \(Self.secret)", accountId: nil, profile: "p", context: context),
    ]
    if let section, let property = section.property("aws_secret_access_key") { values += [section, property] }
  }

  static var request: HTTPTransportRequest {
    var head = HTTPRequest(
      method: .post, scheme: "https", authority: "user:\(password)@169.254.170.2",
      path: "/v2/credentials/\(path)?X-Amz-Signature=\(secret)&X-Amz-Security-Token=\(token)")
    head.headerFields = secretFields
    return HTTPTransportRequest(head: head, body: AWSHTTPBody("WebIdentityToken=\(token)&TokenCode=\(code)"))
  }

  static var secretFields: HTTPFields {
    var fields: HTTPFields = [.authorization: "Bearer \(token)", .cookie: secret]
    for (name, value) in [
      ("x-amz-security-token", token), ("x-amz-server-side-encryption-customer-key", secret),
      ("x-amz-copy-source", "/b/k?X-Amz-Signature=\(secret)"), ("x-echo", token),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  private mutating func addTransport() {
    let request = Self.request
    let head = HTTPResponse(status: .forbidden, headerFields: Self.secretFields)
    let login = Proxy.Login(user: "u", password: Self.password)
    let proxy = Proxy(host: "proxy", port: 3128, login: login)
    let proxies = ProxySettings(https: proxy, http: proxy)
    values += [login, proxy, proxies, ConnectionSettings(proxies: proxies)]
    values += [
      request, HTTPTransportResponse(head: head, body: AWSHTTPBody(Self.secret)), request.body, request.body.buffers,
      request.body.buffers.makeAsyncIterator(),
      request.body.makeAsyncIterator(), HTTPTransportError(.timeout, message: "late"),
    ]
  }

  private mutating func addIdentity() {
    let context = Self.context()
    let role = STSClient.AssumeRoleInput(
      roleArn: "arn:aws:iam::123456789012:role/a", sessionName: "s", externalId: Self.external, mfaSerial: "m",
      tokenCode: Self.code)
    guard
      let client = try? STSClient(
        configuration: ClientConfiguration(
          credentials: CredentialCache(provider: StaticCredentialProvider(Self.credentials)), region: "us-east-1",
          transport: ScriptedTransport()))
    else { return }
    let pool = CredentialCachePool(client: client, capacity: 2)
    let pooled = pool.credentials(for: role)
    let web = ProfileChain.WebIdentity(roleArn: "a", tokenFile: "/t")
    let signOn = ProfileChain.SingleSignOn(region: "us-east-1", startURL: "https://x/start")
    values += [
      role, pool, pooled, AssumeRoleCredentialProvider(role: role, client: client, tokenCode: { _ in Self.code }),
      client,
      STSClient.WebIdentity(roleArn: "a", sessionName: "s", token: Self.token),
      STSClient.SAMLIdentity(roleArn: "a", principalArn: "p", assertion: Self.token),
      SAMLCredentialProvider(roleArn: "a", principalArn: "p", client: client) { Self.token },
      SessionTokenCredentialProvider(client: client, mfaSerial: "m", tokenCode: { _ in Self.code }),
      WebIdentityCredentialProvider(web, context: context), SSOCredentialProvider(signOn, context: context),
      LoginCredentialProvider(ProfileChain.Login(session: "arn:aws:iam::1:user/x"), context: context),
      ProfileCredentialProvider(profile: "role", context: context),
    ]
  }

  private mutating func addTesting() async throws {
    let transport = ScriptedTransport([.response(HTTPTransportResponse(head: HTTPResponse(status: .ok)))])
    _ = try await transport.send(Self.request)
    var request = Self.request
    request.head.headerFields[.contentType] = "application/x-www-form-urlencoded"
    let recorder = RecordingTransport(ScriptedTransport([.text(#"{"SecretAccessKey":"\#(Self.secret)"}"#)]))
    _ = try await recorder.send(request)
    // Written by hand, and careless.
    let careless = HTTPRecording.Outcome.response(
      status: 200, headers: Self.secretFields, body: Array(Self.secret.utf8))
    let exchange = HTTPRecording.Exchange(
      method: "GET", url: "https://u:\(Self.password)@h/?X-Amz-Security-Token=\(Self.token)", outcome: careless)
    let runner = ScriptedProcessRunner([.success(ProcessOutcome(standardOutput: Array(Self.secret.utf8)))])
    let kit = CredentialProviderConformance { StaticCredentialProvider(Self.credentials) }
    do { _ = try HTTPRecording(bytes: Array(Self.secret.utf8), name: "f") } catch { values.append(error) }
    values += [
      transport, transport.requests[0], ScriptedTransport.Response.text(Self.secret), recorder, recorder.recording,
      exchange,
      careless, HTTPRecording(exchanges: [exchange]), ReplayTransport(HTTPRecording(exchanges: [exchange])), runner,
      ScriptedCredentialProvider(results: [.success(Self.credentials)]), Self.files, kit, await kit.run(),
      CredentialProviderConformance.FailingCredentialProvider(provider: StaticCredentialProvider(Self.credentials)),
      HostileResponse(name: "n", body: Self.secret),
    ]
  }

  private mutating func addEmulator() async throws {
    let emulator = try await Emulator.start()
    let issued = emulator.fetchCredentials()
    emulator.setTrust(EmulatedRoleTrust(externalId: Self.external), of: "arn:aws:iam::123456789012:role/a")
    let sso = emulator.createSSOLogin(roles: [])
    let login = emulator.createConsoleLogin()
    secrets += [issued.secretAccessKey, issued.sessionToken, sso.accessToken, sso.clientSecret, sso.refreshToken]
    secrets += [login.credentials.secretAccessKey, login.credentials.sessionToken]
    values += [
      emulator, issued, sso, login, EmulatedRoleTrust(externalId: Self.external), emulator.configuration,
      emulator.faults,
    ]
    await emulator.stop()
    var impossible = EmulatorConfiguration()
    impossible.host = "not an address"
    do { _ = try await Emulator.start(impossible) } catch { values.append(error) }
  }
}
