import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// Proxies that the environment names, on real connections: what is asked of them, and by whom.
@Suite
struct EnvironmentProxyTests {
  private static let refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"

  private func context(_ variables: [String: String]) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(["AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"].merging(variables) { $1 }),
      fileSystem: InMemoryFileSystem(), transport: AsyncHTTPClientTransport())
  }

  private func get(
    _ url: (scheme: String, authority: String), _ transport: any HTTPTransport
  ) async throws(HTTPTransportError) {
    let head = HTTPRequest(method: .get, scheme: url.scheme, authority: url.authority, path: "/")
    _ = try await transport.send(HTTPTransportRequest(head: head))
  }

  @Test func servicesAreReachedThroughThem() async throws {
    let proxy = try RawListener(.answer(Self.refusal))
    defer { proxy.stop() }
    let transport = try await ClientConfiguration.standard(
      in: context([
        "HTTPS_PROXY": "http://user:p%40ss-word@127.0.0.1:\(proxy.port)", "http_proxy": "127.0.0.1:\(proxy.port)",
        "NO_PROXY": ".direct.invalid",
      ])
    ).transport
    let error = await #expect(throws: HTTPTransportError.self) { try await get(("https", "s3.example"), transport) }
    let request = try #require(proxy.requests.first)
    #expect(request.hasPrefix("CONNECT s3.example:443 HTTP/1.1"))
    // "user:p@ss-word"
    #expect(request.lowercased().contains("proxy-authorization: basic dxnlcjpwqhnzlxdvcmq="), "\(request)")
    let text = "\(String(describing: error)) \(transport)"
    #expect(error?.code == .connect && text.contains("HTTPS_PROXY"), "\(text)")
    #expect(!text.contains("ss-word"))
    _ = try? await get(("http", "es.example:9200"), transport)
    #expect(proxy.requests.last?.hasPrefix("CONNECT es.example:9200 ") == true)
    let count = proxy.requests.count
    _ = try? await get(("https", "a.direct.invalid"), transport)
    #expect(proxy.requests.count == count)
  }

  @Test func soAreTheServicesOfTheChainAndNeverTheMetadata() async throws {
    let proxy = try RawListener(.answer(Self.refusal))
    let metadata = try RawListener(.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
    defer {
      proxy.stop()
      metadata.stop()
    }
    let files = InMemoryFileSystem(["/token": "WEB-IDENTITY"])
    // A name of the metadata service that is not known as local, which resolves to this machine all the same.
    var context = context([
      "HTTPS_PROXY": "127.0.0.1:\(proxy.port)", "HTTP_PROXY": "127.0.0.1:\(proxy.port)",
      "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://metadata.invalid:\(metadata.port)",
    ])
    context.fileSystem = files
    context.clock = SystemWallClock()
    _ = try? await WebIdentityCredentialProvider(context: context).credentials()
    #expect(proxy.requests.first?.hasPrefix("CONNECT sts.us-east-1.amazonaws.com:443 ") == true)
    let count = proxy.requests.count
    _ = try? await InstanceMetadataCredentialProvider(context: context).credentials()
    context.environment = ProcessEnvironment([
      "HTTPS_PROXY": "127.0.0.1:\(proxy.port)", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://container.invalid/x",
    ])
    _ = try? await ContainerCredentialProvider(context: context).credentials()
    #expect(proxy.requests.count == count)
  }

  @Test func theProgramsOwnRouteComesFirst() async throws {
    let proxy = try RawListener(.answer(Self.refusal))
    defer { proxy.stop() }
    let context = context(["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"])
    let direct = try await ClientConfiguration.standard(
      transport: AsyncHTTPClientTransport(route: .direct), in: context
    ).transport
    _ = try? await get(("https", "s3.invalid"), direct)
    #expect(proxy.requests.isEmpty)
    // And a configuration that is not made from the environment has no proxy of it.
    let plain = ClientConfiguration(credentials: CredentialCache(provider: CredentialChain([])), region: "us-east-1")
    #expect(plain.transport as? AsyncHTTPClientTransport === AsyncHTTPClientTransport.shared)
  }

  @Test func aProxyThatAsksForAPasswordOrIsNotThereIsNamed() async throws {
    let asking = try RawListener(
      .answer("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"))
    let port = asking.port
    for (address, said) in [
      ("127.0.0.1:\(port)", "asks for a user name"), ("user:wrong@127.0.0.1:\(port)", "refuses the user name"),
    ] {
      let transport = try await ClientConfiguration.standard(in: context(["HTTPS_PROXY": address])).transport
      let error = await #expect(throws: HTTPTransportError.self) { try await get(("https", "s3.example"), transport) }
      #expect(error?.code == .connect && error?.message.contains(said) == true, "\(String(describing: error))")
      #expect(error?.message.contains("127.0.0.1:\(port)") == true && error?.message.contains("wrong") == false)
    }
    asking.stop()
    let transport = try await ClientConfiguration.standard(in: context(["HTTPS_PROXY": "127.0.0.1:1"])).transport
    let error = await #expect(throws: HTTPTransportError.self) { try await get(("https", "s3.example"), transport) }
    #expect(error?.code == .connect, "\(String(describing: error))")
  }

  @Test func aVariableThatIsNoProxyFailsAtOnce() async throws {
    let error = await #expect(throws: ServiceError.self) {
      try await ClientConfiguration.standard(in: context(["HTTPS_PROXY": "socks5://user:hunter2@x"]))
    }
    #expect(error?.message.contains("HTTPS_PROXY") == true && error?.message.contains("hunter2") == false)
  }
}
