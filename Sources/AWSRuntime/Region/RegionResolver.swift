public import AWSCredentials

/// Finds the region to work in: the program's own word, else `AWS_REGION`, else `AWS_DEFAULT_REGION`, else `region` of the
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
    fileSystem: any FileSystem = SystemFileSystem(),
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
  public init(profile: String? = nil, context: CredentialSourceContext) {
    self.profile = profile
    environment = context.environment
    store = context.configurationStore
    metadata = InstanceMetadataClient(context: context, profile: profile)
  }

  /// The region.
  ///
  /// - Parameter argument: The program's own word; blank counts as none.
  /// - Throws: ``ServiceError`` that lists where a region was looked for, or names the setting that is not a region.
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
      settings = Settings(
        environment: environment,
        profile: configuration.profile(ActiveProfile(profile, environment: environment).name))
    } catch {
      throw failure("the shared configuration files cannot be read", cause: error)
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
    guard region.isHostLabel else {
      throw failure("\(origin) is '\(region)', which is not the name of a region such as us-east-1", cause: nil)
    }
    return region.lowercased()
  }

  private func failure(_ message: String, cause: (any Error)?) -> ServiceError {
    ServiceError(.invalidRequest, code: "Region", message: message, operation: "region", cause: cause)
  }
}

extension String {
  /// Whether the string can stand as one part of a host name (RFC 1123, 2.1): 1 to 63 letters, digits and hyphens, with no
  /// hyphen at either end.
  package var isHostLabel: Bool {
    guard (1...63).contains(utf8.count), !hasPrefix("-"), !hasSuffix("-") else { return false }
    return utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
  }
}
