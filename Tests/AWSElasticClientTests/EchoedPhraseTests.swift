import AWSCredentials
import AWSElasticClient
import AWSTesting
import HTTPTypes
import Testing

/// Amazon's gateway says what it refused in a sentence of its own; the same words inside an engine's response may be
/// the caller's, echoed.
@Suite("Phrases that may be the caller's")
struct EchoedPhraseTests {
  private static let rejection = "The security token included in the request is invalid"
  private static let throttle = "Request throttled due to too many requests"

  /// Responses that echo a phrase, and what they mean.
  private static let echoes: [(Int, String, ElasticError.Code)] = [
    (
      400, #"{"error":{"type":"invalid_index_name_exception","reason":"Invalid index name [\#(rejection)]"}}"#,
      .badRequest
    ),
    (400, #"{"error":{"type":"parsing_exception","reason":"\#(rejection)"},"status":400}"#, .badRequest),
    (
      403, #"{"error":{"type":"security_exception","reason":"no permissions for [\#(rejection)]"}}"#, .securityException
    ),
    (403, #"{"message":"User: x is not authorized for \#(rejection)"}"#, .forbidden),
    (403, #"{"message":"\#(rejection)","error":"x"}"#, .forbidden),
    (403, #"{"message":"\#(rejection)","Message":"\#(rejection)"}"#, .forbidden),
    (403, #"[{"message":"\#(rejection)"}]"#, .forbidden),
    (403, #"{"error":"\#(rejection)","status":403}"#, .forbidden),
    (403, "\(rejection)", .forbidden),
    (400, #"{"message":"\#(rejection)"}"#, .badRequest),
    (401, #"{"message":"\#(rejection)"}"#, .forbidden),
    (400, #"{"message":"\#(throttle)"}"#, .badRequest),
    (403, #"{"message":"no such user: \#(throttle)"}"#, .forbidden),
    (
      404, #"{"error":{"type":"resource_not_found_exception","reason":"no such index [index_not_found_exception]"}}"#,
      .notFound
    ),
    (400, #"{"error":{"type":"parsing_exception","reason":"index_not_found_exception"}}"#, .badRequest),
    (403, #"{"error":{"type":"security_exception","reason":"[cluster_block_exception]"}}"#, .securityException),
    (403, #"{"message":"User: signature expired is not authorized"}"#, .forbidden),
    (
      403, #"{"error":{"type":"security_exception","reason":"The request signature we calculated"}}"#,
      .securityException
    ),
    (403, #"{"Message":"User: security_exception is not authorized to perform: es:ESHttpGet"}"#, .forbidden),
  ]

  @Test("Words that an engine repeats neither reject credentials nor throttle", arguments: echoes.indices)
  func echo(number: Int) async throws {
    let (status, body, code) = Self.echoes[number]
    let fixture = try ClientFixture(.status(status, body: body), .status(status, body: body))
    let error = await failure { _ = try await fixture.client.perform(.get, ["a"]) }
    #expect(error?.code == code, "\(body)")
    #expect(fixture.transport.requests.count == 1)
    #expect(fixture.provider.callCount == 1)
    _ = try await fixture.cache.snapshot()
    #expect(fixture.provider.callCount == 1, "the credentials were invalidated by \(body)")
  }

  @Test(
    "The gateway's own words still count",
    arguments: [
      #"{"message":"The security token included in the request is invalid"}"#,
      #"{"Message":"The security token included in the request is expired"}"#,
      #" { "message" : "The security token included in the request is invalid." } "#,
    ])
  func gateway(body: String) async throws {
    let fixture = try ClientFixture(.status(403, body: body), .text("{}"))
    #expect(try await fixture.client.perform(.get, ["a"]).attempts == 2)
    #expect(fixture.provider.callCount == 2)
  }

  @Test("An engine that repeats a query does not make the client explain a signature")
  func quotedCanonicalRequest() async throws {
    let quoted =
      #"The Canonical String for this request should have been\n'GET\n/\n\nhost:x\n\nhost\ne3b0'\n\nThe String-to-Sign"#
    let fixture = try ClientFixture(
      .status(400, body: #"{"error":{"type":"parsing_exception","reason":"\#(quoted)"},"status":400}"#))
    let error = await failure { _ = try await fixture.client.perform(.get, ["a"]) }
    #expect(error?.explanation?.contains("service read") != true)
  }

  @Test(
    "A full disk blocks writing; doing it again does not help",
    arguments: [
      (
        429,
        #"{"error":{"type":"cluster_block_exception","reason":"index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage "#
          + #"exceeded flood-stage watermark, index has read-only-allow-delete block];"},"status":429}"#
      ),
      (
        403,
        #"{"error":{"type":"cluster_block_exception","reason":"index [a] blocked by: [FORBIDDEN/12/x];"},"status":403}"#
      ),
      (
        429, #"{"Message":"ClusterBlockException[blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage]]"}"#
      ),
    ])
  func floodStage(status: Int, body: String) async throws {
    let fixture = try ClientFixture(.status(status, body: body), .status(status, body: body))
    let error = await failure { try await fixture.client.index("a", id: "1", body: [:]) }
    #expect(error?.code == .blocked)
    #expect(error?.explanation?.contains("Free disk space") == true)
    #expect(fixture.transport.requests.count == 1)
  }
}
