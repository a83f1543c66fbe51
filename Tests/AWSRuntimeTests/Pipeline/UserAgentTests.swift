import AWSCredentials
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Logging
import Testing

/// The `User-Agent` has the form of the SDKs and ends with the application's id.
@Suite struct UserAgentTests {
  @Test func theForm() throws {
    let form =
      /evergreen\/\d+\.\d+\.\d+ ua\/2\.1 os\/[a-z]+#\d+\.\d+\.\d+ md\/arch#\w+ lang\/swift#6\.\d+ api\/s3#\d+\.\d+\.\d+ cfg\/retry-mode#standard/
    let plain = UserAgent(service: "s3", applicationId: nil)
    #expect(plain.value.wholeMatch(of: form) != nil, "\(plain.value)")
    for blank in ["", "  "] { #expect(UserAgent(service: "s3", applicationId: blank) == plain) }
    let named = UserAgent(service: "s3", applicationId: "orders", executionEnvironment: "AWS_ECS_FARGATE")
    #expect(named.value.hasSuffix(" cfg/retry-mode#standard app/orders"))
    #expect(named.value.contains(" lang/swift#6.") && named.value.contains(" exec-env/AWS_ECS_FARGATE api/s3#"))
  }

  @Test(arguments: [
    ("Az09!#$%&'*+-.^_`|~", "Az09!#$%&'*+-.^_`|~"), ("my app", "my-app"), ("a/b(c)\r\nX: y", "a-b-c---X--y"),
    ("주문", "--"), ("é", "-"),
  ])
  func otherCharactersAreSentAsHyphens(id: String, sent: String) {
    let value = UserAgent(service: "s3", applicationId: id).value
    #expect(value.hasSuffix(" app/" + sent), "\(value)")
  }

  private func warnings(_ id: String?, clients: Int = 1) async throws -> [String] {
    let log = RecordedLog(threshold: .warning)
    var configuration = ClientConfiguration(
      credentials: .anonymous, region: "us-east-1", transport: ScriptedTransport(), logger: log.logger)
    configuration.applicationId = id
    let service = ServiceDescription(
      name: "test", signer: SigV4Signer(service: "s3", region: "us-east-1"),
      parseError: { _, _ in ParsedServiceError(code: "x", message: "") })
    for _ in 0..<clients { _ = RequestPipeline(service: service, configuration: configuration) }
    return log.messages
  }

  @Test func whatIsNotAsItShouldBeIsLoggedOnceAndSent() async throws {
    let fifty = String(repeating: "a", count: 50)
    for good in [nil, "", "orders", fifty] { #expect(try await warnings(good) == []) }
    let long = try await warnings(fifty + "a", clients: 3)
    #expect(long.count == 1 && long[0].contains("51 characters") && long[0].contains("50 at most"))
    #expect(UserAgent(service: "s3", applicationId: fifty + "a").value.hasSuffix(" app/\(fifty)a"))
    let odd = try await warnings("my app")
    #expect(odd.count == 1 && odd[0].contains("sent as a hyphen") && !odd[0].contains("50"))
  }

  @Test func everyAttemptHasItAndNoSignatureCoversIt() async throws {
    let bench = PipelineBench(answers: [.status(503), .status(200), .status(200), .status(200)])
    bench.enqueueKey(1)
    _ = try await bench.pipeline.execute(try bench.request())
    _ = try await bench.pipeline.with(CallOverrides(credentials: .anonymous)).execute(try bench.request())
    var own = try bench.request(.put, body: AWSHTTPBody("x"))
    own.headers[.userAgent] = "mine/1"
    _ = try await bench.pipeline.execute(own)
    let sent = bench.transport.requests.map(\.head.headerFields)
    #expect(sent.map { $0[values: .userAgent].count } == [1, 1, 1, 1])
    #expect(sent.prefix(3).allSatisfy { $0[.userAgent]?.contains(" api/test#") == true })
    #expect(sent[3][.userAgent] == "mine/1")
    #expect(sent.allSatisfy { $0[.authorization]?.contains("user-agent") != true })
    let signed = try await bench.pipeline.presign(
      try bench.request(), expiresIn: .seconds(60), minimumValidity: .zero, payload: .unsigned)
    #expect(!signed.url.lowercased().contains("user-agent"))
  }
}
