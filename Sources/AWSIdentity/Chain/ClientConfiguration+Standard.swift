public import AWSCredentials
public import AWSRuntime
public import Logging

extension ClientConfiguration {
  /// A configuration from what the process finds around it: the shared credentials, and of environment, profile or
  /// instance the region, the endpoints, how often to try, how long to wait for a connection, which certificate
  /// authorities to trust (`AWS_CA_BUNDLE`, `ca_bundle`) and which proxies to go through (`HTTPS_PROXY`, `HTTP_PROXY`,
  /// `NO_PROXY`).
  ///
  /// - Parameters:
  ///   - region: The region, if the program knows it.
  ///   - profile: The profile whose settings apply; by default the one the environment chooses.
  ///   - credentials: The credentials to sign with; by default the process's own, or, if a profile or a context is given, a
  ///     cache over the default chain for these.
  ///   - transport: What sends requests; by default the context's. What it has been told itself about authorities and proxies
  ///     comes before the settings; see `AsyncHTTPClientTransport`.
  ///   - context: Environment, files, transport and clock; by default the process's.
  ///   - logger: Where retries and rejections are reported.
  /// - Throws: `ServiceError` if no region can be found, or a setting cannot be used; `CancellationError` if the task is cancelled.
  public static func standard(
    region: String? = nil,
    profile: String? = nil,
    credentials: CredentialCache? = nil,
    transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil,
    logger: Logger = .current
  ) async throws -> ClientConfiguration {
    let isProcess = context == nil
    let context = (context ?? .process).using(profile: profile)
    do throws(CredentialError) {
      // Before all else: a profile that is misspelt is the trouble, not the region that it would have set.
      try context.requireProfile()
    } catch {
      throw ServiceError(.invalidRequest, code: "Settings", message: error.message, operation: "configuration")
    }
    let cache =
      credentials
      ?? (isProcess && context.profile.origin != .argument
        ? .shared
        : CredentialCache(
          provider: CredentialChain.standard(in: context),
          policy: RefreshPolicy(providerTimeout: context.providerTimeout), clock: context.clock, random: context.random,
          logger: logger))
    var configuration = ClientConfiguration(
      credentials: cache, region: try await RegionResolver(context: context).region(region),
      transport: transport ?? context.transport, clock: context.clock, random: context.random, logger: logger)
    configuration.plainHTTPTokenHosts = context.plainHTTPTokenHosts
    do throws(CredentialError) {
      try configuration.apply(SharedSettings(context: context), fileSystem: context.fileSystem)
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Settings", message: error.message, operation: "configuration", cause: error)
    }
    return configuration
  }

  /// Applies what environment and profile set: endpoints, attempts, the time limit of connections, certificate authorities,
  /// proxies.
  ///
  /// - Parameters:
  ///   - settings: The settings.
  ///   - fileSystem: Reads the file of certificate authorities.
  /// - Throws: `CredentialError` that names the setting that cannot be used.
  public mutating func apply(
    _ settings: SharedSettings, fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) throws(CredentialError) {
    endpoints = EndpointSettings(variant: try settings.endpointVariant(), configured: settings)
    _ = try settings.retryMode()
    if let attempts = try settings.maxAttempts() { retry.maxAttempts = attempts }
    timeouts.connect = try settings.defaultsMode().connectTimeout
    if let transport = transport as? any ConfigurableTransport {
      self.transport = try transport.configured(try settings.connections(fileSystem: fileSystem))
    }
  }
}
