import AWSCore
public import Logging

/// Everything outside the program that credential providers look at or act through.
///
/// Each part can be replaced, so that a test builds any chain without touching the real environment, files, network, clock
/// or programs.
public struct CredentialProviderContext: Sendable {
  /// The environment variables.
  public var environment: ProcessEnvironment {
    didSet { profile = ActiveProfile(chosenProfile, environment: environment) }
  }
  /// The profile in use, and who chose it: the program, the environment, or nobody. It is worked out once and passed on
  /// with the context, so that every part of a call goes by the same profile.
  public private(set) var profile: ActiveProfile
  /// The profile that the program names.
  private var chosenProfile: String?
  /// Reads configuration and token files, and writes token caches.
  public var fileSystem: any CredentialFileSystem {
    didSet { configurationStore = SharedConfigurationStore(fileSystem: fileSystem, logger: logger) }
  }
  /// Sends requests to AWS's services.
  public var transport: any HTTPTransport
  /// Sends requests to the metadata services of instance and container, which must never go through a proxy.
  public var metadataTransport: any HTTPTransport
  /// Runs a `credential_process`; `nil` for `SystemProcessRunner` of the library `AWSIdentity`, which has the provider that
  /// runs programs.
  public var processRunner: (any ProcessRunner)?
  /// The time.
  public var clock: any WallClock
  /// Draws a number from 0 up to 1.
  public var random: @Sendable () -> Double
  /// Asks the user for the code of an MFA device; `nil` if there is no user to ask.
  public var tokenCode: TokenCodeProvider?
  /// Whose rules for paths apply.
  public var platform: SharedConfigurationFiles.Platform
  /// Where providers report what they pass over, never with anything secret.
  public var logger: Logger
  /// Hosts to which tokens may be sent over plain `http` though they are not this machine: by default none.
  ///
  /// The tokens of logins, of OpenID Connect and of SAML can be used by anybody who reads them, so they go over `https`
  /// or to a loopback address only, whatever a variable or a file says. Host names in lower case, without a port. No
  /// setting fills this.
  public var plainHTTPTokenHosts: Set<String> = []
  /// How long a refused refresh of a login waits for the token of another process that may have been faster.
  package var tokenFileWait: Duration = .seconds(4)
  /// How long a step of a profile may take that is kept in a cache of its own, and how long a `credential_process` may run if
  /// that is more than 60 s. The default is that of ``RefreshPolicy/providerTimeout``, 22 s; where a person is asked, for
  /// example for the code of an MFA device, it should be minutes.
  public var providerTimeout: Duration = RefreshPolicy().providerTimeout
  /// What the shared files say, kept until they change. Copies of a context share it.
  package var configurationStore: SharedConfigurationStore

  /// Asks for the current code of an MFA device.
  ///
  /// The argument is the device's serial number or ARN. It is called for each fetch, so a refresh asks again; throw to
  /// refuse. The code is used once.
  public typealias TokenCodeProvider = @Sendable (_ serialNumber: String) async throws -> String

  /// Makes a context.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile in use; by default the one the environment chooses, see ``ActiveProfile``.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads configuration and token files, and writes token caches.
  ///   - transport: Sends requests to AWS's services.
  ///   - metadataTransport: Sends requests to the metadata services; by default, `transport` does.
  ///   - processRunner: Runs a `credential_process`; by default `SystemProcessRunner` of the library `AWSIdentity`.
  ///   - clock: The time.
  ///   - random: Draws a number from 0 up to 1.
  ///   - tokenCode: Asks the user for the code of an MFA device.
  ///   - platform: Whose rules for paths apply.
  ///   - logger: Where providers report what they pass over.
  public init(
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any CredentialFileSystem = SystemFileSystem(),
    transport: any HTTPTransport,
    metadataTransport: (any HTTPTransport)? = nil,
    processRunner: (any ProcessRunner)? = nil,
    clock: any WallClock = SystemWallClock(),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    tokenCode: TokenCodeProvider? = nil,
    platform: SharedConfigurationFiles.Platform = .current,
    logger: Logger = .current
  ) {
    self.environment = environment
    chosenProfile = profile
    self.profile = ActiveProfile(profile, environment: environment)
    self.fileSystem = fileSystem
    self.transport = transport
    self.metadataTransport = metadataTransport ?? transport
    self.processRunner = processRunner
    self.clock = clock
    self.random = random
    self.tokenCode = tokenCode
    self.platform = platform
    self.logger = logger
    configurationStore = SharedConfigurationStore(fileSystem: fileSystem, logger: logger)
  }

  /// The same context with another profile in use.
  ///
  /// - Parameter profile: The name of the profile; if it is `nil` or blank, the context stays as it is.
  public func using(profile: String?) -> CredentialProviderContext {
    guard let name = profile?.nilIfBlank else { return self }
    var context = self
    context.chosenProfile = name
    context.profile = ActiveProfile(name, environment: environment)
    return context
  }

  /// What the shared config and credentials files say now; they are read again only when they change.
  ///
  /// - Throws: ``CredentialError`` if a file cannot be used.
  public func sharedConfiguration() throws(CredentialError) -> SharedConfiguration {
    try configurationStore.configuration(environment: environment, platform: platform)
  }
}
