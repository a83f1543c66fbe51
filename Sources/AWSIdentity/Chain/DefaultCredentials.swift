public import AWSCredentials
import AWSRuntime

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
  /// The providers that an AWS SDK asks by default: environment, profile, web identity, container, instance metadata.
  ///
  /// A profile that the program names comes before the environment: what is said in code is meant.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - context: Everything outside the program that the providers look at or act through.
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
  /// The process's own credentials: one cache over the standard chain, shared by every client that is given no other.
  ///
  /// However many clients there are, there is one refresh.
  public static let shared = CredentialCache(provider: CredentialChain.standard())
}

extension ContainerCredentialProvider {
  /// Makes a provider for this process: its environment, files, network and clock.
  public init() { self.init(context: .process) }
}

extension InstanceMetadataCredentialProvider {
  /// Makes a provider for this process: its environment, files, network and clock.
  public init() { self.init(context: .process) }
}
