import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// A view of a client differs in what was asked for; Amazon's endpoint follows the region.
@Suite struct OverrideTests {
  private let transport = ScriptedTransport { _ throws(HTTPTransportError) in
    HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody("x"))
  }

  private var sent: HTTPRequest? { transport.requests.last?.head }
  private var scope: String { sent?.headerFields[.authorization] ?? "" }

  @Test func aRegionHasItsOwnEndpoint() async throws {
    let s3 = try S3Fixture.client(transport)
    let theirs = s3.with(region: "eu-west-1")
    _ = try await theirs.get(bucket: "site", key: "index.html")
    #expect(sent?.authority == "site.s3.eu-west-1.amazonaws.com" && scope.contains("/eu-west-1/s3/"))
    #expect(theirs.region == "eu-west-1" && "\(theirs)".contains("s3.eu-west-1.amazonaws.com"))
    _ = try await theirs.with(region: "cn-north-1").get(bucket: "site", key: "index.html")
    #expect(sent?.authority == "site.s3.cn-north-1.amazonaws.com.cn" && scope.contains("/cn-north-1/s3/"))
    _ = try await s3.get(bucket: "site", key: "index.html")
    #expect(sent?.authority == "site.s3.us-west-2.amazonaws.com" && scope.contains("/us-west-2/s3/"))
    #expect(s3.region == "us-west-2")
  }

  @Test func anEndpointThatWasGivenStays() async throws {
    let s3 = try S3Fixture.client(transport, endpoint: "http://localhost:9000", addressing: .pathStyle)
    _ = try await s3.with(region: "eu-west-1").get(bucket: "site", key: "index.html")
    #expect(sent?.authority == "localhost:9000" && scope.contains("/eu-west-1/s3/"))
  }

  @Test(arguments: ["", "Nowhere", "eu-west-1.evil.example/", "eu west"])
  func aRegionThatIsNoneIsRefusedByTheCall(region: String) async throws {
    let s3 = try S3Fixture.client(transport).with(region: region)
    let error = await S3Error.of { try await s3.get(bucket: "site", key: "index.html") }
    #expect(error?.code == .invalidRegion && transport.requests.isEmpty)
  }

  @Test func credentialsRetriesAndTimeout() async throws {
    let s3 = try S3Fixture.client(transport)
    let tenant = CredentialCache(
      provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s")))
    let theirs = s3.with(credentials: tenant, timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1))
    _ = try await theirs.get(bucket: "site", key: "index.html")
    #expect(scope.contains("Credential=AKIDEXAMPLE/") && transport.requests.last?.timeouts.total == .seconds(5))
    #expect(theirs.configuration.retry.maxAttempts == 1 && s3.configuration.retry.maxAttempts == 3)
    _ = try await s3.get(bucket: "site", key: "index.html")
    #expect(scope.contains("Credential=\(S3Fixture.accessKeyId)/") && transport.requests.last?.timeouts.total == nil)
  }

  /// The samples of ``S3Client/with(credentials:region:timeout:retry:)``, ``CallOverrides`` and ``CredentialCache/anonymous``.
  @Test func samples() async throws {
    var configuration = S3Fixture.configuration(transport)
    configuration.clock = ManualClock(start: S3Fixture.date)
    let s3 = S3Client(configuration: configuration)
    let tenant = configuration.credentials
    let page = try await s3.with(timeout: .seconds(5)).get(bucket: "site", key: "index.html")
    let theirs = s3.with(credentials: tenant, region: "eu-west-1")
    let open = s3.with(credentials: .anonymous)
    let quick = s3.with(CallOverrides(timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1)))
    #expect(page == Array("x".utf8) && theirs.region == "eu-west-1" && open.configuration.credentials.isAnonymous)
    #expect(quick.configuration.callTimeout == .seconds(5) && quick.configuration.retry.maxAttempts == 1)
  }

  @Test func aPublicBucketNeedsNoSignature() async throws {
    let s3 = try S3Fixture.client(transport)
    let open = s3.with(credentials: .anonymous)
    #expect(try await open.get(bucket: "site", key: "index.html") == Array("x".utf8))
    // Asking for a checksum says nothing of the caller.
    let own = sent?.headerFields.map(\.name.canonicalName).filter { $0.hasPrefix("x-amz") }
    #expect(own == ["x-amz-checksum-mode"] && sent?.headerFields[.authorization] == nil)
    try await open.put("Hello", bucket: "site", key: "k")
    #expect(sent?.headerFields[.authorization] == nil)
    let error = await S3Error.of { try await open.presignGet(bucket: "site", key: "k", expiresIn: .seconds(60)) }
    #expect(error?.kind == .credentials && error?.message.contains("anonymous") == true)
  }
}
