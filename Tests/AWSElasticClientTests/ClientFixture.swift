import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Logging
import Testing

/// A client over a script, with everything that is random or takes time replaced.
struct ClientFixture {
  let transport: ScriptedTransport
  let provider: ScriptedCredentialProvider
  let cache: CredentialCache
  let clock = ManualClock()
  let client: ElasticClient

  /// - Parameters:
  ///   - random: The factor of every pause: 0 makes them take no time.
  init(
    _ answers: ScriptedTransport.Response..., endpoint: String = "search-books.ap-northeast-2.es.amazonaws.com",
    signingHost: String? = nil, coding: ElasticCoding = ElasticCoding(), maxAttempts: Int = 3, random: Double = 0
  ) throws {
    transport = ScriptedTransport(answers)
    provider = ScriptedCredentialProvider { call in
      Credentials(accessKeyId: "ASIAFAKE\(call)", secretAccessKey: "fake-secret", sessionToken: "fake-token-\(call)")
    }
    // Not on the same clock: there the cache's own sleepers would be taken for the client's.
    cache = CredentialCache(provider: provider)
    client = ElasticClient(
      configuration: ClientConfiguration(
        credentials: cache, region: "us-east-1", transport: transport, retry: RetryPolicy(maxAttempts: maxAttempts),
        clock: clock, random: { random }, logger: Logger(label: "test")),
      endpoint: try ElasticEndpoint(endpoint, signingHost: signingHost), coding: coding)
  }

  /// Method and target of each request.
  var lines: [String] { transport.requests.map { "\($0.head.method) \($0.head.path ?? "")" } }

  /// The body of each request.
  var bodies: [String] { transport.requests.map { String(decoding: $0.body, as: UTF8.self) } }
}

extension HTTPRequest {
  subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headerFields[$0] } }
}

/// The error a call throws, for calls that must. An error of another type is an issue of the test.
func failure(_ call: () async throws -> Void) async -> ElasticError? {
  do {
    try await call()
  } catch let error as ElasticError {
    return error
  } catch {
    Issue.record("\(type(of: error)) instead of an ElasticError: \(error)")
  }
  return nil
}

struct Book: Codable, Sendable, Equatable {
  var title: String
  var year: Int
}
