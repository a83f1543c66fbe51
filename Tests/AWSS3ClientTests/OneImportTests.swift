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
}
