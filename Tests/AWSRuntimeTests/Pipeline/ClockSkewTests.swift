import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The SDKs' common scenarios of clock-skew correction, played against the pipeline.
@Suite
struct ClockSkewTests {
  private struct Document: Decodable { var tests: [Scenario] }
  private struct Scenario: Decodable {
    var description: String
    var operations: [Operation]
  }
  private struct Operation: Decodable {
    var initialClientSkew: Double?
    var maxAttempts: Int?
    var attempts: [Attempt]
    var expectedClientSkew: Double
    var expectedOutcome: String
  }
  private struct Attempt: Decodable {
    struct Response: Decodable {
      var statusCode: Int
      var headers: [String: String]
      var errorCode: String?
    }
    var clientTimeAtSend: String
    var clientTimeAtReceive: String
    var expectedSigningTime: String
    var response: Response
  }

  @Test(.enabled(if: SharedVectors.has("credentials/clock-skew-test-cases.json"), "\(SharedVectors.absence)"))
  func scenarios() async throws {
    let data = try #require(SharedVectors.data("credentials/clock-skew-test-cases.json"))
    let scenarios = try JSONDecoder().decode(Document.self, from: data).tests
    #expect(scenarios.count >= 10)
    for scenario in scenarios { try await play(scenario) }
    print("clock skew: \(scenarios.count) scenarios")
  }

  private func play(_ scenario: Scenario) async throws {
    let service = TimedService()
    let maxAttempts = scenario.operations.compactMap(\.maxAttempts).first ?? 3
    let pipeline = service.pipeline(maxAttempts: maxAttempts)
    for operation in scenario.operations {
      if let skew = operation.initialClientSkew, skew != service.offset(of: pipeline) {
        service.play([service.teaching(skew)])
        _ = try await pipeline.execute(TimedService.request())
      }
      service.play(try operation.attempts.map(exchange))
      var outcome = "success"
      do { _ = try await pipeline.execute(TimedService.request()) } catch { outcome = "error" }
      #expect(outcome == operation.expectedOutcome, "\(scenario.description)")
      #expect(
        service.signingTimes == operation.attempts.map { basic($0.expectedSigningTime) }, "\(scenario.description)")
      #expect(service.offset(of: pipeline) == operation.expectedClientSkew, "\(scenario.description)")
    }
  }

  private func exchange(_ attempt: Attempt) throws -> TimedService.Exchange {
    var fields = HTTPFields()
    for (name, value) in attempt.response.headers { fields[try #require(HTTPField.Name(name))] = value }
    return TimedService.Exchange(
      sent: try #require(ISO8601.date(from: attempt.clientTimeAtSend)),
      received: try #require(ISO8601.date(from: attempt.clientTimeAtReceive)),
      status: attempt.response.statusCode, fields: fields, code: attempt.response.errorCode ?? "")
  }

  private func basic(_ timestamp: String) -> String { timestamp.filter { $0 != "-" && $0 != ":" } }
}
