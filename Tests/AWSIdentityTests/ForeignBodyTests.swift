import AWSCore
import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// What responds in place of a service is named as what it is.
@Suite
struct ForeignBodyTests {
  private let home = SSOHome()

  @Test(
    arguments: [
      ("<!DOCTYPE html><html><body>no</body></html>", ForeignBody.html), ("\u{FEFF} \n<HTML lang=en>", .html),
      ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html/>", .html), ("<!-- proxy --><html></html>", .html),
      ("<h1>502 Bad Gateway</h1>", .html), ("<center>nginx</center>", .html),
      ("<ErrorResponse><Error/></ErrorResponse>", .xml), ("<?xml version=\"1.0\"?><a:Error/>", .xml),
      ("<!DOCTYPE Error><Error/>", .xml), ("{\"a\":1}", .json), ("  [1]", .json), ("", .empty), (" \r\n", .text),
      ("Bad Gateway", .text), ("\u{1F}\u{8B}\u{8}", .binary),
    ])
  func kinds(_ body: String, _ kind: ForeignBody) {
    #expect(ForeignBody(Array(body.utf8)) == kind, "\(body)")
  }

  private static let page =
    "<!DOCTYPE html><html><head><title>Log in</title></head><body>ACCESS-TOKEN-ONE</body></html>"

  private func providers(_ transport: ScriptedTransport) throws -> [any CredentialProvider] {
    var home = home
    home.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
    home.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r"
    home.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/x"
    home.environment["AWS_REGION"] = "us-east-1"
    home.files.write("/token", "WEB-IDENTITY")
    home.files.write(
      "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json", home.token(life: 3600))
    let sso = ProfileChain.SingleSignOn(
      sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
      accountId: "123456789012", roleName: "Reader")
    var context = home.context(transport)
    context.tokenFileWait = .zero
    context.clock = ImpatientClock(base: home.clock)
    let keys = StaticCredentialProvider(Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "BASE"))
    let client = try STSClient.standard(credentials: CredentialCache(provider: keys), in: context)
    return [
      SSOCredentialProvider(sso, context: context), WebIdentityCredentialProvider(context: context),
      ContainerCredentialProvider(context: context),
      InstanceMetadataCredentialProvider(context: context),
      AssumeRoleCredentialProvider(
        role: .init(roleArn: "arn:aws:iam::123456789012:role/r", sessionName: "s"), client: client),
    ]
  }

  @Test(arguments: [200, 403, 503]) func aWebPageIsCalledHTML(status: Int) async throws {
    let transport = ScriptedTransport { _ async throws(HTTPTransportError) in .status(status, Self.page) }
    for provider in try providers(transport) {
      let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
      let text = "\(String(describing: error))"
      // The metadata service itself speaks HTML where it has no value to give.
      #expect(
        error?.message.contains("HTML") == true || (provider is InstanceMetadataCredentialProvider && status != 200),
        "\(text)")
      #expect(!text.contains("ACCESS-TOKEN-ONE"), "\(provider)")
    }
  }

  @Test func aTokenServiceThatSpeaksHTMLIsTold() async throws {
    let transport = ScriptedTransport { _ async throws(HTTPTransportError) in .status(200, Self.page) }
    let provider = try providers(transport)[0]
    home.files.write(
      "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json", home.token(life: -10))
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.message.contains("HTML instead of the JSON of sso-oidc") == true, "\(String(describing: error))")
  }

  @Test(arguments: [("{\"message\": \"Forbidden\"}", "JSON"), ("Bad Gateway", "plain text"), ("", "empty")])
  func otherBodiesAreNamedToo(_ body: String, _ name: String) async throws {
    let transport = ScriptedTransport { _ async throws(HTTPTransportError) in .status(200, body) }
    let error = await #expect(throws: CredentialError.self) { try await providers(transport)[1].credentials() }
    #expect(error?.message.contains("The response is \(name) instead of the XML of STS") == true)
  }
}
