import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// Tokens work for whoever reads them: over plain http they leave this machine only if the program says so.
@Suite
struct PlainHTTPTests {
  private let home = SSOHome()
  private static let path = "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"

  private func context(
    _ endpoint: String, allowing hosts: Set<String> = [], _ transport: ScriptedTransport
  ) -> CredentialProviderContext {
    var home = home
    home.environment["AWS_ENDPOINT_URL"] = endpoint
    home.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
    home.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r"
    home.files.write("/token", "WEB-IDENTITY")
    var context = home.context(transport)
    context.plainHTTPTokenHosts = hosts
    context.tokenFileWait = .zero
    return context
  }

  private func providers(_ context: CredentialProviderContext, life: Double) throws -> [any CredentialProvider] {
    home.files.write(Self.path, home.token(life: life))
    let sso = ProfileChain.SingleSignOn(
      sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
      accountId: "123456789012", roleName: "Reader")
    let client = try STSClient(
      anonymousIn: "us-east-1", endpoint: Endpoint(context.environment["AWS_ENDPOINT_URL"] ?? ""),
      transport: context.transport, clock: context.clock, random: { 0 },
      plainHTTPTokenHosts: context.plainHTTPTokenHosts)
    return [
      SSOCredentialProvider(sso, context: context), WebIdentityCredentialProvider(context: context),
      SAMLCredentialProvider(roleArn: "arn:aws:iam::123456789012:role/r", principalArn: "p", client: client) {
        "ASSERTION"
      },
    ]
  }

  private static let refusal = ScriptedTransport.Response.status(404, body: "{}")

  @Test(
    arguments: [
      "http://sso.example", "http://10.0.0.1:8080", "http://localhost.example.com", "http://127.0.0.1.example.com",
      "http://[::2]", "http://0.0.0.0:1", "http://[::]:1", "http://169.254.170.2", "http://notlocalhost",
    ])
  func noTokenLeavesThisMachineInClear(_ endpoint: String) async throws {
    // With a token to refresh, and with one to present.
    for life in [-10.0, 3600] {
      let transport = ScriptedTransport()
      for provider in try providers(context(endpoint, transport), life: life) {
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .invalidConfiguration, "\(provider): \(String(describing: error))")
        #expect(error?.message.contains("plain http") == true, "\(provider)")
        #expect(error?.message.contains(endpoint) == true, "\(provider)")
        home.check(error as Any)
      }
      #expect(transport.requests.isEmpty)
    }
  }

  @Test(
    arguments: [
      "https://sso.example", "http://localhost:1", "http://app.localhost", "http://127.0.0.1:8000", "http://127.8.8.8",
      "http://[::1]:8000", "http://LOCALHOST",
    ])
  func overTLSAndToThisMachineItGoes(_ endpoint: String) async throws {
    let transport = ScriptedTransport(Array(repeating: Self.refusal, count: 3))
    for provider in try providers(context(endpoint, transport), life: 3600) { _ = try? await provider.credentials() }
    #expect(transport.requests.count == 3)
  }

  @Test func theProgramMayAllowAHost() async throws {
    let transport = ScriptedTransport(Array(repeating: Self.refusal, count: 3))
    for provider in try providers(context("http://sso.example:81", allowing: ["sso.example"], transport), life: 3600) {
      _ = try? await provider.credentials()
    }
    #expect(transport.requests.count == 3)
    let other = ScriptedTransport()
    for provider in try providers(context("http://sso.example.com", allowing: ["sso.example"], other), life: 3600) {
      _ = try? await provider.credentials()
    }
    #expect(other.requests.isEmpty)
  }

  @Test func aSignedRequestGoesAndIsWarnedOfOnce() async throws {
    let log = RecordedLog()
    let logger = log.logger
    let transport = ScriptedTransport(Array(repeating: Self.refusal, count: 5))
    let configuration = ClientConfiguration(
      credentials: CredentialCache(
        provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "s"))),
      region: "us-east-1", transport: transport, logger: logger)
    for endpoint in ["http://127.0.0.1:1", "https://sts.example", "http://sts.example", "http://sts.example"] {
      let client = try STSClient(configuration: configuration, endpoint: Endpoint(endpoint))
      _ = try? await client.getCallerIdentity()
    }
    #expect(transport.requests.count == 4)
    let warnings = log.lines.filter { $0.contains("warning") }
    #expect(warnings.count == 1 && warnings.first?.contains("sts.example") == true, "\(warnings)")
  }
}
