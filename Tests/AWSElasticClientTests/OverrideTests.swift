import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// A view of a client differs in what was asked for; the endpoint stays.
struct OverrideTests {
  @Test func aRegionChangesWhatIsSignedAlone() async throws {
    let fixture = try ClientFixture(.text("{}"), .text("{}"), .text("{}"))
    let theirs = fixture.client.with(region: "eu-west-1")
    #expect(theirs.endpoint.region == "eu-west-1" && fixture.client.endpoint.region == "ap-northeast-2")
    _ = try await theirs.perform(.get, ["books"])
    _ = try await theirs.with(timeout: .seconds(2)).perform(.get, ["books"])
    _ = try await fixture.client.perform(.get, ["books"])
    let sent = fixture.transport.requests
    #expect(sent.allSatisfy { $0.head.authority == "search-books.ap-northeast-2.es.amazonaws.com" })
    let regions = sent.map { $0.head["authorization"]?.split(separator: "/")[2] }
    #expect(regions == ["eu-west-1", "eu-west-1", "ap-northeast-2"])
    #expect(sent.map(\.timeouts.total) == [nil, .seconds(2), nil])
  }

  /// The samples of ``ElasticClient/with(credentials:region:timeout:retry:)``.
  @Test func samples() async throws {
    let hits = #"{"took":1,"timed_out":false,"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}"#
    let fixture = try ClientFixture(.text(hits))
    let es = fixture.client
    let query: ElasticBody = ["query": ["match_all": [:]]]
    let found = try await es.with(timeout: .seconds(2)).search("books", body: query, as: Book.self)
    let local = es.with(credentials: .anonymous)
    #expect(found.hits.isEmpty && local.endpoint == es.endpoint)
  }

  @Test func aClusterWithoutSecurityNeedsNoSignature() async throws {
    let fixture = try ClientFixture(.text("{}"), endpoint: "http://localhost:9200")
    fixture.provider.hold()
    let local = fixture.client.with(credentials: .anonymous)
    _ = try await local.perform(.post, ["books", "_search"], body: .json(["size": 1]))
    let sent = try #require(fixture.transport.requests.first)
    #expect(
      sent.head.headerFields.allSatisfy { $0.name != .authorization && !$0.name.canonicalName.hasPrefix("x-amz") })
    #expect(fixture.provider.callCount == 0)
    fixture.provider.release()
  }

  @Test func credentialsAndRetries() async throws {
    let fixture = try ClientFixture(.status(503), .text("{}"))
    let tenant = CredentialCache(
      provider: StaticCredentialProvider(Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s")))
    let error = await failure {
      _ = try await fixture.client.with(credentials: tenant, retry: RetryPolicy(maxAttempts: 1)).perform(
        .get, ["books"])
    }
    #expect(error?.code == .unavailable && fixture.transport.requests.count == 1)
    #expect(fixture.transport.requests[0].head["authorization"]?.contains("=AKIDEXAMPLE/") == true)
  }

  @Test func aRefusalOfAnUnsignedRequestSaysSo() async throws {
    let fixture = try ClientFixture(.status(403, body: #"{"Message":"User: anonymous is not authorized"}"#))
    let error = await failure { _ = try await fixture.client.with(credentials: .anonymous).perform(.get, ["books"]) }
    #expect(error?.explanation?.contains("was not signed") == true)
  }
}

/// An interceptor's failure is an error of the client.
struct InterceptorErrorTests {
  private struct Broken: RequestInterceptor {
    func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws { throw CancellationError() }
  }

  @Test func itsErrorIsThatOfTheClient() async throws {
    var configuration = ClientConfiguration(
      credentials: .anonymous, region: "us-east-1", transport: ScriptedTransport())
    configuration.interceptors = [Broken()]
    let client = ElasticClient(configuration: configuration, endpoint: try ElasticEndpoint("http://localhost:9200"))
    let error = await failure { _ = try await client.perform(.get, ["books"]) }
    #expect(error?.code == .interceptor && error?.kind == ElasticError.Kind.interceptor && error?.attempts == 0)
  }
}
