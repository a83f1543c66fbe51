#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import Logging

/// The settings of an ``Emulator``. Every one has a default.
public struct EmulatorConfiguration: Sendable {
  /// The services to start. The default is all of them.
  public var services: Set<EmulatorService> = EmulatorService.all
  /// The address to listen on, each service on a free port. The default is `127.0.0.1`.
  ///
  /// It must be a loopback address unless ``exposure`` says otherwise.
  public var host = "127.0.0.1"
  /// Who can reach the emulator. The default is this machine alone.
  public var exposure: Exposure = .loopbackOnly
  /// Whether a refresh token works after its first use. The default is until the next one has been used.
  public var refreshTokenReuse: EmulatedRefreshTokenReuse = .untilNextUse
  /// The region that every signature has to name, and that the metadata tells. The default is `us-east-1`.
  public var region = "us-east-1"
  /// The account. The default is `123456789012`, the one of AWS's examples.
  public var accountId = "123456789012"
  /// The role of the pretended instance or task. The default is `evergreen-role`.
  public var roleName = "evergreen-role"
  /// The id of the pretended instance.
  public var instanceId = "i-0123456789abcdef0"
  /// At which paths the metadata has the role's credentials. The default is the one that all of EC2 has.
  public var metadataCredentials: EmulatedMetadataCredentials = .legacy
  /// The lifetime of role credentials. The default is an hour. It can be a fraction of a second.
  public var credentialLifetime: Duration = .seconds(3600)
  /// When a fetch of role credentials gets a new set. The default is after half of the lifetime.
  public var rotation: EmulatedCredentialRotation = .lifetimeFraction(0.5)
  /// How far a request's time may be from the emulator's, for Elasticsearch and STS. The default is 5 minutes.
  public var clockTolerance: Duration = .seconds(300)
  /// How far a request's time may be from the emulator's, for S3. The default is 15 minutes.
  public var s3ClockTolerance: Duration = .seconds(900)
  /// How many bytes of objects S3 keeps in memory, all buckets together. The default is 1 GiB.
  public var objectStorageLimit = 1 << 30
  /// The largest body, in bytes, that Elasticsearch and STS take. The default is that of large Amazon domains.
  public var requestSizeLimit = 104_857_600
  /// The version that Elasticsearch says it is. The default is `7.10.2`.
  public var elasticsearchVersion = "7.10.2"
  /// How long requests in flight may take to finish when the emulator stops. The default is half a second.
  public var shutdownGrace: Duration = .milliseconds(500)
  /// The clock that time on the emulator is reckoned by. ``Emulator/clockOffset`` is added to it.
  public var now: @Sendable () -> Date = { Date() }
  /// Where a number from 0 up to 1 comes from that decides whether a fault with a probability strikes.
  public var faultRandomness: @Sendable () -> Double = { Double.random(in: 0..<1) }
  /// The logger. One line at `info` says that the emulator has started; refusals are logged at `debug`.
  public var logger: Logger = Logger.current

  /// From where an emulator can be reached: this machine only, or other machines as well.
  public enum Exposure: Sendable, Hashable {
    /// This machine: an address that others can reach is refused.
    case loopbackOnly
    /// Anybody who can reach ``EmulatorConfiguration/host``, for example from another container. All of them can ask
    /// for credentials, and read and change everything that is stored, over plain `http`.
    case exposed
  }

  /// Makes the default settings of an emulator.
  public init() {}

  /// Makes settings for credentials with the given lifetime.
  public init(credentialLifetime: Duration) { self.credentialLifetime = credentialLifetime }

  func validate() throws(EmulatorError) {
    guard credentialLifetime > .zero else {
      throw EmulatorError(
        .invalidConfiguration, "The setting credentialLifetime is \(credentialLifetime); it has to be positive.")
    }
    guard objectStorageLimit >= 0, requestSizeLimit >= 0 else {
      throw EmulatorError(.invalidConfiguration, "A size limit is negative; use 0 or more.")
    }
    guard !roleName.isEmpty, !roleName.contains("/") else {
      throw EmulatorError(
        .invalidConfiguration, "The setting roleName is \"\(roleName)\"; it has to be a name without slashes.")
    }
  }
}
