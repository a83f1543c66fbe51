public import AWSCredentials

/// Finds the region to work in: the program's argument, else `AWS_REGION`, else `AWS_DEFAULT_REGION`, else `region` of the
/// active profile, else the region that the instance metadata service says the instance is in.
///
/// Environment before profile before metadata is the order of the AWS SDKs and Tools reference guide, "AWS Region".
public struct RegionResolver: Sendable {
  private let profile: String?
  private let environment: ProcessEnvironment
  private let store: SharedConfigurationStore
  private let metadata: InstanceMetadataClient

  /// Makes a resolver.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the shared configuration files.
  ///   - metadata: Reads the instance metadata service; by default over the shared transport.
  public init(
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any CredentialFileSystem = SystemFileSystem(),
    metadata: InstanceMetadataClient? = nil
  ) {
    self.profile = profile
    self.environment = environment
    store = SharedConfigurationStore(fileSystem: fileSystem)
    self.metadata =
      metadata
      ?? InstanceMetadataClient(
        transport: AsyncHTTPClientTransport.shared, profile: profile, environment: environment, fileSystem: fileSystem)
  }

  /// Makes a resolver that works through a context.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses.
  ///   - context: Environment, files and the way to the instance metadata service.
  public init(profile: String? = nil, context: CredentialProviderContext) {
    self.profile = profile
    environment = context.environment
    store = context.configurationStore
    metadata = InstanceMetadataClient(context: context, profile: profile)
  }

  /// The region.
  ///
  /// - Parameter argument: The program's argument; blank counts as none.
  /// - Throws: ``ServiceError`` that lists where a region was looked for, or names the setting that is not a region, the
  ///   profile that does not exist, the file that cannot be read.
  public func region(_ argument: String? = nil) async throws(ServiceError) -> String {
    if let region = argument?.nilIfBlank { return try validated(region, origin: "the region given by the program") }
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let region = environment[variable] { return try validated(region, origin: variable) }
    }
    let settings: Settings
    let unreadable: [SharedConfiguration.InspectedFile]
    do throws(CredentialError) {
      let configuration = try store.configuration(environment: environment)
      unreadable = configuration.unreadableFiles
      let active = ActiveProfile(profile, environment: environment)
      try configuration.require(active)
      settings = Settings(environment: environment, profile: configuration.profile(active.name))
    } catch {
      throw failure(error.message, cause: nil)
    }
    if let value = settings.value(variable: nil, key: "region") {
      return try validated(value.text, origin: value.origin)
    }
    do throws(CredentialError) {
      return try await metadata.region()
    } catch {
      let name = ActiveProfile(profile, environment: environment).description
      let note = unreadable.map { "; \($0)" }.joined()
      throw failure(
        """
        no region is set: neither AWS_REGION nor AWS_DEFAULT_REGION, no `region` in \(name), and the instance metadata \
        service gave none\(note); pass a region or set AWS_REGION
        """, cause: error)
    }
  }

  // A region becomes part of a host name: anything but letters, digits and hyphens would send requests elsewhere. It is
  // part of signatures too, where capitals would be another region.
  private func validated(_ region: String, origin: String) throws(ServiceError) -> String {
    guard let label = HostLabel(region) else {
      throw failure(
        "\(origin) is '\(region.printable(limit: 80))', which is not the name of a region such as us-east-1", cause: nil
      )
    }
    return label.text
  }

  private func failure(_ message: String, cause: (any Error)?) -> ServiceError {
    ServiceError(.invalidRequest, code: "Region", message: message, operation: "region", cause: cause)
  }
}
