import NIOConcurrencyHelpers

/// How many requests an emulator has received, and how they ended.
public struct EmulatorStatistics: Sendable, Hashable {
  /// How many requests one emulated service received and how they ended.
  public struct ServiceCounts: Sendable, Hashable {
    /// How many requests the service received.
    public internal(set) var requests = 0
    /// How many requests had a valid signature or token, whether they succeeded or not.
    public internal(set) var accepted = 0
    /// How many requests were refused because of their signature, credentials, token or time, counted by AWS's name for
    /// the reason, such as `ExpiredToken`.
    public internal(set) var rejectedByReason: [String: Int] = [:]
    /// How many requests a rule of ``EmulatorFaults`` delayed or made fail.
    public internal(set) var faults = 0

    /// The total of ``rejectedByReason``: how many requests were refused because of their signature, credentials, token
    /// or time.
    public var rejected: Int { rejectedByReason.values.reduce(0, +) }
  }

  /// The counts of requests of each service that received at least one.
  public internal(set) var services: [EmulatorService: ServiceCounts] = [:]
  /// How many sets of temporary credentials the emulator has issued, all services together.
  public internal(set) var credentialsIssued = 0
  /// How many session tokens the instance metadata service has issued. A client needs such a token to read metadata.
  public internal(set) var metadataTokens = 0
  /// How many times the instance metadata service has returned credentials.
  public internal(set) var metadataCredentialFetches = 0
  /// How many times the container endpoint has returned credentials.
  public internal(set) var containerCredentialFetches = 0
  /// How many times a role was assumed through STS.
  public internal(set) var assumedRoles = 0
  /// How many times the access portal of IAM Identity Center has returned credentials.
  public internal(set) var ssoCredentialFetches = 0
  /// How many times a refresh token was exchanged for new tokens or credentials, for logins of IAM Identity Center and
  /// of the console together.
  public internal(set) var tokensRefreshed = 0

  /// The counts of one service's requests; all 0 if it received none.
  public subscript(service: EmulatorService) -> ServiceCounts { services[service] ?? ServiceCounts() }

  /// How many requests to all services together had a valid signature or token.
  public var accepted: Int { services.values.reduce(0) { $0 + $1.accepted } }
  /// How many requests all services together have refused because of their signature, credentials, token or time.
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
