#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import Logging

/// The settings of an ``Emulator``. Every setting has a default value.
public struct EmulatorConfiguration: Sendable {
  /// The services to start. The default is all of them.
  public var services: Set<EmulatorService> = EmulatorService.all
  /// The ports that services listen on, each from 1 to 65535. A service that is not in the dictionary gets a free port.
  /// The default is empty.
  public var ports: [EmulatorService: Int] = [:]
  /// The address that all services listen on. Each service has a port of its own; see ``ports``. The default is
  /// `127.0.0.1`.
  ///
  /// It must be a loopback address, unless ``exposure`` is ``Exposure/exposed``.
  public var host = "127.0.0.1"
  /// From where the emulator may be reached. The default is ``Exposure/loopbackOnly``: from this machine only.
  public var exposure: Exposure = .loopbackOnly
  /// Whether a refresh token works after its first use. The default is ``EmulatedRefreshTokenReuse/untilNextUse``: the
  /// old token works until the new one has been used.
  public var refreshTokenReuse: EmulatedRefreshTokenReuse = .untilNextUse
  /// The region that every request has to be signed for, and that the instance metadata service reports. The default is
  /// `us-east-1`.
  public var region = "us-east-1"
  /// The id of the emulated AWS account. The default is `123456789012`, as in AWS's examples.
  public var accountId = "123456789012"
  /// The name of the role of the emulated instance or task. The default is `evergreen-role`.
  public var roleName = "evergreen-role"
  /// The id of the emulated EC2 instance. The default is `i-0123456789abcdef0`.
  public var instanceId = "i-0123456789abcdef0"
  /// The paths at which the instance metadata service serves credentials. The default is
  /// ``EmulatedMetadataCredentials/legacy``, the path that every EC2 instance has.
  public var metadataCredentials: EmulatedMetadataCredentials = .legacy
  /// The lifetime of the role credentials that the instance metadata service and the container endpoint issue. The
  /// default is an hour. The lifetime can be a fraction of a second.
  public var credentialLifetime: Duration = .seconds(3600)
  /// When a request for role credentials gets a new set instead of the current set. By default, this is so after half
  /// of the current set's lifetime.
  public var rotation: EmulatedCredentialRotation = .lifetimeFraction(0.5)
  /// How much the time in the signature of a request to Elasticsearch or STS may differ from the emulator's time. The
  /// default is 5 minutes.
  public var clockTolerance: Duration = .seconds(300)
  /// How much the time in the signature of a request to S3 may differ from the emulator's time. The default is 15
  /// minutes.
  public var s3ClockTolerance: Duration = .seconds(900)
  /// The maximum size of all objects in the emulated S3 together, in bytes. Objects are kept in memory, and so
  /// are parts of uploads, which count as well; bodies of requests that are still arriving do not. The default is 1 GiB.
  public var objectStorageLimit = 1 << 30
  /// The maximum size of a request's body that Elasticsearch and STS accept, in bytes. The default is 100 MiB, which is
  /// also the limit of large domains of Amazon OpenSearch Service.
  public var requestSizeLimit = 104_857_600
  /// The version that the emulated Elasticsearch reports. The default is `7.10.2`.
  public var elasticsearchVersion = "7.10.2"
  /// How long requests that are being processed may take to finish when the emulator stops. The default is half a
  /// second.
  public var shutdownGrace: Duration = .milliseconds(500)
  /// Returns the current time. The emulator's clock is this time plus ``Emulator/clockOffset``.
  public var now: @Sendable () -> Date = { Date() }
  /// Returns a random number from 0 up to, but not including, 1. A fault with a probability below 1 applies to a
  /// request if this number is less than the probability.
  public var faultRandomness: @Sendable () -> Double = { Double.random(in: 0..<1) }
  /// The logger of the emulator. The start of the emulator is logged at the level `info`, and refused requests at
  /// `debug`.
  public var logger: Logger = Logger.current

  /// From where an emulator may be reached: from this machine only, or from other machines too.
  public enum Exposure: Sendable, Hashable {
    /// The emulator may be reached from this machine only. If ``EmulatorConfiguration/host`` is an address that other
    /// machines can reach, the emulator does not start.
    case loopbackOnly
    /// The emulator may be reached from every machine or container that can reach the address
    /// ``EmulatorConfiguration/host``. Everyone there can get credentials from it and can read and change everything
    /// that is stored in it, over plain `http`.
    case exposed
  }

  /// Makes the default settings of an emulator.
  public init() {}

  /// Makes settings with the given lifetime of role credentials and the defaults for everything else.
  public init(credentialLifetime: Duration) { self.credentialLifetime = credentialLifetime }

  func validate() throws(EmulatorError) {
    guard credentialLifetime > .zero else {
      throw EmulatorError(
        .invalidConfiguration, "The setting credentialLifetime is \(credentialLifetime); it has to be positive.")
    }
    guard objectStorageLimit >= 0, requestSizeLimit >= 0 else {
      throw EmulatorError(.invalidConfiguration, "A size limit is negative; use 0 or more.")
    }
    for (service, port) in ports where !(1...65_535).contains(port) {
      throw EmulatorError(
        .invalidConfiguration, "The setting ports has \(port) for \(service); it has to be 1 to 65535.")
    }
    guard !roleName.isEmpty, !roleName.contains("/") else {
      throw EmulatorError(
        .invalidConfiguration, "The setting roleName is \"\(roleName)\"; it has to be a name without slashes.")
    }
  }
}
