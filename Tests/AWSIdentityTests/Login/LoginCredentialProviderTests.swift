import AWSCore
import AWSCredentials
import AWSIdentity
import AWSTesting
import Crypto
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite
struct LoginCredentialProviderTests {
  private static let session = "arn:aws:iam::123456789012:user/me"
  private static let secrets = [
    "OLD-SECRET", "OLD-SESSION", "NEW-SECRET", "NEW-SESSION", "REFRESH-TOKEN-ONE", "REFRESH-TOKEN-TWO", "ID-TOKEN-ONE",
  ]
  private let files = InMemoryFileSystem()
  private let clock = ManualClock()
  private let log = RecordedLog()
  private let key = P256.Signing.PrivateKey()
  private let path = "/home/me/.aws/login/cache/286187707741fc2ccb93cf9e56dbd0ee0a16208feed5fbc8ae1baa86d44c283f.json"

  private func provider(
    _ transport: any HTTPTransport, region: String? = "eu-west-1", session: String = Self.session,
    _ variables: [String: String] = [:]
  ) -> LoginCredentialProvider {
    let logger = log.logger
    var context = CredentialProviderContext(
      environment: ProcessEnvironment(["HOME": "/home/me"].merging(variables) { $1 }), fileSystem: files,
      transport: transport, clock: clock, random: { 0 }, platform: .posix, logger: logger)
    // No other process writes into these files.
    context.tokenFileWait = .zero
    return LoginCredentialProvider(ProfileChain.Login(session: session, region: region), context: context)
  }

  private func time(_ seconds: Double) -> String { ISO8601.string(from: clock.now().addingTimeInterval(seconds)) }

  private func file(life: Double, key keyId: String = "ASIAOLD", pem: String? = nil) -> String {
    let pem = (pem ?? key.pemRepresentation).replacing("\n", with: "\\n")
    return """
      {"accessToken": {"accessKeyId": "\(keyId)", "secretAccessKey": "OLD-SECRET", "sessionToken": "OLD-SESSION",
        "accountId": "123456789012", "expiresAt": "\(time(life))", "inner": 1.10}, "tokenType": "aws_sigv4",
       "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "REFRESH-TOKEN-ONE",
       "idToken": "ID-TOKEN-ONE", "dpopKey": "\(pem)", "outer": {"deep": [1, "}"]}}
      """
  }

  private func renewed(_ life: String = "900") -> ScriptedTransport.Response {
    .text(
      """
      {"accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "NEW-SECRET", "sessionToken": "NEW-SESSION"},
       "tokenType": "aws_sigv4", "expiresIn": \(life), "refreshToken": "REFRESH-TOKEN-TWO"}
      """)
  }

  private func check(_ value: Any) {
    var dumped = ""
    dump(value, to: &dumped)
    let keyLines = key.pemRepresentation.split(separator: "\n").filter { !$0.hasPrefix("-") }.map(String.init)
    for text in ["\(value)", String(reflecting: value), dumped] + log.lines {
      for secret in Self.secrets + keyLines { #expect(!text.contains(secret), "a secret shows") }
    }
  }

  private func failure(
    _ provider: LoginCredentialProvider, _ location: SourceLocation = #_sourceLocation
  ) async throws -> CredentialError {
    let error = await #expect(throws: CredentialError.self, sourceLocation: location) {
      try await provider.credentials()
    }
    let found = try #require(error, sourceLocation: location)
    check(found)
    check(provider)
    return found
  }

  private func bytes(base64URL text: Substring) throws -> Data {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    #expect(!text.contains("="))
    return try #require(Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)))
  }

  private struct Header: Decodable {
    struct Key: Decodable { let kty, crv, x, y: String }
    let typ, alg: String
    let jwk: Key
  }

  private struct Payload: Decodable {
    let jti, htm, htu: String
    let iat: Int
  }

  /// Checks a proof with the public key alone.
  private func proof(_ request: ScriptedTransport.RecordedRequest) throws -> Payload {
    let field = try #require(HTTPField.Name("DPoP"))
    let text = try #require(request.head.headerFields[field])
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    try #require(parts.count == 3)
    let header = try JSONDecoder().decode(Header.self, from: try bytes(base64URL: parts[0]))
    #expect(header.typ == "dpop+jwt" && header.alg == "ES256" && header.jwk.kty == "EC" && header.jwk.crv == "P-256")
    let point = try bytes(base64URL: header.jwk.x[...]) + bytes(base64URL: header.jwk.y[...])
    #expect(point == key.publicKey.rawRepresentation)
    #expect(!String(decoding: try bytes(base64URL: parts[0]), as: UTF8.self).contains("\"d\""))
    let signature = try P256.Signing.ECDSASignature(rawRepresentation: try bytes(base64URL: parts[2]))
    #expect(key.publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
    return try JSONDecoder().decode(Payload.self, from: try bytes(base64URL: parts[1]))
  }

  @Test func aLoginThatWorksIsUsedAsItIs() async throws {
    files.write(path, file(life: 301))
    let provider = provider(ScriptedTransport(), session: "  \(Self.session)\n")
    let credentials = try await provider.credentials()
    #expect(credentials.accessKeyId == "ASIAOLD" && credentials.secretAccessKey == "OLD-SECRET")
    #expect(credentials.sessionToken == "OLD-SESSION" && credentials.accountId == "123456789012")
    #expect(credentials.expiration == clock.now().addingTimeInterval(301))
    #expect(provider.staleness == .mayServeStale && credentials.provider == provider.name)
    check(provider)
    files.write(
      "/elsewhere/286187707741fc2ccb93cf9e56dbd0ee0a16208feed5fbc8ae1baa86d44c283f.json",
      file(life: 301, key: "ASIAELSEWHERE"))
    let other = self.provider(ScriptedTransport(), ["AWS_LOGIN_CACHE_DIRECTORY": "/elsewhere"])
    #expect(try await other.credentials().accessKeyId == "ASIAELSEWHERE")
  }

  @Test(arguments: [true, false]) func aRefreshIsProvenAndWrittenBack(isSEC1: Bool) async throws {
    var pem = key.pemRepresentation
    if isSEC1 {
      // RFC 5915: version 1, the key, the curve's name, the public key.
      let prefix: [UInt8] = [0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20]
      let middle: [UInt8] = [
        0xA0, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0xA1, 0x44, 0x03, 0x42, 0x00,
      ]
      let der = prefix + key.rawRepresentation + middle + key.publicKey.x963Representation
      let base64 = Array(Data(der).base64EncodedString())
      let lines = stride(from: 0, to: base64.count, by: 64).map { String(base64[$0..<min($0 + 64, base64.count)]) }
      pem = "-----BEGIN EC PRIVATE KEY-----\n\(lines.joined(separator: "\n"))\n-----END EC PRIVATE KEY-----\n"
    }
    files.write(path, file(life: 299, pem: pem))
    let transport = ScriptedTransport([.status(503), renewed()])
    let credentials = try await provider(transport).credentials()
    #expect(credentials.accessKeyId == "ASIANEW" && credentials.secretAccessKey == "NEW-SECRET")
    #expect(credentials.sessionToken == "NEW-SESSION" && credentials.accountId == "123456789012")
    #expect(credentials.expiration == clock.now().addingTimeInterval(900))
    check(credentials)
    let proofs = try transport.requests.map { try proof($0) }
    for proof in proofs {
      #expect(proof.htm == "POST" && proof.htu == "https://eu-west-1.signin.aws.amazon.com/v1/token")
      #expect(proof.iat == Int(clock.now().timeIntervalSince1970))
    }
    // A retry has a proof of its own.
    #expect(proofs.count == 2 && Set(proofs.map(\.jti)).count == 2)
    let request = transport.requests[1]
    #expect(request.head.method == .post && request.head.headerFields[.authorization] == nil)
    #expect(
      try JSONDecoder().decode([String: String].self, from: Data(request.body)) == [
        "clientId": "arn:aws:signin:::devtools/same-device", "grantType": "refresh_token",
        "refreshToken": "REFRESH-TOKEN-ONE",
      ])
    let text = try #require(files.text(of: path))
    for part in [
      "\"inner\": 1.10", "{\"deep\": [1, \"}\"]}", "ID-TOKEN-ONE", "REFRESH-TOKEN-TWO", "NEW-SECRET", time(900),
      "123456789012", pem.replacing("\n", with: "\\n"),
    ] { #expect(text.contains(part)) }
    #expect(!text.contains("OLD-SECRET") && !text.contains("REFRESH-TOKEN-ONE"))
    #expect(try await provider(ScriptedTransport()).credentials().accessKeyId == "ASIANEW")
  }

  @Test func aFailureBeforeTheExpirationIsOnlyAWarning() async throws {
    files.write(path, file(life: 200))
    let transport = ScriptedTransport([
      .status(401, body: "{\"error\": \"TOKEN_EXPIRED\", \"message\": \"REFRESH-TOKEN-ONE OLD-SECRET\"}"), renewed(),
    ])
    let provider = provider(transport)
    #expect(try await provider.credentials().accessKeyId == "ASIAOLD")
    #expect(log.lines.contains { $0.contains("warning") && $0.contains("could not be refreshed") })
    check(provider)
    clock.advance(by: .seconds(29))
    _ = try await provider.credentials()
    #expect(transport.requests.count == 1)
    clock.advance(by: .seconds(2))
    #expect(try await provider.credentials().accessKeyId == "ASIANEW")
  }

  @Test(arguments: [
    (401, "TOKEN_EXPIRED"), (403, "USER_CREDENTIALS_CHANGED"), (403, "INSUFFICIENT_PERMISSIONS"),
  ])
  func aLoginThatHasEndedIsRejected(status: Int, reason: String) async throws {
    files.write(path, file(life: -1))
    for headers: HTTPFields in [[:], [try #require(HTTPField.Name("x-amzn-errortype")): "AccessDeniedException"]] {
      let transport = ScriptedTransport([
        .status(
          status, headers: headers,
          body: "{\"error\": \"\(reason)\", \"message\": \"no REFRESH-TOKEN-ONE\"}")
      ])
      let error = try await failure(provider(transport))
      #expect(error.code == .rejected && error.message.contains("aws login") && transport.requests.count == 1)
    }
  }

  @Test func otherFailuresMayPass() async throws {
    files.write(path, file(life: -1))
    let key = key.pemRepresentation.replacing("\n", with: " ")
    for (answer, code) in [
      (
        ScriptedTransport.Response.status(400, body: "{\"error\": \"INVALID_REQUEST\", \"message\": \"\(key)\"}"),
        CredentialError.Code.failed
      ),
      (.status(302, headers: [.location: "https://evil.example"]), .invalidResponse),
      (.status(404, body: "<html>OLD-SECRET</html>"), .failed), (.text("{\"accessToken\": {"), .invalidResponse),
      (.text("<html>"), .invalidResponse), (.text(""), .invalidResponse), (.text("{}"), .invalidResponse),
      (.text("{\"accessToken\": {}, \"expiresIn\": 900, \"refreshToken\": \"x\"}"), .invalidResponse),
      (renewed("0"), .invalidResponse), (renewed("-5"), .invalidResponse), (renewed("1e300"), .invalidResponse),
      (renewed("\"x\""), .invalidResponse), (.text(String(repeating: " ", count: 10_000_000)), .invalidResponse),
    ] {
      let before = files.text(of: path)
      let error = try await failure(provider(ScriptedTransport([answer])))
      #expect(error.code == code && error.isRecoverable)
      #expect(files.text(of: path) == before)
    }
    #expect(try await failure(provider(ScriptedTransport(), region: nil)).code == .invalidConfiguration)
  }

  @Test func anotherProcessRefreshedMeanwhile() async throws {
    for (life, winner) in [(5000.0, "ASIATHEIRS"), (600.0, "ASIANEW")] {
      files.write(path, file(life: -1))
      let theirs = file(life: life, key: "ASIATHEIRS").replacing("\"outer\"", with: "\"mark\"")
      let (files, path, answers) = (files, path, ScriptedTransport([renewed()]))
      let transport = ScriptedTransport { record async throws(HTTPTransportError) in
        files.write(path, theirs)
        return try await answers.send(HTTPTransportRequest(head: record.head))
      }
      #expect(try await provider(transport).credentials().accessKeyId == winner)
      let text = try #require(files.text(of: path))
      #expect(text.contains(winner) && text.contains("\"mark\""))
    }
  }

  @Test func whoLosesTheRaceTakesTheWinners() async throws {
    files.write(path, file(life: -1))
    let theirs = file(life: 800, key: "ASIATHEIRS")
    let (files, path) = (files, path)
    let answers = ScriptedTransport([.status(401, body: "{\"error\": \"TOKEN_EXPIRED\"}")])
    let transport = ScriptedTransport { record async throws(HTTPTransportError) in
      files.write(path, theirs)
      return try await answers.send(HTTPTransportRequest(head: record.head))
    }
    #expect(try await provider(transport).credentials().accessKeyId == "ASIATHEIRS")
    #expect(files.text(of: path) == theirs)
  }

  @Test func twoProcessesAtOnceLeaveTheNewest() async throws {
    files.write(path, file(life: -1))
    let transport = ScriptedTransport([renewed("900"), renewed("1800")])
    transport.hold()
    let (first, second) = (provider(transport), provider(transport))
    async let a = first.credentials()
    async let b = second.credentials()
    try await transport.waitForRequests(2)
    transport.release()
    _ = try await (a, b)
    #expect(try #require(files.text(of: path)).contains(time(1800)))
  }

  @Test func aReadOnlyFileSystemKeepsTheLoginInMemory() async throws {
    files.write(path, file(life: 10))
    files.isReadOnly = true
    let transport = ScriptedTransport([renewed()])
    let provider = provider(transport)
    #expect(try await provider.credentials().accessKeyId == "ASIANEW")
    #expect(try await provider.credentials().accessKeyId == "ASIANEW")
    #expect(transport.requests.count == 1)
    #expect(log.lines.contains { $0.contains("could not be written") })
    check(provider)
  }

  @Test func brokenFilesAreNamed() async throws {
    let missing = try await failure(provider(ScriptedTransport()))
    #expect(missing.code == .rejected && missing.message.contains(path) && missing.message.contains("aws login"))
    for member in [
      "accessToken", "accessKeyId", "secretAccessKey", "sessionToken", "accountId", "expiresAt", "clientId",
      "refreshToken", "dpopKey",
    ] {
      files.write(path, file(life: 900).replacing("\"\(member)\":", with: "\"x\":"))
      let error = try await failure(provider(ScriptedTransport()))
      #expect(error.code == .rejected && error.message.contains(member) && error.message.contains(path))
    }
    for pem in ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
      files.write(path, file(life: 900, pem: pem))
      #expect(try await failure(provider(ScriptedTransport())).message.contains("dpopKey"))
    }
    for text in ["", "{\"accessToken\": ", "[]"] {
      files.write(path, text)
      #expect(try await failure(provider(ScriptedTransport())).code == .invalidConfiguration)
    }
  }

  @Test(
    arguments: [
      ([:], "a b", "`region` of the profile with the login is 'a b'"),
      (["AWS_REGION": "evil.example/"], nil, "AWS_REGION is 'evil.example/'"),
    ] as [([String: String], String?, String)])
  func aRegionThatIsNone(_ variables: [String: String], _ region: String?, _ message: String) async throws {
    files.write(path, file(life: -1))
    let transport = ScriptedTransport()
    let error = try await failure(provider(transport, region: region, variables))
    #expect(error.message.contains(message) && transport.requests.isEmpty, "\(error)")
  }

  @Test(
    arguments: [
      ([:], "eusc-de-east-1", "eusc-de-east-1.signin.amazonaws-eusc.eu"),
      ([:], "us-iso-east-1", "us-iso-east-1.signin.c2shome.ic.gov"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-gov-west-1", "signin-fips.amazonaws-us-gov.com"),
      ([:], "cn-north-1", "cn-north-1.signin.amazonaws.cn"),
      ([:], "us-gov-west-1", "us-gov-west-1.signin.amazonaws-us-gov.com"),
      (["AWS_ENDPOINT_URL_SIGNIN": "http://127.0.0.1:9"], nil, "127.0.0.1:9"),
      (["AWS_REGION": "ap-south-1"], nil, "ap-south-1.signin.aws.amazon.com"),
      (["AWS_USE_DUALSTACK_ENDPOINT": "true"], "us-east-1", "signin.us-east-1.api.aws"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-east-1", "signin-fips.us-east-1.amazonaws.com"),
    ] as [([String: String], String?, String)])
  func endpoints(_ variables: [String: String], _ region: String?, _ authority: String) async throws {
    files.write(path, file(life: -1))
    let transport = ScriptedTransport([renewed()])
    _ = try await provider(transport, region: region, variables).credentials()
    let request = try #require(transport.requests.first)
    #expect(request.head.authority == authority)
    #expect(try proof(request).htu == "\(request.head.scheme ?? "")://\(authority)/v1/token")
  }
}
