import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// The application's id comes from the program, the environment or the profile, in this order.
@Suite struct UserAgentTests {
  private let transport = ScriptedTransport { _ throws(HTTPTransportError) in
    HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody("x"))
  }

  private func configuration(_ variables: [String: String], profile: String) async throws -> ClientConfiguration {
    let files = InMemoryFileSystem(["/h/.aws/config": "[default]\n\(profile)\n"])
    let base = [
      "HOME": "/h", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": S3Fixture.accessKeyId,
      "AWS_SECRET_ACCESS_KEY": "s",
    ]
    return try await .standard(
      in: CredentialProviderContext(
        environment: ProcessEnvironment(base.merging(variables) { $1 }), fileSystem: files, transport: transport))
  }

  private var sent: String { transport.requests.last?.head.headerFields[.userAgent] ?? "" }

  @Test(arguments: [
    (["AWS_SDK_UA_APP_ID": "from-variable"], "sdk_ua_app_id = from-profile", " app/from-variable"),
    ([:], "sdk_ua_app_id = from-profile", " app/from-profile"), ([:], "", " cfg/retry-mode#standard"),
    (["AWS_SDK_UA_APP_ID": " "], "sdk_ua_app_id = from-profile", " app/from-profile"),
  ])
  func settings(variables: [String: String], profile: String, ending: String) async throws {
    let s3 = S3Client(configuration: try await configuration(variables, profile: profile))
    _ = try await s3.get(bucket: "site", key: "index.html")
    #expect(sent.hasPrefix("evergreen/") && sent.contains(" api/s3#") && sent.hasSuffix(ending), "\(sent)")
  }

  @Test func theProgramComesFirst() async throws {
    var configuration = try await configuration(
      ["AWS_SDK_UA_APP_ID": "from-variable", "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE"], profile: "")
    configuration.applicationId = "orders"
    let s3 = S3Client(configuration: configuration)
    _ = try await s3.with(region: "eu-west-1").get(bucket: "site", key: "index.html")
    #expect(sent.hasSuffix(" app/orders") && sent.contains(" exec-env/AWS_ECS_FARGATE "))
  }

  @Test func aFieldOfTheCallersOwnIsKept() async throws {
    let s3 = try S3Fixture.client(transport)
    _ = try await s3.getObject(
      S3.GetObjectInput(bucket: "site", key: "k", additionalHeaders: [.userAgent: "mine/1"]))
    #expect(transport.requests.last?.head.headerFields[values: .userAgent] == ["mine/1"])
  }
}
