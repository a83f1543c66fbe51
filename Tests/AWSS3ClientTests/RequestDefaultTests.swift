import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// What a client sends with each operation that can take it.
@Suite struct RequestDefaultTests {
  private static let defaults = S3.RequestDefaults(
    storageClass: .intelligentTiering, kmsKeyId: "the-key", requestPayer: .requester,
    expectedBucketOwner: "111122223333")
  private static let names = [
    "x-amz-storage-class", "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-request-payer", "x-amz-expected-bucket-owner",
  ]

  /// The header fields of the defaults that a call sends.
  private static func sent(
    _ overrides: CallOverrides? = nil, _ call: (S3Client) async throws -> Void
  ) async throws -> [String?] {
    let transport = ScriptedTransport([.status(200), .status(200)])
    let s3 = try S3Fixture.client(transport).with(defaults: defaults)
    try await call(overrides.map { s3.with($0) } ?? s3)
    let fields = try #require(transport.requests.first).head.headerFields
    return try names.map { fields[try #require(HTTPField.Name($0))] }
  }

  @Test("Each operation sends what it can take")
  func operations() async throws {
    let put = try await Self.sent { try await $0.put("x", bucket: "bucket", key: "k") }
    #expect(put == ["INTELLIGENT_TIERING", "aws:kms", "the-key", "requester", "111122223333"])
    let get = try await Self.sent { _ = try await $0.get(bucket: "bucket", key: "k") }
    #expect(get == [nil, nil, nil, "requester", "111122223333"])
    let list = try await Self.sent { _ = try? await $0.listBuckets() }
    #expect(list == [nil, nil, nil, nil, nil])
    let session = try await Self.sent { _ = try? await $0.createSession(.init(bucket: "bucket")) }
    #expect(session == [nil, nil, nil, nil, nil])
  }

  @Test("A copy of the client with other settings has the defaults too")
  func overrides() async throws {
    let get = try await Self.sent(CallOverrides(timeout: .seconds(5))) {
      _ = try await $0.get(bucket: "bucket", key: "k")
    }
    #expect(get == [nil, nil, nil, "requester", "111122223333"])
  }

  @Test("What the call says goes before the defaults")
  func calls() async throws {
    var input = S3.PutObjectInput(bucket: "bucket", key: "k")
    input.storageClass = .glacier
    input.serverSideEncryption = .aes256
    input.expectedBucketOwner = "444455556666"
    let put = try await Self.sent { [input] in try await $0.putObject(input) }
    #expect(put == ["GLACIER", "AES256", nil, "requester", "444455556666"])
    var own = S3.PutObjectInput(bucket: "bucket", key: "k")
    own.sseCustomerKey = S3.CustomerKey(Array(repeating: 1, count: 32))
    own.additionalHeaders = [try #require(HTTPField.Name("x-amz-storage-class")): "STANDARD_IA"]
    let second = try await Self.sent { [own] in try await $0.putObject(own) }
    #expect(second == ["STANDARD_IA", nil, nil, "requester", "111122223333"])
  }

  @Test("Without defaults nothing is sent, and printing shows no key")
  func none() async throws {
    let nothing = try await Self.sent {
      try await $0.with(defaults: .init()).put("x", bucket: "bucket", key: "k")
    }
    #expect(nothing == [nil, nil, nil, nil, nil])
    #expect(!"\(Self.defaults)".contains("the-key"))
  }
}
