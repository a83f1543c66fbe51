public import AWSCredentials
public import AWSRuntime
public import Logging

extension ClientConfiguration {
  /// Makes a configuration from the settings that an AWS SDK would find. The credentials are those that the whole
  /// process shares. Environment, profile or instance metadata provide the region, the endpoints, the number of
  /// attempts, the time limit for connecting, the trusted certificate authorities (`AWS_CA_BUNDLE`, `ca_bundle`) and
  /// the proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`).
  ///
  /// - Parameters:
  ///   - region: The region; `nil` to take the region from environment, profile or instance metadata.
  ///   - profile: The profile whose settings apply; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - credentials: The credentials to sign with. By default the process's shared credentials; if a profile or a
  ///     context is given, a new cache over the default chain for that profile and context.
  ///   - transport: The transport that sends requests; by default the context's. Certificate authorities or a proxy
  ///     that the program has specified for the transport take precedence over the settings; see
  ///     `AsyncHTTPClientTransport`.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - context: The environment, files, transport and clock to use; by default those of this process.
  ///   - logger: Logs retries and refused credentials.
  /// - Throws: `ServiceError` if there is no region, or if a setting is not valid; `CancellationError` if the task is
  ///   cancelled.
  public static func standard(
    region: String? = nil,
    profile: String? = nil,
    credentials: CredentialCache? = nil,
    environment: [String: String]? = nil,
    transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil,
    logger: Logger = .current
  ) async throws -> ClientConfiguration {
    try await standard(
      region: region, profile: profile, credentials: credentials.map { .cache($0) } ?? .default,
      environment: environment, transport: transport, in: context, logger: logger)
  }

  /// Makes a configuration from the settings that an AWS SDK would find, with credentials from one source. The other
  /// settings are found as ``standard(region:profile:credentials:environment:transport:in:logger:)`` finds them.
  ///
  /// ```swift
  /// let configuration = try await ClientConfiguration.standard(credentials: .profile("dev"))
  /// ```
  ///
  /// - Parameters:
  ///   - region: The region; `nil` to take the region from environment, profile or instance metadata.
  ///   - profile: The profile whose settings apply; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - credentials: The source of the credentials. If it names a profile of its own, that profile only provides the
  ///     credentials.
  ///   - transport: The transport that sends requests; by default the context's.
  ///   - environment: The environment variables to read in place of those of the process, such as those of an emulator;
  ///     `nil` for those of `context`.
  ///   - context: The environment, files, transport and clock to use; by default those of this process.
  ///   - logger: Logs retries and refused credentials.
  /// - Throws: `ServiceError` if there is no region, or if a setting is not valid; `CancellationError` if the task is
  ///   cancelled.
  public static func standard(
    region: String? = nil, profile: String? = nil, credentials: CredentialSource,
    environment: [String: String]? = nil, transport: (any HTTPTransport)? = nil,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) async throws -> ClientConfiguration {
    let isProcess = context == nil && environment == nil
    var context = context ?? .process
    if let environment { context.environment = ProcessEnvironment(environment) }
    context = context.using(profile: profile)
    do throws(CredentialError) {
      // Before all else: a profile that is misspelt is the trouble, not the region that it would have set.
      try context.requireProfile()
    } catch {
      throw ServiceError(.invalidRequest, code: "Settings", message: error.message, operation: "configuration")
    }
    // The process's own surroundings, unless the program names a profile: then its cache is shared by all clients.
    let place = isProcess && context.profile.origin != .argument ? nil : context
    let cache = credentials.cache(in: place, logger: logger)
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

  /// Replaces values of this configuration by the settings of environment and profile: the endpoints, the number of
  /// attempts, the time limit for connecting, the certificate authorities and the proxies. An `applicationId` that is
  /// already set is kept.
  ///
  /// - Parameters:
  ///   - settings: The settings of environment and profile.
  ///   - fileSystem: The file system from which the file of certificate authorities is read.
  /// - Throws: `CredentialError` if a setting is not valid. The message names the setting.
  public mutating func apply(
    _ settings: SharedSettings, fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) throws(CredentialError) {
    endpoints = EndpointSettings(variant: try settings.endpointVariant(), configured: settings)
    _ = try settings.retryMode()
    if let attempts = try settings.maxAttempts() { retry.maxAttempts = attempts }
    timeouts.connect = try settings.defaultsMode().connectTimeout
    applicationId = applicationId ?? settings.applicationId
    executionEnvironment = settings.executionEnvironment
    if let transport = transport as? any ConfigurableTransport {
      self.transport = try transport.configured(try settings.connections(fileSystem: fileSystem))
    }
  }
}

extension ClientConfiguration {
  /// Makes a configuration with credentials from one source.
  ///
  /// ```swift
  /// let configuration = ClientConfiguration(credentials: .profile("dev"), region: "eu-west-1")
  /// ```
  ///
  /// Of environment and profile, only the settings for credentials are used. To use their other settings as well, call
  /// ``standard(region:profile:credentials:environment:transport:in:logger:)``.
  ///
  /// - Parameters:
  ///   - credentials: The source of the credentials.
  ///   - region: The region to sign for.
  ///   - transport: The transport that sends requests to the service.
  ///   - context: The environment, files, network and clock that the credentials are fetched with; by default those of
  ///     this process.
  ///   - logger: Logs retries and refused credentials.
  public init(
    credentials: CredentialSource, region: String, transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    in context: CredentialProviderContext? = nil, logger: Logger = .current
  ) {
    let clock = context?.clock ?? SystemWallClock()
    self.init(
      credentials: credentials.cache(in: context, logger: logger), region: region, transport: transport, clock: clock,
      logger: logger)
  }
}
