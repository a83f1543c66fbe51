import AWSElasticClient
import Testing

/// What a caller decides by can be read with the import of the client alone.
struct OneImportTests {
  private func facts(_ error: ElasticError) -> [String] {
    [
      error.errorCode, "\(error.kind)", error.message, error.operation, "\(error.statusCode ?? 0)",
      error.requestId ?? "",
      "\(error.attempts)", "\(error.isThrottled)", "\(error.isRetryable)", "\(error.retryAfter ?? .zero)",
      error.regionHint ?? "", error.explanation ?? "", "\(error.mayHaveTakenEffect)", "\(error.cause as Any)",
    ]
  }

  @Test func allMembersAreTheErrorsOwn() async throws {
    let es = try ClientFixture().client
    let error = await failure { try await es.deleteIndex("*") }
    #expect(error.map(facts)?.first == "invalidRequest")
  }

  @Test func callsDifferByWhatThisImportHas() throws {
    let es = try ClientFixture().client.with(credentials: .anonymous, region: "eu-west-1", timeout: .seconds(5))
    #expect(es.endpoint.region == "eu-west-1")
  }
}
