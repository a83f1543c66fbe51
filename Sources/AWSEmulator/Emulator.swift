#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
import Logging
import NIOConcurrencyHelpers
public import ServiceLifecycle

/// Loopback servers that emulate the parts of AWS that Evergreen uses.
///
/// One credential authority issues the role credentials of the instance metadata and container endpoints and those of
/// STS. S3, Elasticsearch and STS verify the signature and the session token of every request, with code that the
/// clients do not share, and respond as AWS does. Credentials expire and rotate in seconds if need be, and faults
/// are injected on demand.
///
/// ```swift
/// try await Emulator.withEmulator(EmulatorConfiguration(credentialLifetime: .seconds(5))) { emulator in
///   let context = CredentialProviderContext(
///     environment: ProcessEnvironment(emulator.environment), transport: AsyncHTTPClientTransport.shared)
///   let s3 = try await S3Client(in: context)
/// }
/// ```
///
/// It is made for tests and examples: all data is in memory, nothing is encrypted, and everyone on the machine can get
/// credentials from it, which no other service accepts.
public final class Emulator: Sendable {
  /// The settings the emulator was started with.
  public let configuration: EmulatorConfiguration
  /// The faults that the emulator injects. Add rules to make requests fail.
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

  /// Starts the servers, each on a free port of a loopback address, unless
  /// ``EmulatorConfiguration/exposure`` allows another.
  ///
  /// - Parameter configuration: The settings.
  /// - Returns: The emulator, once all servers listen. Stop it with ``stop()``.
  /// - Throws: ``EmulatorError`` if a setting is out of range or a server cannot listen; `CancellationError` if the task is
  ///   cancelled meanwhile.
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
          host: listening.address, responder: responder, logger: configuration.logger)
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

  /// Stops the servers. Requests in flight get ``EmulatorConfiguration/shutdownGrace`` to finish, then every
  /// connection is closed. Stopping twice does nothing more.
  public func stop() async {
    await withTaskGroup(of: Void.self) { group in
      for server in servers.values {
        group.addTask { [grace = configuration.shutdownGrace] in await server.stop(grace: grace) }
      }
    }
  }

  /// Starts an emulator, hands it to a closure and stops it, however the closure ends.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - body: What to do with the emulator.
  /// - Returns: What the closure returns.
  /// - Throws: ``EmulatorError`` if it cannot start, or what the closure throws.
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
  /// The URL of the instance metadata service, for `AWS_EC2_METADATA_SERVICE_ENDPOINT`. This URL and those of the other
  /// services are empty if the service was not started.
  public var instanceMetadataEndpoint: String { endpoint(.instanceMetadata) }
  /// The URL that serves container credentials, for `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
  public var containerCredentialsURI: String {
    let endpoint = endpoint(.containerCredentials)
    return endpoint.isEmpty ? "" : endpoint + EmulatedContainerCredentials.path
  }
  /// The URL of the emulated STS.
  public var stsEndpoint: String { endpoint(.sts) }
  /// The URL of the access portal of IAM Identity Center, for `AWS_ENDPOINT_URL_SSO`.
  public var ssoPortalEndpoint: String { endpoint(.ssoPortal) }
  /// The URL of the token service of IAM Identity Center, for `AWS_ENDPOINT_URL_SSO_OIDC`.
  public var ssoOIDCEndpoint: String { endpoint(.ssoOIDC) }
  /// The URL of the emulated AWS Sign-In, for `AWS_ENDPOINT_URL_SIGNIN`.
  public var signInEndpoint: String { endpoint(.signIn) }
  /// The URL of the emulated S3, for path-style requests; `http://BUCKET.localhost:PORT` works as well.
  public var s3Endpoint: String { endpoint(.s3) }
  /// The URL of the emulated Elasticsearch.
  public var elasticEndpoint: String { endpoint(.elastic) }

  private func endpoint(_ service: EmulatorService) -> String {
    guard let server = servers[service] else { return "" }
    return "http://\(listening.host):\(server.port)"
  }

  /// The token that the container endpoint requires in the `Authorization` header, for `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
  /// If it is changed, the old token is refused from then on. If it is empty, no header is required.
  public var containerAuthorizationToken: String {
    get { containerToken.withLockedValue { $0 } }
    set { containerToken.withLockedValue { $0 = newValue } }
  }

  /// The lifetime of the credentials that the metadata endpoints issue from now on.
  public var credentialLifetime: Duration {
    get { authority.lifetime }
    set { authority.lifetime = max(newValue, .milliseconds(1)) }
  }

  /// How far the emulator's clock is ahead of ``EmulatorConfiguration/now``. It applies to the `Date`
  /// of responses, to expirations and to the age of signatures.
  public var clockOffset: Duration {
    get { clock.offset }
    set { clock.offset = newValue }
  }

  /// Issues a new set of role credentials, which the metadata endpoints return from now on. Old sets stay valid until
  /// they expire.
  @discardableResult
  public func rotateCredentials() -> EmulatedIssuedCredentials { authority.rotate() }

  /// The set of role credentials that a metadata endpoint would return now.
  public func fetchCredentials() -> EmulatedIssuedCredentials { authority.fetchRoleCredentials() }

  /// Refuses all temporary credentials from now on, except the newest of the instance's role and the newest of each role
  /// that was assumed through STS.
  ///
  /// - Parameter revocation: With which error they are refused.
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

  /// Registers temporary credentials that the emulator did not issue, for requests that were signed beforehand.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id. A key with the same id is replaced.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The token that every request has to carry and sign.
  ///   - expiration: When the credentials expire, on the emulator's clock.
  public func registerSessionKey(
    accessKeyId: String, secretAccessKey: String, sessionToken: String, expiration: Date
  ) {
    authority.register(
      accessKeyId: accessKeyId, secret: secretAccessKey, token: sessionToken, expiration: expiration, userName: nil)
  }

  /// How many requests the emulator has received so far, and how they ended.
  public var statistics: EmulatorStatistics {
    var statistics = recorder.snapshot
    statistics.credentialsIssued = authority.issuedCount
    return statistics
  }
}

extension Emulator: Service {
  /// Waits until the service group shuts down gracefully or the task is cancelled, then stops the emulator.
  public func run() async {
    try? await gracefulShutdown()
    await stop()
  }
}
