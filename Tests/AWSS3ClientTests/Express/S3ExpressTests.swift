import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Directory buckets: requests for their objects are signed with the credentials of a session.
@Suite struct S3ExpressTests {
  private typealias Request = ScriptedTransport.RecordedRequest
  private static let bucket = "photos--usw2-az1--x-s3"
  private static let host = "photos--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com"

  private let clock = ManualClock(start: S3Fixture.date)
  private let transport: ScriptedTransport

  /// S3 makes sessions of five minutes whose keys tell which session it is, and says yes to everything else.
  private final class Service: Sendable {
    let sessions = Locked(0)
    /// What other requests get, before they succeed.
    let refusals = Locked<[HTTPTransportResponse]>([])
    /// What CreateSession gets, before it succeeds.
    let sessionRefusals = Locked<[HTTPTransportResponse]>([])
    /// By how many seconds the service's clock is behind.
    let lag: Double

    init(lag: Double = 0) { self.lag = lag }

    func response(to request: Request, at now: Date) -> HTTPTransportResponse {
      guard request.head.path?.hasSuffix("?session") == true else {
        let refusal = refusals.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        return refusal ?? HTTPTransportResponse(head: HTTPResponse(status: .ok))
      }
      if let refusal = sessionRefusals.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return refusal }
      let number = sessions.withLock { count in
        count += 1
        return count
      }
      let time = now.addingTimeInterval(-lag)
      let body = """
        <CreateSessionResult><Credentials><SessionToken>token-\(number)</SessionToken><SecretAccessKey>\
        \(S3Fixture.secretAccessKey)</SecretAccessKey><AccessKeyId>ASIASESSION\(number)</AccessKeyId>\
        <Expiration>\(ISO8601.string(from: time.addingTimeInterval(300)))</Expiration></Credentials></CreateSessionResult>
        """
      return HTTPTransportResponse(
        head: HTTPResponse(status: .ok, headerFields: [.date: HTTPDate.string(from: time)]), body: AWSHTTPBody(body))
    }
  }

  private let service = Service()

  init() {
    let (clock, service) = (clock, service)
    transport = ScriptedTransport { request throws(HTTPTransportError) in
      service.response(to: request, at: clock.now())
    }
  }

  private func client(
    token: String? = nil, options: S3EndpointOptions = S3EndpointOptions(), transport: ScriptedTransport? = nil,
    settings: SharedSettings? = nil
  ) -> S3Client {
    let credentials = Credentials(
      accessKeyId: S3Fixture.accessKeyId, secretAccessKey: S3Fixture.secretAccessKey, sessionToken: token)
    var configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials), clock: clock), region: "us-west-2",
      transport: transport ?? self.transport, retry: RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero),
      clock: clock, random: { 0 })
    if let settings { configuration.endpoints = EndpointSettings(configured: settings) }
    return S3Client(configuration: configuration, endpointOptions: options)
  }

  private func get(_ s3: S3Client, _ bucket: String = bucket, key: String = "k") async throws {
    _ = try await s3.call(S3.GetObjectInput(bucket: bucket, key: key))
  }

  private static func key(_ request: Request) -> String {
    let credential = (request.head.headerFields[.authorization] ?? "").split(separator: "=").dropFirst().first ?? ""
    return String(credential.prefix { $0 != "/" })
  }

  private var keys: [String] { transport.requests.map(Self.key) }
  private var sessionRequests: Int { transport.requests.count { $0.head.path?.hasSuffix("?session") == true } }

  @Test("The session is made with the client's credentials, and signs what follows")
  func session() async throws {
    let s3 = client(token: "own-token")
    try await get(s3)
    try await get(s3)
    let requests = transport.requests
    #expect(
      requests.map { "\($0.head.authority ?? "")\($0.head.path ?? "")" } == [
        Self.host + "/?session", Self.host + "/k", Self.host + "/k",
      ])
    #expect(keys == [S3Fixture.accessKeyId, "ASIASESSION1", "ASIASESSION1"])
    #expect(requests.map { $0.head["x-amz-security-token"] } == ["own-token", nil, nil])
    #expect(requests.map { $0.head["x-amz-s3session-token"] } == [nil, "token-1", "token-1"])
    for request in requests {
      #expect(request.head.headerFields[.authorization]?.contains("/us-west-2/s3express/aws4_request") == true)
    }
  }

  @Test("Signatures are those of botocore")
  func signatures() async throws {
    let body = """
      <CreateSessionResult><Credentials><SessionToken>a-session-token</SessionToken><SecretAccessKey>\
      \(S3Fixture.secretAccessKey)</SecretAccessKey><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>\
      <Expiration>2026-01-02T03:09:05Z</Expiration></Credentials></CreateSessionResult>
      """
    let transport = ScriptedTransport([.text(body), .status(200), .text(body)])
    let s3 = client(transport: transport)
    try await get(s3)
    #expect(
      transport.requests[1].head.headerFields[.authorization] == """
        AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20260102/us-west-2/s3express/aws4_request, \
        SignedHeaders=host;x-amz-checksum-mode;x-amz-content-sha256;x-amz-date;x-amz-s3session-token, \
        Signature=fdee2e8537e178449b83c8f943478ba5796afb56f07429c1d1b49d2644b1274f
        """)
    let url = try await s3.presign(
      operation: S3.GetObjectInput(bucket: Self.bucket, key: "k"), expiresIn: .seconds(60))
    let parts = url.url.split(separator: "?")
    #expect(parts[0] == "https://\(Self.host)/k")
    let credential = "ASIAIOSFODNN7EXAMPLE%2F20260102%2Fus-west-2%2Fs3express%2Faws4_request"
    #expect(
      Set(parts[1].split(separator: "&").map(String.init)) == [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=\(credential)", "X-Amz-Date=20260102T030405Z",
        "X-Amz-Expires=60", "X-Amz-SignedHeaders=host", "X-Amz-S3session-Token=a-session-token",
        "X-Amz-Signature=72595ba483a323983c3fde37d6b55158c7da6a91dd1b9f4c9dae6f4d388eccdb",
      ])
  }

  @Test("A presigned URL ends with its session")
  func presigned() async throws {
    let s3 = client()
    let url = try await s3.presign(
      operation: S3.GetObjectInput(bucket: Self.bucket, key: "k"), expiresIn: .seconds(3600))
    #expect(url.url.contains("X-Amz-S3session-Token=token-1") && !url.url.contains("X-Amz-Security-Token"))
    #expect(url.expiration == S3Fixture.date.addingTimeInterval(300))
    #expect(!"\(url)".contains("token-1"))
  }

  @Test("However many ask, one session is made for a bucket")
  func singleFlight() async throws {
    let s3 = client()
    transport.hold()
    let callers = (0..<20).map { _ in TestTask { try await get(s3) } }
    try await transport.waitForRequests(1)
    transport.release()
    for caller in callers { try await caller.value }
    #expect(sessionRequests == 1 && transport.requests.count == 21)
    try await get(s3, "other--usw2-az1--x-s3")
    #expect(sessionRequests == 2)
  }

  @Test("No request is signed with a session that has ended")
  func expired() async throws {
    let s3 = client()
    try await get(s3)
    clock.advance(by: .seconds(299))
    try await get(s3)
    #expect(keys.last == "ASIASESSION2" && sessionRequests == 2)
    // One that cannot be renewed is not used either.
    clock.advance(by: .seconds(300))
    service.sessionRefusals.withLock {
      $0 = Array(repeating: HTTPTransportResponse(head: HTTPResponse(status: .forbidden)), count: 10)
    }
    let error = await S3Error.of { try await get(s3) }
    #expect(error?.operation == "s3.CreateSession" && error?.statusCode == 403)
    #expect(keys.filter { $0 == "ASIASESSION2" }.count == 1)
  }

  @Test("In its last minute a session is renewed, and nobody waits for that")
  func renewed() async throws {
    let s3 = client()
    try await get(s3)
    clock.advance(by: .seconds(245))
    transport.hold()
    let caller = TestTask { try await get(s3) }
    // The request with the old session, and the new session.
    try await transport.waitForRequests(4)
    transport.release()
    try await caller.value
    #expect(
      Set(transport.requests[2...].map { "\($0.head.path ?? "") \(Self.key($0))" }) == [
        "/k ASIASESSION1", "/?session \(S3Fixture.accessKeyId)",
      ])
  }

  @Test(
    "A session that S3 refuses is made anew, and the request is sent again",
    arguments: ["ExpiredToken", "InvalidToken"])
  func refused(code: String) async throws {
    let s3 = client()
    try await get(s3)
    service.refusals.withLock {
      $0 = [
        HTTPTransportResponse(
          head: HTTPResponse(status: .badRequest), body: AWSHTTPBody("<Error><Code>\(code)</Code></Error>"))
      ]
    }
    try await get(s3)
    #expect(
      keys == [
        S3Fixture.accessKeyId, "ASIASESSION1", "ASIASESSION1", S3Fixture.accessKeyId, "ASIASESSION2",
      ])
  }

  @Test("Why there is no session is what the call throws")
  func failed() async throws {
    let s3 = client()
    service.sessionRefusals.withLock {
      $0 = [
        HTTPTransportResponse(
          head: HTTPResponse(status: .notFound),
          body: AWSHTTPBody("<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>"))
      ]
    }
    let error = await S3Error.of { try await get(s3) }
    #expect(error?.code == .noSuchBucket && error?.operation == "s3.CreateSession" && error?.bucket == Self.bucket)
    // Nothing of it is remembered.
    try await get(s3)
    #expect(keys.last == "ASIASESSION1")
  }

  @Test("Operations on the bucket as a whole, and copies, are signed with the client's credentials")
  func withoutSession() async throws {
    let s3 = client()
    try await s3.call(S3.PutBucketPolicyInput(bucket: Self.bucket, policy: "{}"))
    _ = await S3Error.of {
      try await s3.call(
        S3.UploadPartCopyInput(
          bucket: Self.bucket, copySource: S3.CopySource(bucket: Self.bucket, key: "a"), key: "k", partNumber: 1,
          uploadId: "u"))
    }
    #expect(sessionRequests == 0 && Set(keys) == [S3Fixture.accessKeyId])
    try await get(s3, "photos")
    #expect(sessionRequests == 0 && !transport.requests.isEmpty)
  }

  @Test("Sessions can be switched off, by the program, the environment and the profile")
  func disabled() async throws {
    try await get(client(token: "t", options: S3EndpointOptions(disableExpressSessionAuth: true)))
    let variables = ProcessEnvironment(["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH": "true"])
    let files = InMemoryFileSystem(["/c": "[default]\ns3_disable_express_session_auth = true\n"])
    for environment in [variables, ProcessEnvironment(["AWS_CONFIG_FILE": "/c"])] {
      let context = CredentialProviderContext(environment: environment, fileSystem: files, transport: transport)
      try await get(client(token: "t", settings: SharedSettings(context: context)))
    }
    #expect(sessionRequests == 0 && transport.requests.count == 3)
    for request in transport.requests {
      #expect(request.head["x-amz-security-token"] == "t" && request.head["x-amz-s3session-token"] == nil)
      #expect(request.head.headerFields[.authorization]?.contains("/us-west-2/s3express/aws4_request") == true)
    }
  }

  @Test("Other credentials have sessions of their own, and anonymous requests have none")
  func others() async throws {
    let s3 = client()
    try await get(s3)
    let theirs = CredentialCache(
      provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s")), clock: clock)
    try await get(s3.with(CallOverrides(credentials: theirs)))
    try await get(s3.with(CallOverrides(timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1))))
    try await get(s3.with(CallOverrides(credentials: .anonymous)))
    #expect(
      keys == [
        S3Fixture.accessKeyId, "ASIASESSION1", "AKIDEXAMPLE", "ASIASESSION2", "ASIASESSION1", "",
      ])
    #expect(transport.requests.last?.head.headerFields[.authorization] == nil)
  }

  @Test("The number of sessions that are kept is limited")
  func bounded() async throws {
    let s3 = client()
    for number in 0..<120 { try await get(s3, "b\(number)--usw2-az1--x-s3") }
    #expect(s3.keptSessions == 100 && sessionRequests == 120)
  }

  @Test("A machine whose clock is ahead has sessions too")
  func skewed() async throws {
    let service = Service(lag: 600)
    let clock = clock
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      service.response(to: request, at: clock.now())
    }
    let s3 = client(transport: transport)
    try await get(s3)
    try await get(s3)
    #expect(transport.requests.map(Self.key) == [S3Fixture.accessKeyId, "ASIASESSION1", "ASIASESSION1"])
  }

  @Test("An error does not show the secrets of a session")
  func secrets() async throws {
    let s3 = client()
    service.refusals.withLock {
      $0 = [
        HTTPTransportResponse(
          head: HTTPResponse(status: .forbidden),
          body: AWSHTTPBody(
            "<Error><Code>AccessDenied</Code><Message>token-1 \(S3Fixture.secretAccessKey)</Message></Error>"))
      ]
    }
    let error = try #require(await S3Error.of { try await get(s3) })
    #expect(!"\(error)".contains("token-1") && !"\(error)".contains(S3Fixture.secretAccessKey))
  }
}

extension HTTPRequest {
  fileprivate subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headerFields[$0] } }
}
