import AWSElasticClient
import AWSTesting
import HTTPTypes
import Testing

@Suite("Endpoints")
struct EndpointTests {
  struct Case: Sendable {
    let text: String
    let url: String
    let service: ElasticService
    let region: String?

    init(_ text: String, _ url: String, _ service: ElasticService, _ region: String?) {
      self.text = text
      self.url = url
      self.service = service
      self.region = region
    }
  }

  @Test(arguments: [
    Case(
      "search-x.ap-northeast-2.es.amazonaws.com", "https://search-x.ap-northeast-2.es.amazonaws.com", .es,
      "ap-northeast-2"),
    Case("https://VPC-x.us-east-1.es.amazonaws.com/", "https://vpc-x.us-east-1.es.amazonaws.com", .es, "us-east-1"),
    Case("vpc-x.us-east-1.es.amazonaws.com:9200", "https://vpc-x.us-east-1.es.amazonaws.com:9200", .es, "us-east-1"),
    Case(
      "search-x.cn-north-1.es.amazonaws.com.cn", "https://search-x.cn-north-1.es.amazonaws.com.cn", .es, "cn-north-1"),
    Case(
      "search-x.us-gov-west-1.es.amazonaws.com", "https://search-x.us-gov-west-1.es.amazonaws.com", .es, "us-gov-west-1"
    ),
    Case("search-x.aos.eu-west-1.on.aws", "https://search-x.aos.eu-west-1.on.aws", .es, "eu-west-1"),
    Case("abc123.us-west-2.aoss.amazonaws.com", "https://abc123.us-west-2.aoss.amazonaws.com", .aoss, "us-west-2"),
    Case("abc123.aoss.us-west-2.on.aws:443", "https://abc123.aoss.us-west-2.on.aws", .aoss, "us-west-2"),
    Case("x.eusc-de-east-1.es.amazonaws.eu", "https://x.eusc-de-east-1.es.amazonaws.eu", .es, "eusc-de-east-1"),
    Case(
      "x.us-isof-south-1.aoss.csp.hci.ic.gov", "https://x.us-isof-south-1.aoss.csp.hci.ic.gov", .aoss, "us-isof-south-1"
    ),
    Case(
      "x.eu-isoe-west-1.aoss.cloud.adc-e.uk", "https://x.eu-isoe-west-1.aoss.cloud.adc-e.uk", .aoss, "eu-isoe-west-1"),
    Case("x.us-iso-east-1.aoss.c2s.ic.gov", "https://x.us-iso-east-1.aoss.c2s.ic.gov", .aoss, "us-iso-east-1"),
    Case("x.us-isob-east-1.es.sc2s.sgov.gov", "https://x.us-isob-east-1.es.sc2s.sgov.gov", .es, "us-isob-east-1"),
    Case(
      "x.aoss.eusc-de-east-1.on.amazonwebservices.eu", "https://x.aoss.eusc-de-east-1.on.amazonwebservices.eu", .aoss,
      "eusc-de-east-1"),
    Case(
      "vpce-1-2.es.us-east-1.vpce.amazonaws.com", "https://vpce-1-2.es.us-east-1.vpce.amazonaws.com", .es, "us-east-1"),
    Case("http://127.0.0.1:9200", "http://127.0.0.1:9200", .es, nil),
    Case("search.example.com/es", "https://search.example.com/es", .es, nil),
    // Names that only look like Amazon's.
    Case("x.us-east-1.es.amazonaws.com.example.com", "https://x.us-east-1.es.amazonaws.com.example.com", .es, nil),
    Case("bucket.s3.us-east-1.amazonaws.com", "https://bucket.s3.us-east-1.amazonaws.com", .es, nil),
    Case("es.amazonaws.com", "https://es.amazonaws.com", .es, nil),
  ])
  func inference(_ expected: Case) throws {
    let endpoint = try ElasticEndpoint(expected.text)
    #expect(endpoint.description == expected.url)
    #expect(endpoint.service == expected.service)
    #expect(endpoint.region == expected.region)
  }

  @Test func givenServiceAndRegionWin() throws {
    let endpoint = try ElasticEndpoint("docs.example.com", service: .aoss, region: "eu-north-1")
    #expect(endpoint.service == .aoss)
    #expect(endpoint.region == "eu-north-1")
  }

  @Test(arguments: ["", "ftp://x", "host:0", "user:pw@host", "host?x=1", "ho st", "[evil]", "a:b:80", "%zz"])
  func refusals(_ text: String) throws {
    let error = #expect(throws: ElasticError.self) { try ElasticEndpoint(text) }
    #expect(error?.code == .invalidRequest)
  }

  @Test func signingHostMustBeOne() throws {
    let error = #expect(throws: ElasticError.self) { try ElasticEndpoint("localhost", signingHost: "https://a.com/x") }
    #expect(error?.code == .invalidRequest)
  }

  /// What is quoted of it is none of it.
  @Test(arguments: [
    "user:hunter2@h", "h/hunter2", "https://a/hunter2", "h:hunter2", "h?hunter2", "h:80:hunter2", "hunter2 x",
  ])
  func noErrorOfASigningHostGivesASecretAway(host: String) throws {
    let error = try #require(throws: ElasticError.self) { try ElasticEndpoint("localhost", signingHost: host) }
    #expect(!"\(error)".contains("hunter2"), "\(error)")
  }

  @Test(arguments: ["evil.example/x", "a.b", "us east", "-a", "x@y", ""])
  func aRegionIsOne(region: String) throws {
    let endpoint = try? ElasticEndpoint("localhost", region: region)
    // Blank counts as none.
    #expect(endpoint?.region == nil && (region.isEmpty == (endpoint != nil)))
  }

  /// A tunnel's other end is Amazon's port 443, or 80, whatever the scheme of this end: AWS signs without either.
  @Test(arguments: [
    ("https", "x.us-east-1.es.amazonaws.com:443"), ("http", "x.us-east-1.es.amazonaws.com:443"),
    ("https", "x.us-east-1.es.amazonaws.com:80"), ("http", "X.us-east-1.es.amazonaws.com"),
  ])
  func aSigningHostHasNoDefaultPort(scheme: String, host: String) async throws {
    let fixture = try ClientFixture(.text("{}"), endpoint: "\(scheme)://localhost:8443", signingHost: host)
    let direct = try ClientFixture(.text("{}"), endpoint: "https://x.us-east-1.es.amazonaws.com")
    for each in [fixture, direct] { _ = try await each.client.perform(.get, ["a"]) }
    #expect(
      fixture.transport.requests.first?.head["authorization"] == direct.transport.requests.first?.head["authorization"])
    #expect(try ElasticEndpoint("localhost", signingHost: "h:9200").signingHost == "h:9200")
  }

  @Test func signsForServiceAndRegionOfTheHost() async throws {
    let fixture = try ClientFixture(.text("{}"))
    _ = try await fixture.client.perform(.get, ["_cat", "indices"])
    let head = try #require(fixture.transport.requests.first).head
    #expect(head["authorization"]?.contains("/ap-northeast-2/es/aws4_request") == true)
    #expect(head["x-amz-security-token"] == "fake-token-1")
    #expect(head["x-amz-content-sha256"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(head["authorization"]?.contains("x-amz-content-sha256") == true)
  }

  @Test func otherHostsAreSignedForTheRegionOfTheClient() async throws {
    let fixture = try ClientFixture(.text("{}"), endpoint: "http://127.0.0.1:9200")
    _ = try await fixture.client.perform(.get, [])
    let head = try #require(fixture.transport.requests.first).head
    #expect(head["authorization"]?.contains("/us-east-1/es/aws4_request") == true)
  }

  @Test func aSigningHostChangesTheSignatureOnly() async throws {
    let host = "search-books.ap-northeast-2.es.amazonaws.com"
    let direct = try ClientFixture(.text("{}"))
    let proxied = try ClientFixture(.text("{}"), endpoint: "https://localhost:8443", signingHost: host)
    for fixture in [direct, proxied] { _ = try await fixture.client.perform(.get, ["a"]) }
    let (first, second) = (
      try #require(direct.transport.requests.first), try #require(proxied.transport.requests.first)
    )
    #expect(first.head.authority == host)
    #expect(second.head.authority == "localhost:8443")
    #expect(first.head.headerFields == second.head.headerFields)
  }
}
