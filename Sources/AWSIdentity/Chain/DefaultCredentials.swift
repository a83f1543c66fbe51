public import AWSCredentials
public import AWSRuntime
public import Logging

extension CredentialProviderContext {
  /// The surroundings of this process: its environment, files, network and clock.
  ///
  /// What the shared files say is read once for all of them, and a warning about a file is logged once.
  public static var process: CredentialProviderContext {
    var context = CredentialProviderContext(transport: AsyncHTTPClientTransport.shared)
    context.configurationStore = processStore
    return context
  }

  private static let processStore = SharedConfigurationStore(fileSystem: SystemFileSystem())
}

extension CredentialChain {
  /// The providers an AWS SDK asks when it is told nothing: environment, profile, web identity, container, instance metadata.
  ///
  /// A profile that the program names comes before the environment: what is said in code is meant.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - context: Everything outside the program that the providers look at or act through.
  public static func standard(
    profile: String? = nil, in context: CredentialProviderContext = .process
  ) -> CredentialChain {
    let variables = EnvironmentCredentialProvider(environment: context.environment)
    let files = ProfileCredentialProvider(profile: profile, context: context)
    let first: [any CredentialProvider] = profile?.nilIfBlank == nil ? [variables, files] : [files, variables]
    return CredentialChain(
      first + [
        WebIdentityCredentialProvider(profile: profile, context: context),
        ContainerCredentialProvider(context: context, profile: profile),
        InstanceMetadataCredentialProvider(context: context, profile: profile),
      ], logger: context.logger)
  }

  /// The same chain, with the parts of its surroundings one by one.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads configuration and token files, and writes token caches.
  ///   - transport: Reaches AWS's services and the metadata services.
  ///   - processRunner: Runs a `credential_process`.
  ///   - clock: The time.
  ///   - tokenCode: Asks for the code of an MFA device.
  ///   - logger: Gets a debug message for each provider passed over.
  public static func standard(
    profile: String? = nil,
    environment: ProcessEnvironment,
    fileSystem: any CredentialFileSystem = SystemFileSystem(),
    transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    processRunner: any ProcessRunner = SystemProcessRunner(),
    clock: any WallClock = SystemWallClock(),
    tokenCode: CredentialProviderContext.TokenCodeProvider? = nil,
    logger: Logger = .current
  ) -> CredentialChain {
    standard(
      profile: profile,
      in: CredentialProviderContext(
        environment: environment, fileSystem: fileSystem, transport: transport, processRunner: processRunner,
        clock: clock, tokenCode: tokenCode, logger: logger))
  }
}

extension CredentialCache {
  /// The process's own credentials: one cache over the standard chain, shared by every client that is given no other.
  ///
  /// However many clients there are, there is one refresh.
  public static let shared = CredentialCache(provider: CredentialChain.standard())
}
