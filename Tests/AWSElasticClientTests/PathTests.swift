import AWSElasticClient
import AWSTesting
import Testing
import HTTPTypes

@Suite("Paths")
struct PathTests {
  @Test(arguments: [
    ("plain-Name_1.2~", "plain-Name_1.2~"),
    ("a/b", "a%2Fb"),
    ("100%", "100%25"),
    ("%2F", "%252F"),
    ("%2E%2E", "%252E%252E"),
    ("a,b", "a%2Cb"),
    ("logs-*", "logs-%2A"),
    ("한글", "%ED%95%9C%EA%B8%80"),
    ("<logstash-{now/d}>", "%3Clogstash-%7Bnow%2Fd%7D%3E"),
    ("a b+c?d#e", "a%20b%2Bc%3Fd%23e"),
    ("...", "..."),
    ("../x", "..%2Fx"),
  ])
  func everyPartIsEncodedStrictly(part: String, wire: String) async throws {
    let fixture = try ClientFixture(.text("{}"), .status(200))
    _ = try await fixture.client.perform(.get, [part, "_search"])
    #expect(try await fixture.client.exists("i", id: part))
    #expect(fixture.lines == ["GET /\(wire)/_search", "HEAD /i/_doc/\(wire)"])
  }

  @Test(arguments: [".", "..", ""])
  func dotsAndNothingAreRefusedBeforeAnythingIsSent(part: String) async throws {
    let fixture = try ClientFixture()
    let client = fixture.client
    let errors = [
      await failure { try await client.delete("victim", id: part) },
      await failure { try await client.delete(part, id: "1") },
      await failure { _ = try await client.get("victim", id: part) },
      await failure { _ = try await client.exists("victim", id: part) },
      await failure { try await client.index("victim", id: part, body: [:]) },
      await failure { try await client.create("victim", id: part, body: [:]) },
      await failure { try await client.update("victim", id: part, .doc([:])) },
      await failure { _ = try await client.search(part) },
      await failure { _ = try await client.count(part) },
      await failure { _ = try await client.mget(part, ids: ["1"]) },
      await failure { try await client.createIndex(part) },
      await failure { try await client.deleteIndex(part) },
      await failure { _ = try await client.existsIndex(part) },
      await failure { try await client.refresh(part) },
      await failure { _ = try await client.clusterHealth(index: part) },
      await failure { _ = try await client.bulk([.delete(id: "1")], index: part) },
      await failure { _ = try await client.perform(.delete, ["victim", part]) },
    ]
    #expect(errors.map { $0?.code } == Array(repeating: .invalidRequest, count: errors.count))
    #expect(fixture.transport.requests.isEmpty)
    #expect(fixture.provider.callCount == 0)
  }

  @Test(arguments: [
    "", "a", "/a/../b", "/..", "/a/.", "/%2e%2E", "/a/.%2e/b", "/a/%2E", "//a", "/a//b", "/a b", "/a\nb", "/한", "/a?b",
    "/a#b", "/a\\b", "/%zz", "/a%2", "/<a>", "/a\"b", "/a^b", "/a`b", "/{a}", "/a|b", "/[a]", "/%", "/idx/%E3%81",
    "/%FF",
  ])
  func badWirePathsAreRefused(path: String) async throws {
    let fixture = try ClientFixture()
    let error = await failure {
      _ = try await fixture.client.perform(.delete, .wire(path))
    }
    #expect(error?.code == .invalidRequest)
    #expect(fixture.transport.requests.isEmpty)
  }

  @Test(arguments: ["/", "/a%2Cb/_search", "/a,b/_search", "/logs-*", "/...", "/a/", "/%252e%252e"])
  func goodWirePathsAreSentAsTheyAre(path: String) async throws {
    let fixture = try ClientFixture(.text("{}"))
    _ = try await fixture.client.perform(.get, .wire(path))
    #expect(fixture.lines == ["GET \(path)"])
  }

  @Test func queriesAreSortedAndEncoded() async throws {
    let fixture = try ClientFixture(.text("{}"), endpoint: "http://localhost/prefix")
    _ = try await fixture.client.perform(
      .get, ["a"], parameters: ["q": "a b+c/한", "pretty": "", "b": "2", "filter": "x,y"])
    #expect(fixture.lines == ["GET /prefix/a?b=2&filter=x%2Cy&pretty=&q=a%20b%2Bc%2F%ED%95%9C"])
  }

  /// Where Elasticsearch 7 would see an interface instead of an id, and the other way round.
  @Test func namesOfInterfacesAreNeitherIdsNorIndices() async throws {
    let fixture = try ClientFixture(.status(200), .status(200), .text(DocumentTests.written(id: "_bulk")))
    let client = fixture.client
    _ = try await client.exists("a", id: "_search")
    _ = try await client.exists("a", id: "_searching")
    try await client.index("a", id: "_bulk", body: [:])
    #expect(fixture.lines == ["HEAD /a/_doc/%5Fsearch", "HEAD /a/_doc/_searching", "PUT /a/_doc/%5Fbulk"])
    let errors = [
      await failure { _ = try await client.search("_template", body: [:]) },
      await failure { try await client.createIndex("_bulk", body: [:]) },
      await failure { try await client.index("_scripts", id: "x", body: [:]) },
      await failure { _ = try await client.bulk([.delete(id: "1")], index: "_scripts") },
    ]
    #expect(errors.allSatisfy { $0?.code == .invalidRequest })
    #expect(fixture.transport.requests.count == 3)
  }

  @Test(arguments: ["*", "a*", "a,b", "_all", "_search"])
  func deletingAnIndexTakesOneNameOnly(name: String) async throws {
    let fixture = try ClientFixture()
    let error = await failure { try await fixture.client.deleteIndex(name) }
    #expect(error?.code == .invalidRequest)
    #expect(fixture.transport.requests.isEmpty)
  }
}
