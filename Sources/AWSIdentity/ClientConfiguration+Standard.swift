public import AWSCredentials
public import AWSRuntime
public import Logging

extension ClientConfiguration {
  /// A configuration from what the process finds around it: the shared credentials, and of environment, profile or
  /// instance the region, the endpoints, how often to try and how long to wait for a connection.
  ///
  /// - Parameters:
  ///   - region: The region, if the program knows it.
  ///   - profile: The profile whose settings apply; by default the one the environment chooses.
  ///   - credentials: The credentials to sign with; by default the process's own, or those of the profile if one is named.
  ///   - transport: What sends requests; by default the context's.
  ///   - context: Environment, files, transport and clock.
  ///   - logger: Where retries and rejections are reported.
  /// - Throws: `ServiceError` if no region can be found, or a setting cannot be used.
  public static func standard(
    region: String? = nil,
    profile: String? = nil,
    credentials: CredentialCache? = nil,
    transport: (any HTTPTransport)? = nil,
    in context: CredentialSourceContext = .process,
    logger: Logger = .current
  ) async throws(ServiceError) -> ClientConfiguration {
    let cache =
      credentials
      ?? (profile?.nilIfBlank == nil
        ? .shared
        : CredentialCache(
          source: CredentialChain.standard(profile: profile, in: context), clock: context.clock, random: context.random,
          logger: logger))
    var configuration = ClientConfiguration(
      credentials: cache, region: try await RegionResolver(profile: profile, context: context).region(region),
      transport: transport ?? context.transport, clock: context.clock, random: context.random, logger: logger)
    do throws(CredentialError) {
      try configuration.apply(SharedSettings(profile: profile, context: context))
    } catch {
      throw ServiceError(
        .invalidRequest, code: "Settings", message: error.message, operation: "configuration", cause: error)
    }
    return configuration
  }

  /// Applies what environment and profile set: endpoints, attempts, the time limit of connections.
  ///
  /// - Parameter settings: The settings.
  /// - Throws: `CredentialError` that names the setting that cannot be used.
  public mutating func apply(_ settings: SharedSettings) throws(CredentialError) {
    endpoints = EndpointSettings(variant: try settings.endpointVariant(), configured: settings)
    _ = try settings.retryMode()
    if let attempts = try settings.maxAttempts() { retry.maxAttempts = attempts }
    timeouts.connect = try settings.defaultsMode().connectTimeout
  }
}
