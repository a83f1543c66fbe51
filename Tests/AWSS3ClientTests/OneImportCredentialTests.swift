import AWSS3Client
import Testing

/// A client's credentials are chosen in one line, with the import of the client alone: every import that a file needs is
/// checked here, because the package is built with `MemberImportVisibility`.
struct OneImportCredentialTests {
  private static let role = "arn:aws:iam::123456789012:role/reader"
  private static let key = "AKIAIOSFODNN7EXAMPLE"

  @Test func everySourceIsOneLine() async throws {
    let region = "eu-west-1"
    let clients = [
      try await S3Client(region: region, credentials: .default),
      try await S3Client(region: region, credentials: .environment),
      try await S3Client(region: region, credentials: .anonymous),
      try await S3Client(region: region, credentials: .instanceMetadata),
      try await S3Client(region: region, credentials: .container),
      try await S3Client(region: region, credentials: .webIdentity),
      try await S3Client(region: region, credentials: .webIdentity(roleArn: Self.role, tokenFile: "/token")),
      try await S3Client(region: region, credentials: .profile("dev")),
      try await S3Client(region: region, credentials: .static(accessKeyId: Self.key, secretAccessKey: "fake")),
      try await S3Client(region: region, credentials: .process("/bin/helper --json")),
      try await S3Client(region: region, credentials: .assumeRole(Self.role)),
      try await S3Client(
        region: region, credentials: .assumeRole(Self.role, sessionName: "job", using: .instanceMetadata)),
      try await S3Client(
        region: region,
        credentials: .sso(
          startURL: "https://example.awsapps.com/start", region: region, accountId: "123456789012", roleName: "reader")
      ),
    ]
    #expect(clients.allSatisfy { $0.region == region })
  }

  @Test func theKindOfAnErrorCanBeNamed() async throws {
    let s3 = try await S3Client(region: "eu-west-1", credentials: .static(accessKeyId: Self.key, secretAccessKey: ""))
    do {
      _ = try await s3.get(bucket: "", key: "k")
      Issue.record("an empty name of a bucket was accepted")
    } catch let error as S3Error where error.kind == .invalidRequest {
      switch error.kind {
      case .transport, .service: Issue.record("a request was sent")
      default: #expect([.invalidRequest, .body].contains(error.kind) && "\(error.kind)" == "invalidRequest")
      }
    }
  }
}
