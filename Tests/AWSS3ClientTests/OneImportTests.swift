import AWSS3Client
import Testing

/// What a caller decides by can be read with the import of the client alone.
@Suite struct OneImportTests {
  private func facts(_ error: S3Error) -> [String] {
    [
      error.errorCode, "\(error.kind)", error.message, error.operation, "\(error.statusCode ?? 0)",
      error.requestId ?? "",
      "\(error.attempts)", "\(error.isThrottled)", "\(error.isRetryable)", "\(error.retryAfter ?? .zero)",
      error.regionHint ?? "", error.explanation ?? "", "\(error.mayHaveTakenEffect)", "\(error.cause as Any)",
    ]
  }

  @Test("All members are the error's own")
  func members() async {
    let s3 = try? S3Fixture.client(S3Fixture.nothing)
    let error = await S3Error.of { try await s3?.delete(bucket: "", key: "k") }
    #expect(error.map(facts)?.first == "InvalidBucketName")
  }

  @Test("Calls differ from their client by what this import has")
  func overrides() throws {
    let s3 = try S3Fixture.client(S3Fixture.nothing)
    #expect(s3.with(region: "eu-west-1", timeout: .seconds(5)).region == "eu-west-1")
  }

  @Test("An object is written, read, collected and streamed with this import")
  func content() async throws {
    let s3 = try S3Fixture.client(S3Fixture.text("text", times: 7))
    try await s3.put("text", bucket: "bucket", key: "k")
    try await s3.putObject(S3.PutObjectInput(bucket: "bucket", key: "k", body: "text", metadata: ["a": "b"]))
    #expect(try await s3.get(bucket: "bucket", key: "k", as: String.self) == "text")
    let object = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k"))
    #expect(try await object.collect() == Array("text".utf8))
    let other = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k"))
    for try await buffer in other.buffers { #expect("\(buffer)".contains("4")) }
    let third = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k"))
    for try await chunk in third.chunks() { #expect(chunk == Array("text".utf8)) }
    let open = s3.with(credentials: .anonymous, timeout: .seconds(5))
    #expect(try await open.get(bucket: "bucket", key: "k", as: Substring.self) == "text")
  }
}
