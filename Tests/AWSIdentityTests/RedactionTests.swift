import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// No way of printing anything shows a secret access key or a session token.
struct RedactionTests {
  private static let secret = "SECRETSECRETSECRET"
  private static let token = "TOKENTOKENTOKEN"
  private static let credentials = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: token,
    expiration: Date(timeIntervalSince1970: 4_102_444_800), provider: "test")

  private func check(_ value: Any, _ name: String) {
    var dumped = ""
    dump(value, to: &dumped)
    for text in ["\(value)", String(describing: value), String(reflecting: value), dumped] {
      #expect(!text.contains(Self.secret), "\(name) shows the secret access key")
      #expect(!text.contains(Self.token), "\(name) shows the session token")
    }
  }

  @Test func valuesThatHoldASecretDoNotShowIt() async throws {
    let cache = CredentialCache(provider: StaticCredentialProvider(Self.credentials))
    let snapshot = try await cache.snapshot()
    let configuration = ClientConfiguration(credentials: cache, region: "us-east-1")
    let s3 = S3Client(configuration: configuration)
    let elastic = ElasticClient(
      configuration: configuration, endpoint: try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com"))
    let factory = ServiceClientFactory(credentials: cache) { $0.credentials }
    let lease = try await factory.lease()
    let environment = ProcessEnvironment([
      "AWS_SECRET_ACCESS_KEY": Self.secret, "AWS_SESSION_TOKEN": Self.token,
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": Self.token,
    ])
    let transport = ScriptedTransport()
    let values: [(Any, String)] = [
      (Self.credentials, "Credentials"), (cache, "CredentialCache"), (snapshot, "CredentialSnapshot"),
      (StaticCredentialProvider(Self.credentials), "StaticCredentialProvider"),
      (EnvironmentCredentialProvider(environment: environment), "EnvironmentCredentialProvider"),
      (CredentialChain([StaticCredentialProvider(Self.credentials)]), "CredentialChain"),
      (environment, "ProcessEnvironment"),
      (
        ContainerCredentialProvider(context: CredentialProviderContext(environment: environment, transport: transport)),
        "ContainerCredentialProvider"
      ),
      (configuration, "ClientConfiguration"), (s3, "S3Client"), (elastic, "ElasticClient"), (factory, "factory"),
      (lease, "ClientLease"),
      (
        RejectionDiagnosis(
          credentials: Self.credentials, isRejection: true, code: "InvalidToken", skew: 0, now: Date()), "diagnosis"
      ),
      ([Self.credentials], "an array"), (["key": Self.credentials], "a dictionary"),
      (Optional(Self.credentials) as Any, "an optional"),
      (Result<Credentials, any Error>.success(Self.credentials), "a result"),
    ]
    for (value, name) in values { check(value, name) }
  }

  @Test func signaturesDoNotShowTheirToken() throws {
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    let request = SigningRequest(
      method: "GET", scheme: "https", authority: "example.com", target: "/a", headers: [])
    let signature = try signer.sign(request, payload: .empty, credentials: Self.credentials, date: Date())
    check(signature, "HeaderSignature")
    check(signer, "SigV4Signer")
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Date())
    check(presigned, "PresignedRequest")
  }

  @Test func sharedFilesAndTheirErrorsShowNothing() async throws {
    let files = InMemoryFileSystem()
    files.write(
      "/home/me/.aws/credentials",
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = \(Self.secret)\n"
        + "aws_session_token = \(Self.token)\n")
    let provider = SharedFileCredentialProvider(
      context: CredentialProviderContext(
        environment: ["HOME": "/home/me"], fileSystem: files, transport: ScriptedTransport()))
    check(try await provider.credentials(), "SharedFileCredentialProvider's credentials")
    check(provider, "SharedFileCredentialProvider")
    check(try SharedConfiguration.load(environment: ["HOME": "/home/me"], fileSystem: files), "SharedConfiguration")
    files.write("/home/me/.aws/credentials", "[default]\n\(Self.secret)\n")
    await #expect {
      _ = try await provider.credentials()
    } throws: { error in
      check(error, "a parser's error")
      return true
    }
  }

  @Test func logsAtTraceLevelAndErrorsShowNothing() async throws {
    let log = RecordedLog()
    let logger = log.logger
    let transport = ScriptedTransport(
      Array(
        repeating: .status(403, body: "{\"message\":\"The security token included in the request is expired\"}"),
        count: 4))
    let provider = ScriptedCredentialProvider(staleness: .mayServeStale) { _ in Self.credentials }
    let cache = CredentialCache(provider: provider, logger: logger)
    let elastic = ElasticClient(
      configuration: ClientConfiguration(
        credentials: cache, region: "us-east-1", transport: transport, logger: logger),
      endpoint: try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com"))
    let error = await #expect(throws: ElasticError.self) { try await elastic.info() }
    check(try #require(error), "ElasticError")
    let lines = log.lines
    #expect(lines.contains { $0.contains("AKIAIOSFODNN7EXAMPLE") })
    for line in lines {
      #expect(!line.contains(Self.secret) && !line.contains(Self.token), "a log line shows a secret")
    }
  }
}
