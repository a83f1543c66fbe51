import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import AWSSigV4
import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private struct TestSource: RequestContextSource {
  let logger: Logger
}

private struct TestContext: RequestContext {
  typealias Source = TestSource
  var coreContext: CoreRequestContextStorage

  init(source: TestSource) { coreContext = CoreRequestContextStorage(source: source) }
}

private struct StreamWriter: ResponseBodyWriter {
  let stream: AsyncStream<ByteBuffer>.Continuation

  func write(_ buffer: ByteBuffer) async throws { stream.yield(buffer) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// What a server holds goes in and out without a conversion by hand: buffers, data, URLs, requests, an `HTTPClient`.
@Suite struct BridgeTests {
  private func context(_ emulator: Emulator) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(emulator.environment),
      transport: PatientTransport(AsyncHTTPClientTransport.shared))
  }

  private func server(_ s3: S3Client) -> Router<TestContext> {
    let router = Router(context: TestContext.self)
    router.put("files/:key") { request, context in
      try await s3.put(
        request.body, headers: request.headers, bucket: "files", key: try context.parameters.require("key"))
      return HTTPResponse.Status.created
    }
    router.get("files/:key") { _, context in
      let object = try await s3.getObject(
        S3.GetObjectInput(bucket: "files", key: try context.parameters.require("key")))
      return Response(status: .ok, body: ResponseBody(asyncSequence: object.buffers))
    }
    return router
  }

  @Test func `a server's bodies are streamed in and out`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(in: context(emulator))
      try await s3.createBucket("files")
      let responder = server(s3).buildResponder()
      let logger = Logger(label: "test")
      func respond(_ request: HTTPRequest, _ body: RequestBody) async throws -> Response {
        try await responder.respond(
          to: Request(head: request, body: body),
          context: TestContext(source: TestSource(logger: logger)))
      }
      var put = HTTPRequest(method: .put, scheme: "http", authority: "localhost", path: "/files/one")
      put.headerFields[.contentLength] = "11"
      put.headerFields[.contentType] = "text/plain"
      let created = try await respond(
        put,
        RequestBody(
          asyncSequence: AsyncStream { stream in
            stream.yield(ByteBuffer(string: "Hello "))
            stream.yield(ByteBuffer(string: "world"))
            stream.finish()
          }))
      #expect(created.status == .created)
      #expect(try await s3.head(bucket: "files", key: "one").contentType == "text/plain")
      let got = try await respond(
        HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/files/one"),
        RequestBody(buffer: ByteBuffer()))
      // What a server does with a body.
      let (pieces, writer) = AsyncStream.makeStream(of: ByteBuffer.self)
      try await got.body.write(StreamWriter(stream: writer))
      writer.finish()
      let text = await pieces.reduce(into: "") { $0 += String(buffer: $1) }
      #expect(text == "Hello world")
    }
  }

  @Test func `buffers and data are bodies`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(in: context(emulator))
      try await s3.createBucket("files")
      try await s3.put(ByteBuffer(string: "buffer"), bucket: "files", key: "buffer")
      try await s3.put(Data("data".utf8), bucket: "files", key: "data")
      try await s3.put([UInt8]("bytes".utf8), bucket: "files", key: "bytes")
      try await s3.put("bytes".utf8.prefix(2).map(\.self)[...], bucket: "files", key: "slice")
      let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "data"))
      try await s3.put(object.body, bucket: "files", key: "copy")
      for key in ["buffer", "data", "bytes"] {
        let body = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: key)).body
        #expect(String(buffer: try await body.buffer(upTo: 100)) == key)
        #expect(try await s3.get(bucket: "files", key: key, as: ByteBuffer.self) == ByteBuffer(string: key))
        #expect(try await s3.get(bucket: "files", key: key, as: Data.self) == Data(key.utf8))
        #expect(try await s3.get(bucket: "files", key: key, as: String.self) == key)
        #expect(try await s3.get(bucket: "files", key: key) == Array(key.utf8))
      }
      let copy = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "copy"))
      #expect(try await copy.body.data(upTo: 100) == Data("data".utf8))
      let url = try #require(URL(string: emulator.elasticEndpoint))
      let es = try await ElasticClient(url, in: context(emulator))
      try await es.index("books", id: "1", body: .json(ByteBuffer(string: #"{"a":1}"#)))
      try await es.index("books", id: "2", body: .json(Data(#"{"a":2}"#.utf8)))
      #expect(try await es.get("books", id: "1").source?["a"] == 1)
      let endpoint = try Endpoint(#require(URL(string: emulator.s3Endpoint)))
      #expect(try await S3Client(endpoint: endpoint, in: context(emulator)).exists(bucket: "files", key: "copy"))
    }
  }

  @Test func `a client of one's own sends requests, and stays open`() async throws {
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    do {
      try await Emulator.withEmulator { emulator in
        let transport = AsyncHTTPClientTransport(client)
        let s3 = try await S3Client(transport: transport, in: context(emulator))
        try await s3.createBucket("files")
        let es = try await ElasticClient(
          emulator.elasticEndpoint, environment: emulator.environment, transport: client)
        #expect(try await !es.existsIndex("books"))
        let direct = try await S3Client(environment: emulator.environment, transport: client)
        #expect(direct.configuration.transport is HTTPClient)
        // A request makes no transport of its own.
        let service = ServiceDescription(
          name: "s3", signer: SigV4Signer(service: "s3", region: "us-east-1"),
          parseError: { _, _ in ParsedServiceError(code: "", message: "") })
        let pipeline = RequestPipeline(service: service, configuration: direct.configuration)
        #expect(pipeline.transport is AsyncHTTPClientTransport)
        try await direct.headBucket(S3.HeadBucketInput(bucket: "files"))
        await transport.shutdown()
        let error = await #expect(throws: S3Error.self) { try await s3.headBucket(.init(bucket: "files")) }
        #expect(error?.kind == .transport)
        // The signer signs what this client sends.
        let snapshot = try await s3.configuration.credentials.snapshot()
        let body = ByteBuffer(string: #"{"title":"Evergreen"}"#)
        var request = HTTPClientRequest(url: emulator.elasticEndpoint + "/books/_doc/a%20b?refresh=true")
        request.method = .PUT
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        let signer = SigV4Signer(service: "es", region: s3.region)
        try signer.sign(&request, payload: .body(body), credentials: snapshot.credentials, date: Date())
        let response = try await client.execute(request, timeout: .seconds(10))
        #expect(response.status == .created)
        _ = try await response.body.collect(upTo: 1 << 16)
      }
    } catch {
      try await client.shutdown()
      throw error
    }
    try await client.shutdown()
  }

  @Test func `a request is signed in place, and a presigned URL is a URL`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(in: context(emulator))
      try await s3.createBucket("files")
      try await s3.put("Hello", bucket: "files", key: "a b+c")
      let presigned = try await s3.presign(S3.GetObjectInput(bucket: "files", key: "a b+c"), expiresIn: .seconds(60))
      let url = try #require(presigned.foundationURL)
      #expect(url.absoluteString == presigned.url)
      let response = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: url.absoluteString), timeout: .seconds(10))
      #expect(String(buffer: try await response.body.collect(upTo: 100)) == "Hello")
      let host = try #require(URL(string: emulator.elasticEndpoint))
      var request = HTTPRequest(url: host)
      let credentials = try await s3.configuration.credentials.snapshot().credentials
      let signer = SigV4Signer(service: "es", region: s3.region)
      try signer.sign(&request, payload: .empty, credentials: credentials, date: Date())
      #expect(request.headerFields[.authorization]?.hasPrefix("AWS4-HMAC-SHA256") == true)
      let sent = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: request))
      #expect(sent.head.status == .ok)
      _ = try await sent.body.collect(upTo: 1 << 16)
      #expect(try SigningRequest(method: "GET", url: host).target == "/")
      for bad in ["mailto:a@example.com", "file:///a", "https://user:word@example.com/"] {
        #expect(throws: SigV4Error.self) {
          try SigningRequest(method: "GET", url: try #require(URL(string: bad)))
        }
      }
      var incomplete = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
      #expect(throws: SigV4Error.self) {
        try signer.sign(&incomplete, payload: .empty, credentials: credentials, date: Date())
      }
    }
  }

  @Test func `a body without a length is refused before it is sent`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(environment: emulator.environment)
      let body = AsyncStream<ByteBuffer> { $0.finish() }
      for fields in [HTTPFields(), [.contentLength: "-1"], [.contentLength: "5, 5"], [.contentLength: "many"]] {
        let error = await #expect(throws: S3Error.self) {
          try await s3.put(body, headers: fields, bucket: "files", key: "k")
        }
        #expect(error?.code == .missingContentLength && error?.key == "k")
      }
      var headers = HTTPHeaders([("Content-Length", "5"), ("content-length", "5")])
      #expect(headers.value(ofHeader: "CONTENT-LENGTH") == "5, 5" && headers.value(ofHeader: "x") == nil)
      await #expect(throws: S3Error.self) { try await s3.put(body, headers: headers, bucket: "files", key: "k") }
      headers.replaceOrAdd(name: "content-length", value: "0")
      try await s3.createBucket("files")
      try await s3.put(body, headers: headers, bucket: "files", key: "empty")
      #expect(try await s3.get(bucket: "files", key: "empty").isEmpty)
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func `an endpoint is a text or a URL, and the surroundings are one value`() async throws {
    try await Emulator.withEmulator { emulator in
      let environment = emulator.environment
      try await S3Client(environment: environment).createBucket("files")
      let text = try await S3Client(endpoint: emulator.s3Endpoint, environment: environment)
      let url = try await S3Client(endpoint: #require(URL(string: emulator.s3Endpoint)), environment: environment)
      for s3 in [text, url] { try await s3.headBucket(S3.HeadBucketInput(bucket: "files")) }
      let es = try await ElasticClient(#require(URL(string: emulator.elasticEndpoint)), environment: environment)
      #expect(try await !es.existsIndex("books"))
      let error = await #expect(throws: S3Error.self) {
        _ = try await S3Client(endpoint: "ftp://files.example", environment: environment)
      }
      #expect(error?.code == .invalidEndpoint && error?.message.contains("https or http") == true, "\(error as Any)")
      // The parts of a context that are given stay.
      let context = CredentialProviderContext(environment: ["AWS_REGION": "eu-west-1"], transport: HTTPClient.shared)
      let mixed = try await S3Client(environment: ["AWS_REGION": "eu-north-1"], in: context)
      #expect(mixed.region == "eu-north-1" && mixed.configuration.transport is HTTPClient)
    }
  }

  @Test func `a file is a URL`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(environment: emulator.environment)
      try await s3.createBucket("files")
      try await s3.put("content", bucket: "files", key: "k")
      let file = FileManager.default.temporaryDirectory.appending(path: "a file \(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      try await s3.download(bucket: "files", key: "k", toFile: file)
      try await s3.put(file: file, bucket: "files", key: "copy")
      let copy = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "copy"))
      try await copy.write(toFile: file)
      #expect(FileManager.default.contents(atPath: file.path) == Data("content".utf8))
      let remote = try #require(URL(string: "https://user:word@example.com/a?b=c"))
      let put = await #expect(throws: S3Error.self) { try await s3.put(file: remote, bucket: "files", key: "k") }
      let get = await #expect(throws: S3Error.self) {
        try await s3.download(bucket: "files", key: "k", toFile: remote)
      }
      for error in [put, get] {
        #expect(error?.code == .file && error?.message.contains("file://") == true, "\(error as Any)")
        #expect(error?.message.contains("word") == false)
      }
    }
  }

  @Test func `content that is no text is an error of its own`() async throws {
    try await Emulator.withEmulator { emulator in
      let s3 = try await S3Client(environment: emulator.environment)
      try await s3.createBucket("files")
      try await s3.putObject(S3.PutObjectInput(bucket: "files", key: "k", body: Data([0xFF])))
      let error = await #expect(throws: S3Error.self) {
        _ = try await s3.get(bucket: "files", key: "k", as: String.self)
      }
      #expect(error?.code == .contentNotConvertible && error?.message.contains("String") == true)
      let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "k"))
      await #expect(throws: AWSHTTPBodyError.notConvertible(to: "Substring")) {
        _ = try await object.collect(as: Substring.self)
      }
      let again = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "k"))
      #expect(try await again.collect() == [0xFF])
      await #expect(throws: AWSHTTPBodyError.alreadyRead) { _ = try await again.collect(as: Data.self) }
    }
  }

  /// The request of a library that Evergreen does not know.
  private struct OwnRequest: SignableHTTPRequest {
    var headers: [String: String] = ["content-type": "text/plain"]

    func signingRequest() throws(SigV4Error) -> SigningRequest {
      SigningRequest(
        method: "GET", scheme: "https", authority: "example.com", target: "/", headers: headers.map { ($0, $1) })
    }

    mutating func setSignatureHeader(_ name: String, to value: String) { headers[name.lowercased()] = value }
  }

  @Test func `requests of other libraries are signed in place`() throws {
    let signer = SigV4Signer(service: "es", region: "eu-west-1")
    let credentials = Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "fake", sessionToken: "token")
    var request = OwnRequest()
    try signer.sign(&request, payload: .empty, credentials: credentials, date: Date())
    #expect(request.headers["authorization"]?.contains("content-type") == true)
    #expect(request.headers["x-amz-security-token"] == "token")
    var bad = HTTPClientRequest(url: "unix:///a")
    #expect(throws: SigV4Error.self) {
      try signer.sign(&bad, payload: .empty, credentials: credentials, date: Date())
    }
    #expect(bad.headers.isEmpty)
  }
}
