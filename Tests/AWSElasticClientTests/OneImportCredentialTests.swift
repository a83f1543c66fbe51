import AWSElasticClient
import Testing

/// A client's credentials are chosen in one line, with the import of the client alone: every import that a file needs is
/// checked here, because the package is built with `MemberImportVisibility`.
struct OneImportCredentialTests {
  private static let role = "arn:aws:iam::123456789012:role/reader"
  private static let key = "AKIAIOSFODNN7EXAMPLE"

  @Test func everySourceIsOneLine() async throws {
    let host = "search-x.eu-west-1.es.amazonaws.com"
    let clients = [
      try await ElasticClient(host, credentials: .default),
      try await ElasticClient(host, credentials: .environment),
      try await ElasticClient(host, credentials: .anonymous),
      try await ElasticClient(host, credentials: .instanceMetadata),
      try await ElasticClient(host, credentials: .container),
      try await ElasticClient(host, credentials: .webIdentity),
      try await ElasticClient(host, credentials: .webIdentity(roleArn: Self.role, tokenFile: "/token")),
      try await ElasticClient(host, credentials: .profile("dev")),
      try await ElasticClient(host, credentials: .static(accessKeyId: Self.key, secretAccessKey: "fake")),
      try await ElasticClient(host, credentials: .process("/bin/helper --json")),
      try await ElasticClient(host, credentials: .assumeRole(Self.role)),
      try await ElasticClient(
        host, credentials: .assumeRole(Self.role, sessionName: "job", using: .instanceMetadata)),
      try await ElasticClient(
        host,
        credentials: .sso(
          startURL: "https://example.awsapps.com/start", region: "eu-west-1", accountId: "123456789012",
          roleName: "reader")
      ),
    ]
    #expect(clients.allSatisfy { $0.endpoint.description.contains(host) })
  }

  @Test func theKindOfAnErrorCanBeNamed() async throws {
    let es = try await ElasticClient(
      "search-x.eu-west-1.es.amazonaws.com", credentials: .static(accessKeyId: Self.key, secretAccessKey: ""))
    do {
      try await es.deleteIndex("*")
      Issue.record("all indices were deleted")
    } catch let error as ElasticError where error.kind == .invalidRequest {
      switch error.kind {
      case .transport, .service: Issue.record("a request was sent")
      default: #expect([.invalidRequest, .body].contains(error.kind) && "\(error.kind)" == "invalidRequest")
      }
    }
  }
}
