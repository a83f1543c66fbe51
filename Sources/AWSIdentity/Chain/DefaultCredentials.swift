public import AWSCredentials
import AWSRuntime

extension CredentialProviderContext {
  /// The context of this process: its environment, files, network and clock.
  ///
  /// All code that uses this context shares what was read from the config and credentials files. A warning about a file
  /// is logged only once.
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
  /// If the program names a profile, that profile is tried before the environment.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - context: The environment, files, network and clock to use; by default those of this process.
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
  /// The cache that every client uses which is given no other credentials. It holds the credentials of the default
  /// chain in this process, so that they are fetched once for all these clients.
  public static let shared = CredentialCache(provider: CredentialChain.standard())
}

extension ContainerCredentialProvider {
  /// Makes a provider of the credentials of an ECS task or EKS pod, with the environment, files, network and clock of
  /// this process.
  public init() { self.init(context: .process) }
}

extension InstanceMetadataCredentialProvider {
  /// Makes a provider of the credentials of an EC2 instance's role, with the environment, files, network and clock of
  /// this process.
  public init() { self.init(context: .process) }
}
