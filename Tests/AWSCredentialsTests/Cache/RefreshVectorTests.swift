import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The SDKs' common scenarios of credential refresh, played against the state machine.
struct RefreshVectorTests {
  private struct Scenario: Decodable {
    struct Given: Decodable {
      var cachedCredentials: String
      var accessKeyId: String?
      var configuredAdvisoryWindowSeconds: Double?
      var refreshBackoffSeconds: Double?
    }
    struct Step: Decodable {
      var type: String
      var response: String?
      var lifetimeSeconds: Double?
      var seconds: Double?
      var rejectedAccessKeyId: String?
      var expected: Expected?
    }
    struct Expected: Decodable, Equatable {
      var result: String
      var sourceContacted: Bool
      var rateLimited: Bool
      var advisoryWindowSeconds: Double?
    }
    var documentation: String
    var given: Given
    var steps: [Step]
  }

  @Test(.enabled(if: SharedVectors.has("credentials/credential-refresh-tests.json"), "\(SharedVectors.absence)"))
  func scenarios() throws {
    let data = try #require(SharedVectors.data("credentials/credential-refresh-tests.json"))
    let scenarios = try JSONDecoder().decode([Scenario].self, from: data)
    #expect(scenarios.count >= 24)
    for scenario in scenarios {
      var player = ScenarioPlayer(scenario.given)
      for step in scenario.steps {
        let outcome = player.play(step)
        if var outcome, let expected = step.expected {
          if expected.advisoryWindowSeconds == nil { outcome.advisoryWindowSeconds = nil }
          #expect(outcome == expected, "\(scenario.documentation)")
        }
      }
    }
    print("credential refresh: \(scenarios.count) scenarios")
  }

  private struct ScenarioPlayer {
    private var machine: RefreshStateMachine
    private var elapsed = 0.0
    private var now: Date { Date(timeIntervalSince1970: 1_767_225_600 + elapsed) }
    private var moment: Moment { Moment(wall: now, monotonic: .seconds(elapsed)) }
    private var keys = 100
    private let seed: Credentials?

    init(_ given: Scenario.Given) {
      var policy = RefreshPolicy()
      if let window = given.configuredAdvisoryWindowSeconds { policy.advisoryWindow = .fixed(.seconds(window)) }
      if let backoff = given.refreshBackoffSeconds { policy.failureBackoff = .seconds(backoff) ... .seconds(backoff) }
      machine = RefreshStateMachine(policy: policy)
      let remaining: Double? = ["valid": 600, "advisory": 180, "mandatory": 30, "expired": -1][given.cachedCredentials]
      guard let remaining else {
        seed = nil
        return
      }
      let credentials = Credentials(
        accessKeyId: given.accessKeyId ?? "AKID-SEED", secretAccessKey: "hush",
        expiration: Date(timeIntervalSince1970: 1_767_225_600 + remaining))
      seed = credentials
      // Fetched at the beginning of a lifetime of 15 minutes, of which so much is left.
      elapsed = remaining - 900
      if case .startRefresh(let number) = machine.request(now: moment, staleness: .mayServeStale) {
        _ = machine.refreshEnded(number, .success(credentials), now: moment, staleness: .mayServeStale, random: 0.5)
      }
      elapsed = 0
    }

    mutating func play(_ step: Scenario.Step) -> Scenario.Expected? {
      switch step.type {
      case "advanceTime": elapsed += step.seconds ?? 0
      case "invalidate": _ = machine.invalidate(accessKeyId: step.rejectedAccessKeyId ?? "")
      case "getCredentials": return get(step)
      default: Issue.record("a step of an unknown type: \(step.type)")
      }
      return nil
    }

    private mutating func get(_ step: Scenario.Step) -> Scenario.Expected {
      let held = machine.current
      let isDue = machine.schedule.map { now >= $0.advisory } ?? false
      switch machine.request(now: moment, staleness: .mayServeStale) {
      case .serve(let snapshot):
        return expected(.success(snapshot), contacted: false, held: held, rateLimited: isDue)
      case .fail(let error):
        return expected(.failure(error), contacted: false, held: held, rateLimited: false)
      case .startRefresh(let number), .serveAndStartRefresh(_, let number):
        let outcome = machine.refreshEnded(
          number, answer(step), now: moment, staleness: .mayServeStale, random: 0.5)
        guard let outcome else { break }
        return expected(outcome.result, contacted: true, held: held, rateLimited: false)
      case .wait: break
      }
      return Scenario.Expected(result: "stuck", sourceContacted: false, rateLimited: false)
    }

    private mutating func answer(_ step: Scenario.Step) -> Result<Credentials, CredentialError> {
      keys += 1
      switch step.response {
      case "freshCredentials":
        return .success(.numbered(keys, expiration: now.addingTimeInterval(step.lifetimeSeconds ?? 3600)))
      case "staleCredentials": return .success(.numbered(keys, expiration: now))
      case "nonRecoverableError": return .failure(.permanent)
      default: return .failure(.passing)
      }
    }

    private func expected(
      _ result: Result<CredentialSnapshot, CredentialError>, contacted: Bool, held: CredentialSnapshot?,
      rateLimited: Bool
    ) -> Scenario.Expected {
      let name: String
      switch result {
      case .success(let snapshot):
        name =
          snapshot.credentials.accessKeyId == held?.credentials.accessKeyId ? "cachedCredentials" : "newCredentials"
      case .failure(let error): name = error.isRecoverable ? "noCredentialsError" : "nonRecoverableError"
      }
      let window = machine.schedule.map { $0.expiration.timeIntervalSince($0.advisory) }
      return Scenario.Expected(
        result: name, sourceContacted: contacted, rateLimited: rateLimited, advisoryWindowSeconds: window)
    }
  }
}
