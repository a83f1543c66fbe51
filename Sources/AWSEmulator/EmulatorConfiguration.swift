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
  /// From where the emulator can be reached. The default is this machine only.
  public var exposure: Exposure = .loopbackOnly
  /// Whether a refresh token works after its first use. By default the old token works until the new one has been used.
  public var refreshTokenReuse: EmulatedRefreshTokenReuse = .untilNextUse
  /// The region that every request has to be signed for, and that the instance metadata names. The default is `us-east-1`.
  public var region = "us-east-1"
  /// The id of the account. The default is `123456789012`, as in AWS's examples.
  public var accountId = "123456789012"
  /// The name of the role of the emulated instance or task. The default is `evergreen-role`.
  public var roleName = "evergreen-role"
  /// The id of the emulated EC2 instance. The default is `i-0123456789abcdef0`.
  public var instanceId = "i-0123456789abcdef0"
  /// The paths at which the instance metadata service serves credentials. The default is the path that every EC2 instance
  /// has.
  public var metadataCredentials: EmulatedMetadataCredentials = .legacy
  /// The lifetime of role credentials. The default is an hour. It can be a fraction of a second.
  public var credentialLifetime: Duration = .seconds(3600)
  /// When a fetch of role credentials returns new ones. The default is after half of the lifetime.
  public var rotation: EmulatedCredentialRotation = .lifetimeFraction(0.5)
  /// How far a request's time may be from the emulator's, for Elasticsearch and STS. The default is 5 minutes.
  public var clockTolerance: Duration = .seconds(300)
  /// How far a request's time may be from the emulator's, for S3. The default is 15 minutes.
  public var s3ClockTolerance: Duration = .seconds(900)
  /// How many bytes of objects S3 keeps in memory, all buckets together. The default is 1 GiB.
  public var objectStorageLimit = 1 << 30
  /// The largest body that Elasticsearch and STS accept, in bytes. The default is 100 MiB, as for large Amazon domains.
  public var requestSizeLimit = 104_857_600
  /// The version that the emulated Elasticsearch reports. The default is `7.10.2`.
  public var elasticsearchVersion = "7.10.2"
  /// How long requests in flight may take to finish when the emulator stops. The default is half a second.
  public var shutdownGrace: Duration = .milliseconds(500)
  /// Returns the current time. The emulator's clock is this time plus ``Emulator/clockOffset``.
  public var now: @Sendable () -> Date = { Date() }
  /// Returns a random number from 0 up to 1, which decides whether a request fails if a fault has a probability.
  public var faultRandomness: @Sendable () -> Double = { Double.random(in: 0..<1) }
  /// The logger. One line at `info` says that the emulator has started; refusals are logged at `debug`.
  public var logger: Logger = Logger.current

  /// From where an emulator can be reached: this machine only, or other machines as well.
  public enum Exposure: Sendable, Hashable {
    /// Only from this machine. An address that other machines can reach is refused.
    case loopbackOnly
    /// From everywhere that ``EmulatorConfiguration/host`` can be reached, for example from another container. Anybody there
    /// can get credentials, and read and change everything that is stored, over plain `http`.
    case exposed
  }

  /// Makes the default settings of an emulator.
  public init() {}

  /// Makes the default settings, but with another lifetime of credentials.
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
