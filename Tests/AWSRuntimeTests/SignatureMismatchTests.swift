import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import AsyncHTTPClient
import HTTPTypes
import Testing

/// What a caller is told when something on the way changes a request that was signed.
@Suite
struct SignatureMismatchTests {
  /// A proxy that says another time than the one that was signed.
  private struct Delaying: HTTPTransport {
    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      var request = request
      if let name = HTTPField.Name("x-amz-date"), let text = request.head.headerFields[name] {
        request.head.headerFields[name] = text.dropLast(2) + (text.hasSuffix("0Z") ? "1Z" : "0Z")
      }
      return try await AsyncHTTPClientTransport.shared.send(request)
    }
  }

  /// A proxy that adds a parameter to every request.
  private struct Tampering: HTTPTransport {
    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      var request = request
      let path = request.head.path ?? "/"
      request.head.path = path + (path.contains("?") ? "&" : "?") + "from=proxy"
      return try await AsyncHTTPClientTransport.shared.send(request)
    }
  }

  private func configuration(
    _ emulator: Emulator, transport: any HTTPTransport = Tampering()
  ) -> ClientConfiguration {
    let issued = emulator.fetchCredentials()
    let credentials = Credentials(
      accessKeyId: issued.accessKeyId, secretAccessKey: issued.secretAccessKey, sessionToken: issued.sessionToken)
    return ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: "us-east-1",
      transport: transport)
  }

  private func check(_ text: String, _ error: (any Error)?, _ emulator: Emulator) {
    #expect(text.contains("The service read another request than the one that was signed."), "\(text)")
    #expect(text.contains("query parameter from: signed was nothing, read was 'proxy'."), "\(text)")
    // The parameter is the only difference: what we say was signed is what was signed.
    #expect(text.ranges(of: "signed was").count == 1, "\(text)")
    // Amazon's message quotes the canonical request, and the token in it.
    let token = emulator.fetchCredentials().sessionToken
    var dumped = ""
    dump(error, to: &dumped)
    #expect(error.map { "\($0)" }?.contains(token) == false && !dumped.contains(token))
    let body = (error as? ElasticError)?.body ?? []
    #expect(!String(decoding: body, as: UTF8.self).contains(token))
  }

  @Test func s3SaysWhatItRead() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = S3Client(configuration: configuration(emulator), endpoint: try Endpoint(emulator.s3Endpoint))
      let error = await #expect(throws: S3Error.self) { try await s3.createBucket("bucket") }
      check(error?.explanation ?? "", error, emulator)
      let put = await #expect(throws: S3Error.self) { try await s3.put("text", bucket: "bucket", key: "a b/ü") }
      check(put?.explanation ?? "", put, emulator)
    }
  }

  /// The time is what we sent, and not what the service says it read.
  @Test func aChangedTimeIsTold() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = S3Client(
        configuration: configuration(emulator, transport: Delaying()), endpoint: try Endpoint(emulator.s3Endpoint))
      let error = await #expect(throws: S3Error.self) { try await s3.createBucket("bucket") }
      let text = error?.explanation ?? ""
      #expect(text.contains("header x-amz-date: signed was '2") && !text.contains("the very request"), "\(text)")
    }
  }

  /// Whatever a service says, the client survives it and tells no token.
  @Test(arguments: [
    "The Canonical String for this request should have been'\n\nThe String-to-Sign",
    "{\"message\":\"token VE9LRU4\u{2F}QT09==\"}", #"token VE9LRU4\/QT09\u003d\u003D"#, "token VE9LRU4%2fQT09%3D%3d",
    "token VE9LRU4&#47;QT09&#x3D;&#x3d;",
    "<Error><Code>X</Code><Message>VE9LRU4/QT09== is no token</Message></Error>",
    "VE9LRU4/QT09==VE9LRU4/QT09== VE9LRU4",
  ])
  func hostileRefusals(body: String) async throws {
    let credentials = Credentials(
      accessKeyId: "a", secretAccessKey: "s", sessionToken: "VE9LRU4/QT09==")
    let transport = ScriptedTransport(Array(repeating: .status(403, body: body), count: 4))
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: "us-east-1",
      transport: transport)
    let client = ElasticClient(
      configuration: configuration, endpoint: try ElasticEndpoint("https://x.us-east-1.es.amazonaws.com"))
    let error = await #expect(throws: ElasticError.self) { try await client.perform(.get, ["_search"]) }
    let text = String(decoding: error?.body ?? [], as: UTF8.self)
    #expect(
      !text.contains("QT09") && (!body.contains("QT09") || text.contains("(session token, not shown)")), "\(text)")
    let s3 = S3Client(configuration: configuration)
    let other = await #expect(throws: S3Error.self) { try await s3.createBucket("bucket") }
    var dumped = ""
    dump(other, to: &dumped)
    #expect(!dumped.contains("QT09") && other.map { "\($0)".contains("QT09") } == false)
  }

  /// What breaks off in the middle of an escape is no token, and no end of the program either.
  @Test(arguments: [
    #"VE9LRU4/QT09=\u3d"#, #"VE9LRU4/QT09=\u003"#, #"VE9LRU4/QT09=\u"#, #"VE9LRU4/QT09=\"#, "VE9LRU4/QT09=%3",
    "VE9LRU4/QT09=%", "VE9LRU4/QT09=&#61", "VE9LRU4/QT09=&#", "VE9LRU4/QT09=&#+61;", #"VE9LRU4/QT09=\u+03d"#,
  ])
  func anEscapeThatBreaksOff(body: String) async throws {
    let credentials = Credentials(accessKeyId: "a", secretAccessKey: "s", sessionToken: "VE9LRU4/QT09==")
    let transport = ScriptedTransport(Array(repeating: .status(403, body: body), count: 4))
    let client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(credentials)), region: "us-east-1",
        transport: transport),
      endpoint: try ElasticEndpoint("https://x.us-east-1.es.amazonaws.com"))
    let error = await #expect(throws: ElasticError.self) { try await client.perform(.get, ["_search"]) }
    #expect(error?.body == Array(body.utf8))
  }

  /// What may stand in a path and a query arrives as it was given.
  @Test(arguments: [
    "/", "/a%2Fb//../%20%00%ED%95%9C", "/!$&'()*+,;=:@-._~?a=%2f&b=/?:@!$'()*+,;&&=", "/?a=%FF%00&b", "/%FF",
    "/a/%E3%81?b=%FF", "/%C0%80/x", "/%ed%a0%80?",
  ])
  func aTargetArrivesAsItIs(target: String) async throws {
    let listener = try RawListener(.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
    defer { listener.stop() }
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(listener.port)", path: target)
    _ = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
    #expect(listener.requests.first?.hasPrefix("GET \(target) HTTP/1.1") == true, "\(listener.requests)")
    #expect(listener.requests.first?.contains("x-evergreen") == false, "\(listener.requests)")
  }

  /// AsyncHTTPClient would encode such a path, and what arrives would not be what was signed.
  @Test(arguments: [
    "/<a>", "/%zz", "/a b", "/a|b", "/ü", "/?a=<b>%2F", "/?%4", "/?%zz", "/?a b", "/?ü", "/%FF|", "/%FF?|",
  ])
  func aPathThatWouldChangeOnTheWayIsNotSent(path: String) async throws {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: path)
    let error = await #expect(throws: HTTPTransportError.self) {
      try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
    }
    #expect(error?.code == .invalidRequest && error?.message.contains("path") == true)
  }

  /// A client of the program has connections of its own, whose requests cannot be changed.
  @Test func aClientOfTheProgramIsNotGivenWhatItWouldChange() async throws {
    let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: "/%FF")
    let error = await #expect(throws: HTTPTransportError.self) {
      try await client.send(HTTPTransportRequest(head: head))
    }
    try await client.shutdown()
    #expect(error?.code == .invalidRequest && error?.message.contains("escapes that do not stand for UTF-8") == true)
  }

  @Test func elasticsearchSaysWhatItRead() async throws {
    try await Emulator.withEmulator { emulator in
      let client = ElasticClient(
        configuration: configuration(emulator), endpoint: try ElasticEndpoint(emulator.elasticEndpoint))
      let error = await #expect(throws: ElasticError.self) {
        try await client.perform(.get, ["_search"], parameters: ["q": "a'b"])
      }
      check(error?.explanation ?? "", error, emulator)
    }
  }
}
