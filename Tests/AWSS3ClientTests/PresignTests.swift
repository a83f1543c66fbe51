import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct PresignTests {
  @Test("A URL lives as long as asked, or as its credentials")
  func expiration() async throws {
    let transport = ScriptedTransport()
    let long = try await S3Fixture.client(transport)
      .presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(3600))
    #expect(long.expiration == S3Fixture.date.addingTimeInterval(3600) && long.method == .get)
    let short = try await S3Fixture.client(transport, token: "t", expiration: S3Fixture.date.addingTimeInterval(1800))
      .presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(3600))
    #expect(short.expiration == S3Fixture.date.addingTimeInterval(1800))
    #expect(transport.requests.isEmpty)
  }

  @Test("A lifetime outside of 1 second to 7 days is refused", arguments: [0.0, 0.5, -1, 604_801])
  func lifetime(seconds: Double) async throws {
    let s3 = try S3Fixture.client(ScriptedTransport())
    let error = await S3Error.of {
      try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(seconds))
    }
    #expect(error?.code == .invalidExpiration && error?.operation == "s3.GetObject")
    for seconds in [1, 604_800] {
      _ = try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(seconds))
    }
  }

  @Test("Credentials that would die before the URL are refreshed first, unless less is enough")
  func minimumValidity() async throws {
    let clock = ManualClock(start: S3Fixture.date)
    let provider = ScriptedCredentialProvider { call in
      Credentials(
        accessKeyId: "key\(call)", secretAccessKey: "s", sessionToken: "t",
        expiration: S3Fixture.date.addingTimeInterval(Double(call) * 3600))
    }
    let s3 = S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider, clock: clock), region: "us-west-2",
        transport: ScriptedTransport(), clock: clock))
    func presigned(_ minimum: Duration?) async throws -> S3.PresignedURL {
      try await s3.presignGet(bucket: "bucket", key: "k", expiresIn: .seconds(7200), minimumValidity: minimum)
    }
    for minimum in [Duration.zero, .seconds(1), .seconds(3600)] {
      let url = try await presigned(minimum)
      #expect(url.url.contains("=key1%2F") && url.expiration == S3Fixture.date.addingTimeInterval(3600))
    }
    let refreshed = try await presigned(nil)
    #expect(refreshed.url.contains("=key2%2F") && refreshed.expiration == S3Fixture.date.addingTimeInterval(7200))
    #expect(provider.callCount == 2)
    for minimum in [Duration.seconds(-1), .seconds(7201)] {
      let error = await S3Error.of { try await presigned(minimum) }
      #expect(error?.code == .invalidExpiration)
    }
  }

  @Test("What is signed is told, so that it can be sent along")
  func headers() async throws {
    let s3 = try S3Fixture.client(ScriptedTransport())
    let put = try await s3.presign(
      S3.PutObjectInput(
        bucket: "bucket", key: "k", contentType: "text/plain", cacheControl: "no-store", metadata: ["a": "b"],
        condition: .ifAbsent),
      expiresIn: .seconds(60))
    #expect(put.method == .put)
    #expect(
      put.url.contains("X-Amz-SignedHeaders=cache-control%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-meta-a&"))
    #expect(
      Set(put.headers.map(\.name.canonicalName)) == ["cache-control", "content-type", "if-none-match", "x-amz-meta-a"])
    let get = try await s3.presign(
      S3.GetObjectInput(bucket: "bucket", key: "k", responseOverrides: .init(contentType: "a/b")),
      expiresIn: .seconds(60))
    #expect(get.url.contains("/k?response-content-type=a%2Fb&X-Amz-Algorithm=") && get.headers.isEmpty)
    #expect(
      try await s3.presign(S3.HeadObjectInput(bucket: "bucket", key: "k"), expiresIn: .seconds(60)).method == .head)
    #expect(
      try await s3.presign(S3.DeleteObjectInput(bucket: "bucket", key: "k"), expiresIn: .seconds(60)).method == .delete)
  }

  @Test("Only the URL itself shows signature, token and key id")
  func redaction() async throws {
    let presigned = try await S3Fixture.client(ScriptedTransport(), token: "SECRETTOKEN")
      .presignPut(bucket: "bucket", key: "k", contentType: "a/b", expiresIn: .seconds(60))
    let query = try #require(presigned.url.split(separator: "?").last)
    let signature = try #require(query.split(separator: "&").first { $0.hasPrefix("X-Amz-Signature=") }?.dropFirst(16))
    #expect(signature.count == 64 && query.contains("SECRETTOKEN"))
    var dumped = ""
    dump(presigned, to: &dumped)
    for text in [dumped, "\(presigned)", String(reflecting: presigned), "\([presigned])"] {
      #expect(!text.contains("SECRETTOKEN") && !text.contains(signature) && !text.contains(S3Fixture.accessKeyId))
      #expect(text.contains("X-Amz-Expires=60"))
    }
  }
}
