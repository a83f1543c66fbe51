import AWSCredentials
import AWSElasticClient
import AWSIdentity
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

/// Servers whose certificates a private authority has signed, on real TLS connections.
@Suite
struct PrivateAuthorityTests {
  private let files = InMemoryFileSystem()
  private let authority = TestAuthority("Evergreen Test CA")

  private func context(
    _ variables: [String: String] = [:], transport: any HTTPTransport = AsyncHTTPClientTransport()
  ) -> CredentialProviderContext {
    let base = [
      "HOME": "/home/me", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AWS_EC2_METADATA_DISABLED": "true",
      "AWS_MAX_ATTEMPTS": "1",
    ]
    return CredentialProviderContext(
      environment: ProcessEnvironment(base.merging(variables) { $1 }), fileSystem: files,
      transport: PatientTransport(transport),
      platform: .posix)
  }

  private func get(_ port: Int, _ transport: any HTTPTransport) async throws(HTTPTransportError) {
    let head = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(port)", path: "/")
    _ = try await transport.send(HTTPTransportRequest(head: head))
  }

  /// Runs a server that responds to everything any of the services is asked for in these tests.
  private func withServer(
    names: [String] = ["localhost"], addresses: [[UInt8]] = [[127, 0, 0, 1]], _ body: (TLSListener) async throws -> Void
  ) async throws {
    files.write("/etc/ca.pem", try authority.certificate())
    let listener = try await TLSListener.start(try authority.server(names: names, addresses: addresses)) { head in
      if head.hasPrefix("GET /federation") { return Self.role }
      if head.hasPrefix("GET /container") { return HostileResponse.Members().document() }
      if head.hasPrefix("POST / ") { return Self.session }
      if head.contains("/_doc/") { return #"{"_index":"i","_id":"1","_version":1,"found":true,"_source":{}}"# }
      return "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>"
    }
    do {
      try await body(listener)
      await listener.stop()
    } catch {
      await listener.stop()
      throw error
    }
  }

  private static let role = """
    {"roleCredentials": {"accessKeyId": "ASIAROLE", "secretAccessKey": "s", "sessionToken": "t",
     "expiration": 4102444800000}}
    """
  private static let session = """
    <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB</AccessKeyId>
    <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
    </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
    """

  @Test(arguments: ["variable", "profile"]) func theClientsTrustTheAuthority(_ how: String) async throws {
    files.write("/home/me/.aws/config", "[default]\nca_bundle = /etc/ca.pem\n")
    try await withServer { server in
      let context = context(how == "variable" ? ["AWS_CA_BUNDLE": "/etc/ca.pem"] : [:])
      let configuration = try await ClientConfiguration.standard(in: context)
      let endpoint = try Endpoint("https://localhost:\(server.port)")
      _ = try await S3Client(configuration: configuration, endpoint: endpoint).listBuckets()
      #expect(server.requests.count == 1)
      let elastic = try ElasticClient(configuration: configuration, endpoint: ElasticEndpoint("\(endpoint)"))
      _ = try await elastic.get("i", id: "1", as: [String: String].self)
      #expect(server.requests.count == 2)
    }
  }

  @Test func soDoTheProvidersOfCredentials() async throws {
    try await withServer { server in
      let url = "https://localhost:\(server.port)"
      var variables = [
        "AWS_CA_BUNDLE": "/etc/ca.pem", "AWS_ENDPOINT_URL": url, "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
        "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
      ]
      files.write("/token", "WEB-IDENTITY")
      #expect(
        try await WebIdentityCredentialProvider(context: context(variables)).credentials().accessKeyId == "ASIAWEB")
      let sso = ProfileChain.SingleSignOn(
        sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
        accountId: "123456789012", roleName: "Reader")
      files.write(
        "/home/me/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json",
        #"{"accessToken": "ACCESS-TOKEN", "expiresAt": "2099-01-01T00:00:00Z"}"#)
      #expect(try await SSOCredentialProvider(sso, context: context(variables)).credentials().accessKeyId == "ASIAROLE")
      variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url + "/container"
      let container = try await ContainerCredentialProvider(context: context(variables)).credentials()
      #expect(container.accessKeyId == HostileResponse.accessKeyId)
      variables["AWS_CA_BUNDLE"] = nil
      let providers: [any CredentialProvider] = [
        WebIdentityCredentialProvider(context: context(variables)),
        SSOCredentialProvider(sso, context: context(variables)),
        ContainerCredentialProvider(context: context(variables)),
      ]
      for provider in providers {
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .unreachable, "\(provider)")
        #expect(error?.message.contains("none of the authorities of the system") == true, "\(provider)")
      }
    }
  }

  @Test func theProgramComesBeforeTheVariableAndThatBeforeTheProfile() async throws {
    try await withServer { server in
      files.write("/etc/other.pem", try TestAuthority("Other CA").certificate())
      files.write("/home/me/.aws/config", "[default]\nca_bundle = /etc/other.pem\n")
      func standard(
        _ variables: [String: String], _ roots: TrustRoots? = nil
      ) async throws -> any HTTPTransport {
        let context = context(variables, transport: AsyncHTTPClientTransport(trustRoots: roots))
        return try await ClientConfiguration.standard(in: context).transport
      }
      let own = try TrustRoots(file: "/etc/ca.pem", fileSystem: files)
      try await get(server.port, try await standard(["AWS_CA_BUNDLE": "/etc/ca.pem"]))
      try await get(server.port, try await standard(["AWS_CA_BUNDLE": "/etc/other.pem"], own))
      // What the program has said need not be looked for elsewhere.
      try await get(server.port, try await standard(["AWS_CA_BUNDLE": "/missing.pem"], own))
      for (variables, roots, said) in [
        ([:], nil, "/etc/other.pem (ca_bundle of profile 'default'"),
        (["AWS_CA_BUNDLE": "/etc/other.pem"], nil, "/etc/other.pem (AWS_CA_BUNDLE)"),
        (["AWS_CA_BUNDLE": "/etc/ca.pem"], TrustRoots.system, "of the system"),
      ] as [([String: String], TrustRoots?, String)] {
        let transport = try await standard(variables, roots)
        let error = await #expect(throws: HTTPTransportError.self) { try await get(server.port, transport) }
        #expect(error?.code == .untrustedCertificate)
        #expect(error?.message.contains(said) == true, "\(String(describing: error))")
      }
    }
  }

  /// The clients say whose certificate it is, and nothing of the library.
  @Test func theErrorOfAClientNamesTheServer() async throws {
    for (names, addresses, reason) in [
      (["localhost"], [[127, 0, 0, 1]], "The server's certificate is signed by none of the authorities of the system"),
      (["other.example"], [], "The server's certificate is for another host."),
    ] as [([String], [[UInt8]], String)] {
      try await withServer(names: names, addresses: addresses) { server in
        let isTrusted = addresses.isEmpty
        let authority = "localhost:\(server.port)"
        let context = context(
          ["AWS_ENDPOINT_URL": "https://\(authority)"].merging(isTrusted ? ["AWS_CA_BUNDLE": "/etc/ca.pem"] : [:]) {
            $1
          })
        let s3 = await #expect(throws: S3Error.self) { try await S3Client(in: context).listBuckets() }
        let sts = await #expect(throws: ServiceError.self) {
          try await STSClient.standard(in: context).getCallerIdentity()
        }
        for error in [s3, sts] as [(any AWSServiceError)?] {
          let error = try #require(error)
          #expect(error.message.hasPrefix("The certificate of \(authority) is not trusted. \(reason)"), "\(error)")
          #expect(error.errorKind == .transport && !error.description.contains("Caused by"), "\(error)")
        }
      }
    }
  }

  @Test func aCertificateForAnotherHostIsRefused() async throws {
    try await withServer(names: ["other.example"], addresses: []) { server in
      let transport = AsyncHTTPClientTransport(trustRoots: try TrustRoots(file: "/etc/ca.pem", fileSystem: files))
      let error = await #expect(throws: HTTPTransportError.self) { try await get(server.port, transport) }
      #expect(error?.code == .untrustedCertificate && error?.message.contains("another host") == true)
    }
  }

  @Test(
    arguments: [
      ("", "empty"), (" \n", "empty"), ("nonsense", "holds no certificate"),
      ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "damaged"), ("0\u{82}", "no certificate"),
    ])
  func aFileThatIsNoneFailsAtOnce(_ content: String, _ reason: String) async throws {
    files.write("/etc/ca.pem", content)
    let context = context(["AWS_CA_BUNDLE": "/etc/ca.pem"])
    let error = await #expect(throws: ServiceError.self) { try await ClientConfiguration.standard(in: context) }
    let message = try #require(error?.message)
    #expect(
      message.contains("/etc/ca.pem") && message.contains("AWS_CA_BUNDLE") && message.contains(reason), "\(message)")
  }

  @Test func aFileThatCannotBeReadFailsAtOnceEverywhere() async throws {
    files.write("/token", "WEB-IDENTITY")
    files.write("/dir/der.pem", bytes: [0x30, 0x82, 1, 2])
    files.fail("/secret.pem", with: .permissionDenied)
    for (path, reason) in [
      ("/missing.pem", "does not exist"), ("/secret.pem", "may not read"), ("/dir/der.pem", "DER"),
    ] {
      let transport = ScriptedTransportThatTrusts()
      let context = context(
        [
          "AWS_CA_BUNDLE": path, "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://127.0.0.1:1/x",
        ], transport: transport)
      let providers: [any CredentialProvider] = [
        WebIdentityCredentialProvider(context: context), ContainerCredentialProvider(context: context),
      ]
      for provider in providers {
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .invalidConfiguration && error?.provider == provider.name)
        let message = try #require(error?.message)
        #expect(message.contains(path) && message.contains("AWS_CA_BUNDLE") && message.contains(reason), "\(message)")
      }
      await #expect(throws: ServiceError.self) { try await ClientConfiguration.standard(in: context) }
      #expect(throws: CredentialError.self) { try STSClient.standard(in: context) }
    }
  }

  /// A transport of a program's own, which hands the settings on.
  private struct ScriptedTransportThatTrusts: ConfigurableTransport {
    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      throw HTTPTransportError(.other, message: "nothing shall be sent")
    }

    func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
      try AsyncHTTPClientTransport().configured(settings)
    }
  }

  @Test func settingsMadeAgainOfTheSameFileShareTheirConnections() async throws {
    try await withServer { _ in
      let file = CertificateAuthorityFile(path: "/etc/ca.pem", origin: "AWS_CA_BUNDLE", fileSystem: files)
      #expect(try TrustRoots(file) == TrustRoots(file))
      let before = try TrustRoots(file)
      files.write("/etc/ca.pem", try TestAuthority("The next CA").certificate())
      #expect(try TrustRoots(file) != before)
      #expect("\(before)" == "1 of /etc/ca.pem (AWS_CA_BUNDLE)" && "\(TrustRoots.system)" == "the system")
    }
  }
}
