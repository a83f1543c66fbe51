import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSS3Client
import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1

struct Failure: Error {
  let what: String
}

func expect(_ isTrue: Bool, _ what: String) throws {
  guard isTrue else { throw Failure(what: what) }
}

func require<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Failure(what: "no \(Value.self)") }
  return value
}

/// Uses each bridge of Evergreen as a program beside Hummingbird and AsyncHTTPClient does: with no conversion by hand, and with the
/// imports of what it names only. `Tests/Consumers/check` builds and runs it as a package of its own.
@main
struct Bridges {
  private static let (key, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

  static func main() async {
    do {
      try await run()
      print("ok")
    } catch {
      print("failed: \(error)")
      exit(1)
    }
  }

  private static func run() async throws {
    let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    do {
      try await Emulator.withEmulator { emulator in
        emulator.registerPermanentKey(accessKeyId: key, secretAccessKey: secret)
        try await check(emulator, client)
      }
    } catch {
      try await client.shutdown()
      throw error
    }
    try await client.shutdown()
  }

  private static func check(_ emulator: Emulator, _ client: HTTPClient) async throws {
    let s3 = try await S3Client(environment: emulator.environment, transport: client)
    let es = try await ElasticClient(
      emulator.elasticEndpoint, environment: emulator.environment, transport: client)
    try await s3.createBucket("files")
    try await checkBodies(s3, client)
    try await checkDocuments(es)

    // Endpoints are texts and URLs, and credentials one word.
    let (s3URL, esURL) = (
      try require(URL(string: emulator.s3Endpoint)), try require(URL(string: emulator.elasticEndpoint))
    )
    let second = try await S3Client(
      region: s3.region, credentials: .static(accessKeyId: key, secretAccessKey: secret), endpoint: s3URL)
    try expect(try await second.exists(bucket: "files", key: "copy"), "an endpoint's URL")
    let third = try await S3Client(endpoint: emulator.s3Endpoint, environment: emulator.environment)
    try expect(try await third.exists(bucket: "files", key: "copy"), "an endpoint's text")
    let fourth = try await ElasticClient(esURL, environment: emulator.environment)
    try expect(try await fourth.exists("books", id: "1"), "a domain's URL")
    try await checkUnsigned(s3)
    try await checkSigning(
      Credentials(accessKeyId: key, secretAccessKey: secret), region: s3.region, url: esURL, client)
    try await serve(s3, es, client)
  }

  private static func checkUnsigned(_ s3: S3Client) async throws {
    do {
      _ = try await s3.with(credentials: .anonymous, timeout: .seconds(10)).get(bucket: "files", key: "copy")
      throw Failure(what: "the emulator takes unsigned requests")
    } catch let error as S3Error where error.code == .accessDenied {}
  }

  private static func serve(_ s3: S3Client, _ es: ElasticClient, _ client: HTTPClient) async throws {
    let router = Router()
    FileServer(s3: s3).addRoutes(to: router)
    SearchServer(es: es).addRoutes(to: router)
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in running.yield(channel.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { running.finish() }
        do { try await application.run() } catch is CancellationError {}
      }
      for await port in ports {
        try await request("http://127.0.0.1:\(port)", client)
        break
      }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private static func request(_ server: String, _ client: HTTPClient) async throws {
    func text(_ path: String, put body: String? = nil) async throws -> String {
      var request = HTTPClientRequest(url: server + path)
      if let body {
        request.method = .PUT
        request.body = .bytes(ByteBuffer(string: body))
      }
      let response = try await client.execute(request, timeout: .seconds(10))
      try expect(response.status == (body == nil ? .ok : .created), "\(path): \(response.status)")
      return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }
    let large = String(repeating: "a line of text\n", count: 20_000)
    _ = try await text("/files/large", put: large)
    try expect(try await text("/files/large") == large, "a streamed object")
    _ = try await text("/files/small", put: "small")
    try expect(try await text("/small/small") == "small", "an object in memory")
    try expect(try await text("/text/small") == "small", "an object as text")
    _ = try await text("/books/9", put: #"{"title":"Evergreen served","year":2030}"#)
    let found = Data(try await text("/search?title=served&since=2029&size=5").utf8)
    let expected = [Book(title: "Evergreen served", year: 2030)]
    try expect(try JSONDecoder().decode([Book].self, from: found) == expected, "a search")
  }
}
