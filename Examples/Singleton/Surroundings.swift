import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import Synchronization

/// Where the program runs: against AWS as the environment has it, or against the emulator.
struct Surroundings: Sendable {
  let configuration: ClientConfiguration
  let elasticEndpoint: ElasticEndpoint

  private static let choice = Mutex<Surroundings?>(nil)

  /// What ``choose(_:)`` was given.
  static var chosen: Surroundings {
    guard let chosen = choice.withLock({ $0 }) else {
      preconditionFailure("call Surroundings.choose before AWS.shared is used")
    }
    return chosen
  }

  static func choose(_ surroundings: Surroundings) { choice.withLock { $0 = surroundings } }

  /// AWS, if `ES_ENDPOINT` names an Elasticsearch or OpenSearch domain; credentials and region come from wherever an AWS
  /// SDK finds them.
  static func fromEnvironment() async throws -> Surroundings? {
    guard let domain = ProcessEnvironment.current["ES_ENDPOINT"] else { return nil }
    return Surroundings(configuration: try await .standard(), elasticEndpoint: try ElasticEndpoint(domain))
  }

  static func emulated(_ emulator: Emulator) async throws -> Surroundings {
    Surroundings(
      configuration: try await .standard(environment: emulator.environment),
      elasticEndpoint: try ElasticEndpoint(emulator.elasticEndpoint, service: .es))
  }
}
