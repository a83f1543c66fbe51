#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
import Logging
import NIOConcurrencyHelpers
public import ServiceLifecycle

/// Servers on this machine that emulate the parts of AWS that the clients of this package use.
///
/// The instance metadata service, the container endpoint and STS issue credentials that all emulated services know. S3,
/// Elasticsearch and STS verify the signature and the session token of every request, with code that is independent of
/// the clients, and respond as AWS does. The lifetime of credentials can be as short as a second or less, and requests
/// can be made to fail; see ``faults``.
///
/// ```swift
/// try await Emulator.withEmulator(EmulatorConfiguration(credentialLifetime: .seconds(5))) { emulator in
///   let s3 = try await S3Client(environment: emulator.environment)
/// }
/// ```
///
/// The emulator is for tests and examples only. All data is in memory, and nothing is encrypted. Everyone on the
/// machine can get credentials from it, but only the emulator accepts them.
public final class Emulator: Sendable {
  /// The settings that the emulator was started with.
  public let configuration: EmulatorConfiguration
  /// The rules for requests that the emulator delays or makes fail on purpose. There are none at first.
  public let faults: EmulatorFaults

  private let servers: [EmulatorService: LoopbackServer]
  private let listening: ListenAddress
  let authority: EmulatedCredentialAuthority
  let identities: EmulatedIdentityAuthority
  let clock: EmulatorClock
  private let recorder: StatisticsRecorder
  private let containerToken: NIOLockedValueBox<String>

  private init(
    configuration: EmulatorConfiguration, faults: EmulatorFaults, listening: ListenAddress,
    servers: [EmulatorService: LoopbackServer], context: ServiceContext, containerToken: NIOLockedValueBox<String>
  ) {
    self.configuration = configuration
    self.faults = faults
    self.listening = listening
    self.servers = servers
    authority = context.authority
    identities = context.identities
    clock = context.clock
    recorder = context.statistics
    self.containerToken = containerToken
  }

  /// Starts the servers, each on a free port unless ``EmulatorConfiguration/ports`` has one for it. They listen on a loopback address, unless
  /// ``EmulatorConfiguration/exposure`` allows another address.
  ///
  /// - Parameter configuration: The settings of the emulator.
  /// - Returns: The emulator, when all its servers are listening. Stop it with ``stop()``.
  /// - Throws: ``EmulatorError`` if a setting is out of range or a server cannot listen; `CancellationError` if the
  ///   task is cancelled before the servers have started.
  public static func start(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration()
  ) async throws -> Emulator {
    try configuration.validate()
    let listening = try ListenAddress(configuration)
    let clock = EmulatorClock(configuration.now)
    let authority = EmulatedCredentialAuthority(configuration: configuration, clock: clock)
    let recorder = StatisticsRecorder()
    let faults = EmulatorFaults(randomness: configuration.faultRandomness)
    let containerToken = NIOLockedValueBox(RandomText.base64(count: 64))
    let context = ServiceContext(
      configuration: configuration, authority: authority, identities: EmulatedIdentityAuthority(), clock: clock,
      statistics: recorder)
    var servers: [EmulatorService: LoopbackServer] = [:]
    do {
      for service in context.services(containerToken: containerToken)
      where configuration.services.contains(service.service) {
        let responder = ServiceResponder(
          service: service, faults: faults, clock: clock, statistics: recorder, logger: configuration.logger)
        servers[service.service] = try await LoopbackServer.start(
          host: listening.address, port: configuration.ports[service.service] ?? 0, responder: responder,
          logger: configuration.logger)
      }
    } catch {
      for server in servers.values { await server.stop(grace: .zero) }
      throw Task.isCancelled ? CancellationError() : error as any Error
    }
    let emulator = Emulator(
      configuration: configuration, faults: faults, listening: listening, servers: servers, context: context,
      containerToken: containerToken)
    if !listening.isLoopback {
      configuration.logger.warning(
        "The AWS emulator is open to everybody who reaches this machine.",
        metadata: ["evergreen.emulator.host": .string(configuration.host)])
    }
    configuration.logger.info(
      "AWS emulator started",
      metadata: [
        "evergreen.emulator.ports": .dictionary(
          Dictionary(uniqueKeysWithValues: servers.map { ($0.key.name, .stringConvertible($0.value.port)) }))
      ])
    return emulator
  }

  /// Stops the servers. Requests that are being processed have the time ``EmulatorConfiguration/shutdownGrace`` to
  /// finish; then every connection is closed. Stopping again has no effect.
  public func stop() async {
    await withTaskGroup(of: Void.self) { group in
      for server in servers.values {
        group.addTask { [grace = configuration.shutdownGrace] in await server.stop(grace: grace) }
      }
    }
  }

  /// Starts an emulator, passes it to a closure and stops it when the closure has returned or thrown.
  ///
  /// - Parameters:
  ///   - configuration: The settings of the emulator.
  ///   - body: What to do with the emulator.
  /// - Returns: What the closure returns.
  /// - Throws: ``EmulatorError`` if the emulator cannot start, or the error that the closure throws.
  public static func withEmulator<Result>(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration(), _ body: (Emulator) async throws -> Result
  ) async throws -> Result {
    let emulator = try await start(configuration)
    do {
      let result = try await body(emulator)
      await emulator.stop()
      return result
    } catch {
      await emulator.stop()
      throw error
    }
  }
}

extension Emulator {
  /// The URL of the emulated instance metadata service, for `AWS_EC2_METADATA_SERVICE_ENDPOINT`. Empty if that service
  /// was not started.
  public var instanceMetadataEndpoint: String { endpoint(.instanceMetadata) }
  /// The URL of the emulated container credentials, for `AWS_CONTAINER_CREDENTIALS_FULL_URI`. Empty if that service was
  /// not started.
  public var containerCredentialsURI: String {
    let endpoint = endpoint(.containerCredentials)
    return endpoint.isEmpty ? "" : endpoint + EmulatedContainerCredentials.path
  }
  /// The URL of the emulated STS, for `AWS_ENDPOINT_URL_STS`. Empty if that service was not started.
  public var stsEndpoint: String { endpoint(.sts) }
  /// The URL of the emulated access portal of IAM Identity Center, for `AWS_ENDPOINT_URL_SSO`. Empty if that service
  /// was not started.
  public var ssoPortalEndpoint: String { endpoint(.ssoPortal) }
  /// The URL of the emulated token service of IAM Identity Center, for `AWS_ENDPOINT_URL_SSO_OIDC`. Empty if that
  /// service was not started.
  public var ssoOIDCEndpoint: String { endpoint(.ssoOIDC) }
  /// The URL of the emulated AWS Sign-In, for `AWS_ENDPOINT_URL_SIGNIN`. Empty if that service was not started.
  public var signInEndpoint: String { endpoint(.signIn) }
  /// The URL of the emulated S3. Add `/BUCKET/KEY` to it for an object, or use `http://BUCKET.localhost:PORT/KEY` with
  /// the same port. Empty if that service was not started.
  public var s3Endpoint: String { endpoint(.s3) }
  /// The URL of the emulated Elasticsearch. Empty if that service was not started.
  public var elasticEndpoint: String { endpoint(.elastic) }

  private func endpoint(_ service: EmulatorService) -> String {
    guard let server = servers[service] else { return "" }
    return "http://\(listening.host):\(server.port)"
  }

  /// The token that the container endpoint requires in the `Authorization` header, for
  /// `AWS_CONTAINER_AUTHORIZATION_TOKEN`. If you change the token, the old one is refused from then on. If the token is
  /// empty, no header is required.
  public var containerAuthorizationToken: String {
    get { containerToken.withLockedValue { $0 } }
    set { containerToken.withLockedValue { $0 = newValue } }
  }

  /// The lifetime of the role credentials that the instance metadata service and the container endpoint issue. A change
  /// applies to credentials that are issued after it.
  public var credentialLifetime: Duration {
    get { authority.lifetime }
    set { authority.lifetime = max(newValue, .milliseconds(1)) }
  }

  /// How far the emulator's clock is ahead of ``EmulatorConfiguration/now``. The emulator's clock is used for the
  /// `Date` of responses, for expirations and for the age of signatures.
  public var clockOffset: Duration {
    get { clock.offset }
    set { clock.offset = newValue }
  }

  /// Issues a new set of role credentials, which the instance metadata service and the container endpoint return from
  /// now on. Old sets stay valid until they expire.
  @discardableResult
  public func rotateCredentials() -> EmulatedIssuedCredentials { authority.rotate() }

  /// Returns the set of role credentials that the instance metadata service would return now. As there, this can be a
  /// new set; see ``EmulatorConfiguration/rotation``.
  public func fetchCredentials() -> EmulatedIssuedCredentials { authority.fetchRoleCredentials() }

  /// Revokes old temporary credentials: from now on, requests with them are refused. The newest set of the instance's
  /// role and the newest set of each role that was assumed through STS stay valid.
  ///
  /// - Parameter revocation: The error with which requests with revoked credentials are refused.
  public func revokeOldCredentials(as revocation: EmulatedCredentialRevocation = .expired) {
    authority.revokeOld(as: revocation)
  }

  /// Registers an access key that needs no session token and never expires.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id. A key with the same id is replaced.
  ///   - secretAccessKey: The secret access key.
  ///   - userName: The name of the user that the key belongs to. STS reports it in the ARN of the caller.
  public func registerPermanentKey(accessKeyId: String, secretAccessKey: String, userName: String = "evergreen") {
    authority.register(
      accessKeyId: accessKeyId, secret: secretAccessKey, token: nil, expiration: nil, userName: userName)
  }

  /// Registers temporary credentials that the emulator did not issue, for example to check requests that were signed
  /// before the emulator was started.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id. A key with the same id is replaced.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The session token, which every request with the key must contain and sign.
  ///   - expiration: When the credentials expire, according to the emulator's clock.
  public func registerSessionKey(
    accessKeyId: String, secretAccessKey: String, sessionToken: String, expiration: Date
  ) {
    authority.register(
      accessKeyId: accessKeyId, secret: secretAccessKey, token: sessionToken, expiration: expiration, userName: nil)
  }

  /// How many requests the emulator has received since it was started, and how they ended.
  public var statistics: EmulatorStatistics {
    var statistics = recorder.snapshot
    statistics.credentialsIssued = authority.issuedCount
    return statistics
  }
}

extension Emulator: Service {
  /// Runs the emulator as a service of a service group: waits until the group shuts down gracefully or the task is
  /// cancelled, then stops the emulator.
  public func run() async {
    try? await gracefulShutdown()
    await stop()
  }
}
