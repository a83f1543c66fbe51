import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// The calls of STS as they go over the wire.
struct STSTests {
  private static func answer(_ action: String, _ more: String = "") -> ScriptedTransport.Response {
    .text(
      """
      <\(action)Response><\(action)Result>\(more)<Credentials><AccessKeyId>ASIAONE</AccessKeyId>\
      <SecretAccessKey>hush</SecretAccessKey><SessionToken>quiet</SessionToken>\
      <Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></\(action)Result></\(action)Response>
      """)
  }

  private func client(_ transport: ScriptedTransport) throws -> STSClient {
    let key = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush")
    return try STSClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: "eu-west-1",
        transport: transport,
        clock: ManualClock(), random: { 0 }))
  }

  private func form(_ transport: ScriptedTransport) -> [String: String] {
    let body = String(decoding: transport.requests.last?.body ?? [], as: UTF8.self)
    let pairs = body.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
  }

  private let signature = HTTPField.Name("authorization")

  @Test func assumeRoleSendsAllItIsGiven() async throws {
    let transport = ScriptedTransport([
      Self.answer(
        "AssumeRole",
        """
        <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser>\
        <SourceIdentity>jane</SourceIdentity><PackedPolicySize>6</PackedPolicySize>
        """)
    ])
    let session = try await client(transport).assumeRole(
      STSClient.AssumeRoleInput(
        roleArn: "arn:r", sessionName: "s@x", duration: .seconds(900), externalId: "e/1",
        permissions: .init(policy: #"{"a":"b c"}"#, policyArns: ["arn:p1", "arn:p2"]),
        tags: [.init(key: "team", value: "a&b"), .init(key: "env", value: "")], transitiveTagKeys: ["team", "env"],
        sourceIdentity: "jane", mfaSerial: "arn:mfa", tokenCode: "123456"))
    #expect(
      form(transport) == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn%3Ar", "RoleSessionName": "s%40x",
        "DurationSeconds": "900", "ExternalId": "e%2F1", "Policy": "%7B%22a%22%3A%22b%20c%22%7D",
        "PolicyArns.member.1.arn": "arn%3Ap1", "PolicyArns.member.2.arn": "arn%3Ap2", "Tags.member.1.Key": "team",
        "Tags.member.1.Value": "a%26b", "Tags.member.2.Key": "env", "Tags.member.2.Value": "",
        "TransitiveTagKeys.member.1": "team", "TransitiveTagKeys.member.2": "env", "SourceIdentity": "jane",
        "SerialNumber": "arn%3Amfa", "TokenCode": "123456",
      ])
    #expect(transport.requests[0].head.headerFields[try #require(signature)] != nil)
    #expect(session.credentials.accountId == "123456789012")
    #expect(session.sourceIdentity == "jane" && session.packedPolicySize == 6)
  }

  @Test func whatNeedsNoCredentialsIsNotSigned() async throws {
    let transport = ScriptedTransport([
      Self.answer("AssumeRoleWithWebIdentity", "<SubjectFromWebIdentityToken>me</SubjectFromWebIdentityToken>"),
      Self.answer("AssumeRoleWithSAML", "<Subject>me</Subject>"),
    ])
    let client = try STSClient(anonymousIn: "eu-west-1", transport: transport, clock: ManualClock())
    let web = try await client.assumeRole(with: .init(roleArn: "arn:r", sessionName: "s", token: "a.b.c"))
    #expect(web.subject == "me")
    #expect(
      form(transport) == [
        "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "RoleArn": "arn%3Ar", "RoleSessionName": "s",
        "WebIdentityToken": "a.b.c",
      ])
    let saml = try await client.assumeRole(with: .init(roleArn: "arn:r", principalArn: "arn:idp", assertion: "QQ=="))
    #expect(saml.subject == "me")
    #expect(form(transport)["SAMLAssertion"] == "QQ%3D%3D" && form(transport)["PrincipalArn"] == "arn%3Aidp")
    for request in transport.requests {
      #expect(request.head.headerFields[try #require(signature)] == nil)
      #expect(request.head.authority == "sts.eu-west-1.amazonaws.com")
    }
  }

  @Test func aSessionForALongLivedKey() async throws {
    let transport = ScriptedTransport([Self.answer("GetSessionToken")])
    let provider = SessionTokenCredentialProvider(
      client: try client(transport), duration: .seconds(900), mfaSerial: "arn:mfa", tokenCode: { _ in "000111" })
    #expect(try await provider.credentials().accessKeyId == "ASIAONE")
    #expect(form(transport)["SerialNumber"] == "arn%3Amfa" && form(transport)["TokenCode"] == "000111")
  }

  @Test func aDeviceIsAskedForEachFetchAndItsCodeIsNotShown() async throws {
    let transport = ScriptedTransport([
      Self.answer("AssumeRole"), Self.answer("AssumeRole"),
      .status(
        403,
        body:
          "<ErrorResponse><Error><Code>AccessDenied</Code><Message>bad code 000003</Message></Error></ErrorResponse>"),
    ])
    let asked = Locked(0)
    let provider = AssumeRoleCredentialProvider(
      role: .init(roleArn: "arn:r", sessionName: "me", mfaSerial: "arn:mfa"), client: try client(transport),
      tokenCode: { serial in
        #expect(serial == "arn:mfa")
        return "00000\(asked.withLock { $0 += 1; return $0 })"
      })
    _ = try await provider.credentials()
    _ = try await provider.credentials()
    #expect(form(transport)["TokenCode"] == "000002")
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.code == .rejected && error.map { "\($0)".contains("000003") } == false)
  }

  @Test(arguments: ["12345", "1234567", "abcdef", ""])
  func whatIsNoCodeIsNotSent(_ code: String) async throws {
    let transport = ScriptedTransport()
    let provider = AssumeRoleCredentialProvider(
      role: .init(roleArn: "arn:r", sessionName: "me", mfaSerial: "arn:mfa"), client: try client(transport),
      tokenCode: { _ in code })
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.code == .failed && transport.requests.isEmpty)
  }

  @Test(arguments: [
    ("AccessDenied", 403, true), ("MalformedPolicyDocument", 400, true), ("PackedPolicyTooLarge", 400, true),
    ("RegionDisabledException", 403, true), ("IDPRejectedClaim", 403, true), ("InvalidIdentityToken", 400, true),
    ("ExpiredTokenException", 400, false), ("Throttling", 400, false), ("ValidationError", 400, false),
  ])
  func someRefusalsAreForGood(_ code: String, _ status: Int, _ isForGood: Bool) async throws {
    let body = "<ErrorResponse><Error><Code>\(code)</Code><Message>the.web.token</Message></Error></ErrorResponse>"
    let transport = ScriptedTransport { _ in
      HTTPTransportResponse(head: HTTPResponse(status: .init(code: status)), body: AWSHTTPBody(body))
    }
    let clock = ManualClock()
    let context = CredentialProviderContext(
      environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r", "AWS_REGION": "eu-west-1"],
      fileSystem: InMemoryFileSystem(["/t": "the.web.token"]), transport: transport, clock: clock, random: { 0 })
    let error = await #expect(throws: CredentialError.self) {
      try await WebIdentityCredentialProvider(context: context).credentials()
    }
    #expect(error?.code == (isForGood ? .rejected : .failed))
    #expect(error?.isRecoverable == !isForGood)
    #expect(error.map { "\($0)".contains("the.web.token") } == false)
  }

  @Test func aTokenReplacedMeanwhileIsUsedAtOnce() async throws {
    let files = InMemoryFileSystem(["/t": "old"])
    let transport = ScriptedTransport { request in
      guard String(decoding: request.body, as: UTF8.self).contains("=new") else {
        files.write("/t", "new")
        return HTTPTransportResponse(
          head: HTTPResponse(status: .badRequest),
          body: AWSHTTPBody("<ErrorResponse><Error><Code>ExpiredTokenException</Code></Error></ErrorResponse>"))
      }
      return HTTPTransportResponse(
        head: HTTPResponse(status: .ok),
        body: AWSHTTPBody(
          """
          <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB\
          </AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\
          2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>\
          </AssumeRoleWithWebIdentityResponse>
          """))
    }
    let context = CredentialProviderContext(
      environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r", "AWS_REGION": "eu-west-1"],
      fileSystem: files, transport: transport, clock: ManualClock(), random: { 0 })
    #expect(try await WebIdentityCredentialProvider(context: context).credentials().accessKeyId == "ASIAWEB")
  }

  @Test func theMiddleOfAChainIsKeptUntilTheFilesChange() async throws {
    let path = "/home/me/.aws/config"
    func config(_ name: String) -> String {
      """
      [default]
      region = us-east-1
      role_arn = arn:outer
      source_profile = middle
      [profile middle]
      role_arn = arn:middle
      source_profile = base
      [profile base]
      aws_access_key_id = \(name)
      aws_secret_access_key = hush
      """
    }
    let files = InMemoryFileSystem([path: config("AKIAONE")])
    let transport = ScriptedTransport((0..<5).map { _ in Self.answer("AssumeRole") })
    let provider = ProfileCredentialProvider(
      context: CredentialProviderContext(
        environment: ["HOME": "/home/me"], fileSystem: files, transport: transport, clock: ManualClock(),
        random: { 0 }))
    let roles: @Sendable () -> [String] = {
      transport.requests.map { String(decoding: $0.body, as: UTF8.self).contains("outer") ? "outer" : "middle" }
    }
    _ = try await provider.credentials()
    _ = try await provider.credentials()
    #expect(roles() == ["middle", "outer", "outer"])
    files.write(path, config("AKIATWO"))
    _ = try await provider.credentials()
    #expect(roles() == ["middle", "outer", "outer", "middle", "outer"])
    #expect(provider.staleness == .mayServeStale)
  }

  private static func refusal(_ status: Int, _ code: String, _ message: String) -> ScriptedTransport.Response {
    .status(
      status, body: "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error></ErrorResponse>")
  }

  @Test(
    "A verification key that STS could not fetch is a passing failure; any other invalid token is not",
    arguments: [
      ("InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please …", 2),
      ("InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://x", 1),
      ("InvalidIdentityToken", "No provider for Couldn't retrieve verification key", 1),
      ("IDPCommunicationError", "The provider did not answer.", 2),
    ])
  func verificationKey(code: String, message: String, requests: Int) async throws {
    let transport = ScriptedTransport([Self.refusal(400, code, message), Self.answer("AssumeRoleWithWebIdentity")])
    let identity = STSClient.WebIdentity(roleArn: "arn:r", sessionName: "s", token: "t")
    _ = try? await client(transport).assumeRole(with: identity)
    #expect(transport.requests.count == requests)
    // If it lasts, credentials that are still good stay in use: it is no refusal for good.
    let lasting = ScriptedTransport(Array(repeating: Self.refusal(400, code, message), count: 3))
    let context = CredentialProviderContext(
      environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r", "AWS_REGION": "eu-west-1"],
      fileSystem: InMemoryFileSystem(["/t": "the.web.token"]), transport: lasting, clock: ManualClock(), random: { 0 })
    let error = await #expect(throws: CredentialError.self) {
      try await WebIdentityCredentialProvider(context: context).credentials()
    }
    #expect(error?.isRecoverable == (requests == 2))
  }

  @Test("A code of an MFA device counts once, so a call that may have used it up is not sent again")
  func tokenCode() async throws {
    for first in [Self.refusal(500, "InternalFailure", "m"), .failure(HTTPTransportError(.timeout, message: "quiet"))] {
      let transport = ScriptedTransport([first, Self.answer("AssumeRole")])
      let role = STSClient.AssumeRoleInput(
        roleArn: "arn:r", sessionName: "s", mfaSerial: "arn:mfa", tokenCode: "123456")
      _ = try? await client(transport).assumeRole(role)
      #expect(transport.requests.count == 1)
    }
  }
}
