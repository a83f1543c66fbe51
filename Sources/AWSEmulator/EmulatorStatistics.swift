import NIOConcurrencyHelpers

/// What an emulator has seen so far.
public struct EmulatorStatistics: Sendable, Hashable {
  /// How many requests one emulated service received and how they ended.
  public struct ServiceCounts: Sendable, Hashable {
    /// How many requests arrived.
    public internal(set) var requests = 0
    /// Requests whose signature or token was right, whatever came of them then.
    public internal(set) var accepted = 0
    /// Requests refused because of their signature, credentials, token or time, by AWS's name for the reason.
    public internal(set) var rejectedByReason: [String: Int] = [:]
    /// How many requests failed because of an injected fault.
    public internal(set) var faults = 0

    /// All requests refused because of their signature, credentials, token or time.
    public var rejected: Int { rejectedByReason.values.reduce(0, +) }
  }

  /// The counts of requests, by service.
  public internal(set) var services: [EmulatorService: ServiceCounts] = [:]
  /// Session key sets issued, by all services together.
  public internal(set) var credentialsIssued = 0
  /// Session tokens issued by the instance metadata service.
  public internal(set) var metadataTokens = 0
  /// Role credentials returned by the instance metadata service.
  public internal(set) var metadataCredentialFetches = 0
  /// Role credentials returned by the container endpoint.
  public internal(set) var containerCredentialFetches = 0
  /// How many times a role was assumed through STS.
  public internal(set) var assumedRoles = 0
  /// Key sets returned by the access portal of IAM Identity Center.
  public internal(set) var ssoCredentialFetches = 0
  /// Logins refreshed, those of IAM Identity Center and those of the console.
  public internal(set) var tokensRefreshed = 0

  /// The counts of one service's requests; all 0 if it received none.
  public subscript(service: EmulatorService) -> ServiceCounts { services[service] ?? ServiceCounts() }

  /// Requests accepted by all services together.
  public var accepted: Int { services.values.reduce(0) { $0 + $1.accepted } }
  /// Requests refused by all services together.
  public var rejected: Int { services.values.reduce(0) { $0 + $1.rejected } }
}

/// Counts from many connections at once.
final class StatisticsRecorder: Sendable {
  private let box = NIOLockedValueBox(EmulatorStatistics())

  var snapshot: EmulatorStatistics { box.withLockedValue { $0 } }

  func record(_ change: @Sendable (inout EmulatorStatistics) -> Void) { box.withLockedValue { change(&$0) } }

  func record(_ service: EmulatorService, _ change: (inout EmulatorStatistics.ServiceCounts) -> Void) {
    box.withLockedValue { change(&$0.services[service, default: .init()]) }
  }
}
