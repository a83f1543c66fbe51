public import AWSCredentials
import AWSRuntime

extension CredentialProviderContext {
  /// The context of this process: its environment, files, network and clock.
  ///
  /// All users of the context share what was read from the config and credentials files, and a warning about a file is
  /// logged once.
  public static var process: CredentialProviderContext {
    var context = CredentialProviderContext(transport: AsyncHTTPClientTransport.shared)
    context.configurationStore = processStore
    return context
  }

  private static let processStore = SharedConfigurationStore(fileSystem: SystemFileSystem())
}

extension CredentialChain {
  /// The default chain of an AWS SDK: environment, profile, web identity, container, instance metadata. The first of
  /// these that is configured provides the credentials.
  ///
  /// If the program names a profile, that profile comes before the environment.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - context: Environment, files, network and clock; by default the process's.
  public static func standard(
    profile: String? = nil, in context: CredentialProviderContext = .process
  ) -> CredentialChain {
    let context = context.using(profile: profile)
    let variables = EnvironmentCredentialProvider(environment: context.environment)
    let files = ProfileCredentialProvider(context: context)
    let first: [any CredentialProvider] =
      context.profile.origin == .argument ? [files, variables] : [variables, files]
    return CredentialChain(
      first + [
        WebIdentityCredentialProvider(context: context),
        ContainerCredentialProvider(context: context),
        InstanceMetadataCredentialProvider(context: context),
      ], logger: context.logger)
  }
}

extension CredentialCache {
  /// The credentials of this process: one cache over the default chain, used by every client that is given no other
  /// credentials. All these clients together cause only one refresh.
  public static let shared = CredentialCache(provider: CredentialChain.standard())
}

extension ContainerCredentialProvider {
  /// Makes a provider with the environment, files, network and clock of this process.
  public init() { self.init(context: .process) }
}

extension InstanceMetadataCredentialProvider {
  /// Makes a provider with the environment, files, network and clock of this process.
  public init() { self.init(context: .process) }
}
