import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import AWSSigV4
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A raw `+` and empty pieces in a query, signed and sent as they are to servers that nobody of this project wrote.
struct QueryScenario {
  let endpoint: Endpoint
  let credentials: Credentials
  let service: String
  let region: String

  private var signer: SigV4Signer { SigV4Signer(service: service, region: region) }

  /// The response to a signed request: its status and its body.
  func get(_ target: String) async throws -> (status: Int, body: String) {
    let request = SigningRequest(
      method: "GET", scheme: endpoint.scheme, authority: endpoint.authority, target: target)
    let signature = try signer.sign(request, payload: .empty, credentials: credentials, date: Date())
    return try await send(target, signature.applied(to: []))
  }

  /// The response to a presigned request.
  func getPresigned(_ target: String) async throws -> (status: Int, body: String) {
    let request = SigningRequest(
      method: "GET", scheme: endpoint.scheme, authority: endpoint.authority, target: target)
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(300), credentials: credentials, date: Date())
    return try await send(presigned.target, [])
  }

  private func send(
    _ target: String, _ headers: [(name: String, value: String)]
  ) async throws -> (status: Int, body: String) {
    var head = HTTPRequest(method: .get, scheme: endpoint.scheme, authority: endpoint.authority, path: target)
    for header in headers {
      head.headerFields.append(HTTPField(name: try #require(.init(header.name)), value: header.value))
    }
    let response = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head))
    return (response.head.status.code, String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self))
  }

  /// Two keys that differ in what a plus is taken for.
  func runObjects(_ client: S3Client, bucket: String) async throws {
    _ = try? await client.createBucket(S3.CreateBucketInput(bucket: bucket))
    for key in ["a b", "a+b"] {
      _ = try await client.putObject(S3.PutObjectInput(bucket: bucket, key: key, body: AWSHTTPBody([UInt8](key.utf8))))
    }
    for query in [
      "list-type=2&prefix=a+b", "&&prefix=a+&list-type=2&", "list-type=2&prefix=a%20b&&",
      "prefix=%61+b&list-type=2&x+y=+",
      "list-type=2&prefix=a+b&=+",
    ] {
      for answer in [try await get("/\(bucket)?\(query)"), try await getPresigned("/\(bucket)?\(query)")] {
        #expect(answer.status == 200 && answer.body.contains("<Key>a b</Key>"), "\(query): \(answer)")
        #expect(!answer.body.contains("<Key>a+b</Key>"))
      }
    }
    let plus = try await get("/\(bucket)?list-type=2&prefix=a%2Bb")
    #expect(plus.status == 200 && plus.body.contains("<Key>a+b</Key>") && !plus.body.contains("<Key>a b</Key>"))
    #expect(try await get("/\(bucket)?location&&").status == 200)
    // In a path it is itself, encoded or not.
    for path in ["/\(bucket)/a+b", "/\(bucket)/a%2Bb"] {
      for answer in [try await get(path), try await getPresigned(path + "?response-content-type=text/a+b&&")] {
        #expect(answer.status == 200 && answer.body == "a+b", "\(path): \(answer)")
      }
    }
    for key in ["a b", "a+b"] { try await client.delete(bucket: bucket, key: key) }
    try await client.deleteBucket(S3.DeleteBucketInput(bucket: bucket))
  }
}

@Suite(.timeLimit(.minutes(2))) struct QueryTests {
  @Test(.enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"))
  func ceph() async throws {
    try await objects("EVERGREEN_RGW", region: "us-east-1")
  }

  @Test(.enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"))
  func openStackSwift() async throws {
    try await objects("EVERGREEN_SWIFT", region: RealServer.value("EVERGREEN_SWIFT_REGION"))
  }

  private func objects(_ name: String, region: String) async throws {
    let key = Credentials(
      accessKeyId: try RealServer.value("\(name)_ACCESS_KEY_ID"),
      secretAccessKey: try RealServer.value("\(name)_SECRET_ACCESS_KEY"))
    let endpoint = try Endpoint(RealServer.value("\(name)_ENDPOINT"))
    let client = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: region),
      endpoint: endpoint, addressing: .pathStyle)
    try await QueryScenario(endpoint: endpoint, credentials: key, service: "s3", region: region)
      .runObjects(client, bucket: "evergreen-query")
  }

  @Test(.enabled(if: RealServer.isRunning("EVERGREEN_ES_ENDPOINT"), "\(RealServer.reason("Elasticsearch"))"))
  func elasticsearch() async throws {
    let uri = try RealServer.value("EVERGREEN_ES_CONTROL_ENDPOINT") + "/credentials?lifetime=120&realm=query"
    let cache = CredentialCache(
      provider: ContainerCredentialProvider(
        context: CredentialProviderContext(
          environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri], transport: AsyncHTTPClientTransport.shared)))
    let endpoint = try Endpoint(RealServer.value("EVERGREEN_ES_ENDPOINT"))
    let client = ElasticClient(
      configuration: ClientConfiguration(credentials: cache, region: "us-east-1"),
      endpoint: try ElasticEndpoint(endpoint.description, service: .es, region: "us-east-1"))
    let index = "evergreen-query"
    if try await client.existsIndex(index) { try await client.deleteIndex(index) }
    _ = try await client.index(
      index, id: "1", document: ["text": "plus sign"], options: WriteOptions(refresh: .waitFor))
    let scenario = QueryScenario(
      endpoint: endpoint, credentials: try await cache.snapshot().credentials, service: "es", region: "us-east-1")
    for query in ["q=text:plus+AND+text:sign", "&q=text:sign&&", "q=text:plus+sign&default_operator=AND&"] {
      let answer = try await scenario.get("/\(index)/_search?\(query)")
      #expect(answer.status == 200 && answer.body.contains("\"_id\":\"1\""), "\(query): \(answer)")
    }
    try await client.deleteIndex(index)
  }
}
