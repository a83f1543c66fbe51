public import AWSCredentials
public import AWSRuntime
public import Logging

extension CredentialChain {
  /// The sources an AWS SDK asks when it is told nothing: environment, profile, container, instance metadata.
  ///
  /// A profile that the program names comes before the environment: what is said in code is meant.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the shared configuration files and the container's token.
  ///   - transport: Reaches the container and instance metadata services.
  ///   - clock: The time.
  ///   - logger: Gets a debug message for each source passed over.
  public static func standard(
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any FileSystem = SystemFileSystem(),
    transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    clock: any WallClock = SystemWallClock(),
    logger: Logger = .current
  ) -> CredentialChain {
    let variables = EnvironmentSource(environment: environment)
    let files = SharedFileSource(profile: profile, environment: environment, fileSystem: fileSystem)
    let container = ContainerSource(
      transport: transport, environment: environment, fileSystem: fileSystem, clock: clock, logger: logger)
    let metadata = InstanceMetadataSource(
      transport: transport, profile: profile, environment: environment, fileSystem: fileSystem, clock: clock,
      logger: logger)
    let first: [any CredentialSource] = profile?.nilIfBlank == nil ? [variables, files] : [files, variables]
    return CredentialChain(first + [container, metadata], logger: logger)
  }
}

extension CredentialCache {
  /// The process's own credentials: one cache over the standard chain, shared by every client that is given no other.
  ///
  /// However many clients there are, there is one refresh.
  public static let shared = CredentialCache(source: CredentialChain.standard())
}

extension ClientConfiguration {
  /// A configuration from what the process finds around it: the shared credentials, and the region of environment,
  /// profile or instance.
  ///
  /// - Parameters:
  ///   - region: The region, if the program knows it.
  ///   - credentials: The credentials to sign with.
  ///   - transport: What sends requests.
  ///   - logger: Where retries and rejections are reported.
  /// - Throws: `ServiceError` if no region can be found.
  public static func standard(
    region: String? = nil,
    credentials: CredentialCache = .shared,
    transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    logger: Logger = .current
  ) async throws(ServiceError) -> ClientConfiguration {
    ClientConfiguration(
      credentials: credentials, region: try await RegionResolver().region(region), transport: transport, logger: logger)
  }
}
