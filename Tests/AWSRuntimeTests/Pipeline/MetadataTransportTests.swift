import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// The real transport and the metadata providers against sockets that speak badly, and with a proxy in the way.
@Suite
struct MetadataTransportTests {
  private static let document = HostileResponse.Members().document()

  private func http(_ body: String, status: String = "200 OK", fields: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
  }

  private func container(_ listener: RawListener, _ transport: any HTTPTransport) -> ContainerCredentialProvider {
    ContainerCredentialProvider(
      context: CredentialProviderContext(
        environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:\(listener.port)/x"],
        fileSystem: InMemoryFileSystem(), transport: transport))
  }

  private func get(
    _ listener: RawListener, _ timeouts: HTTPTimeouts
  ) async throws(HTTPTransportError) -> [UInt8] {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(listener.port)", path: "/")
    let response = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head, timeouts: timeouts))
    do {
      return try await response.body.collect(upTo: 1 << 20)
    } catch let error as HTTPTransportError {
      throw error
    } catch {
      throw HTTPTransportError(.other, message: "\(error)", cause: error)
    }
  }

  @Test func metadataGoesPastTheProxyAndServicesThroughIt() async throws {
    let proxy = try RawListener(.answer(http("", status: "502 Bad Gateway")))
    let service = try RawListener(.answer(http(Self.document)))
    defer {
      proxy.stop()
      service.stop()
    }
    let transport = AsyncHTTPClientTransport(route: .proxy(host: "127.0.0.1", port: proxy.port))
    // Even where the program gave no transport of its own for metadata.
    let credentials = try await container(service, PatientTransport(transport)).credentials()
    #expect(credentials.accessKeyId == HostileResponse.accessKeyId)
    let metadata = InstanceMetadataClient(
      context: CredentialProviderContext(
        environment: [
          "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:\(service.port)",
          "AWS_METADATA_SERVICE_TIMEOUT": "60",
        ],
        fileSystem: InMemoryFileSystem(), transport: transport))
    #expect(try await metadata.value(at: "/latest/meta-data/x") == Self.document)
    // On a busy machine the answer may take longer than a second, and be asked for once more.
    let asked = Set(service.requests.compactMap { $0.split(separator: " HTTP/").first })
    #expect(asked == ["GET /x", "PUT /latest/api/token", "GET /latest/meta-data/x"] && proxy.requests.isEmpty)
    let count = service.requests.count
    for host in ["service.example", "169.253.0.1", "[fd00:ec3::254]"] {
      let head = HTTPRequest(method: .get, scheme: "http", authority: host, path: "/")
      _ = try? await transport.send(HTTPTransportRequest(head: head))
      #expect(proxy.requests.last?.contains(host.trimming("[]")) == true, "\(host)")
    }
    #expect(service.requests.count == count)
    await transport.shutdown()
  }

  @Test func theHostsThatNoProxyIsAskedFor() throws {
    for host in [
      "169.254.170.2", "169.254.170.23:80", "169.254.169.254", "127.8.8.8:1", "[fd00:ec2::254]", "[::1]:8",
      "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]",
    ] {
      #expect(try MetadataAddress("http://\(host)/").isNeverBehindProxy, "\(host)")
    }
    for host in [
      "example.com", "169.254.example.com", "170.254.169.254", "[fd00:ec3::254]", "localhost.example.com",
      "[::ffff:10.0.0.1]",
    ] {
      #expect(try !MetadataAddress("http://\(host)/").isNeverBehindProxy, "\(host)")
    }
  }

  @Test func silenceAndDripsEnd() async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let behaviours: [RawListener.Behaviour] = [
      .silence, .drip(head, "1\r\n{\r\n", milliseconds: 20),
      // One field that grows: the parser refuses a 257th field, which a busy machine can reach before it looks at its timers.
      .drip("HTTP/1.1 200 OK\r\nX-A: ", "b", milliseconds: 20),
      .drip("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", "", milliseconds: 20),
    ]
    let timeouts = HTTPTimeouts(connect: .seconds(60), idle: .milliseconds(200), total: .milliseconds(400))
    for behaviour in behaviours {
      let listener = try RawListener(behaviour)
      defer { listener.stop() }
      let request = TestTask { _ = try await get(listener, timeouts) }
      let error = await #expect(throws: HTTPTransportError.self) { try await request.value }
      #expect(error?.code == .timeout, "\(behaviour): \(String(describing: error))")
    }
  }

  @Test(arguments: [
    "", "\r\n", "garbage\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", "\u{0}\u{1}\u{2}",
    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
  ])
  func brokenHTTPIsAClearError(_ answer: String) async throws {
    let listener = try RawListener(.answer(answer))
    defer { listener.stop() }
    let error = await #expect(throws: CredentialError.self) {
      try await container(listener, PatientTransport(AsyncHTTPClientTransport.shared)).credentials()
    }
    #expect([.failed, .invalidResponse].contains(error?.code), "\(answer): \(String(describing: error))")
    #expect(error?.provider == "container" && (1...3).contains(listener.requests.count))
  }
}

extension String {
  fileprivate func trimming(_ characters: String) -> String { filter { !characters.contains($0) } }
}
