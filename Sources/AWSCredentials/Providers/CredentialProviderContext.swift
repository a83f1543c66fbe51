import AWSCore
public import Logging

/// The environment, files, network, clock and programs that credential providers use.
///
/// Each part can be replaced, so that a test can use any chain of providers without the real ones.
public struct CredentialProviderContext: Sendable {
  /// The environment variables that providers read their settings from.
  public var environment: ProcessEnvironment {
    didSet { profile = ActiveProfile(chosenProfile, environment: environment) }
  }
  /// The profile in use, and what chose it: the program, an environment variable or the default. It is determined when
  /// the context is made and again when ``environment`` is set. Everything that uses the context uses this profile.
  public private(set) var profile: ActiveProfile
  /// The profile that the program names.
  private var chosenProfile: String?
  /// The file system in which providers read configuration and token files and write cached tokens.
  public var fileSystem: any CredentialFileSystem {
    didSet { configurationStore = SharedConfigurationStore(fileSystem: fileSystem, logger: logger) }
  }
  /// The HTTP transport that sends the providers' requests to AWS services, such as AWS STS.
  public var transport: any HTTPTransport
  /// The HTTP transport that sends requests to the metadata services of EC2 instances and containers. It must not use a
  /// proxy.
  public var metadataTransport: any HTTPTransport
  /// The object that runs the program of a `credential_process`. With `nil`, the provider that needs it, which is in
  /// the library `AWSIdentity`, uses `SystemProcessRunner` of that library.
  public var processRunner: (any ProcessRunner)?
  /// The clock that expirations are compared with, and that measures time limits and pauses.
  public var clock: any WallClock
  /// Returns a random number from 0 up to, but not including, 1. Providers use it to choose the lengths of pauses.
  public var random: @Sendable () -> Double
  /// Asks the user for the code of an MFA device; `nil` if there is no user to ask.
  public var tokenCode: TokenCodeProvider?
  /// The operating system whose rules for file paths apply.
  public var platform: SharedConfigurationFiles.Platform
  /// The logger of the providers. They never log secrets.
  public var logger: Logger
  /// Hosts other than this machine to which the program allows tokens to be sent over plain `http`. They are written in
  /// lower case and without a port. Empty by default.
  ///
  /// The tokens of console logins, of OpenID Connect and of SAML work for anybody who reads them. They are therefore
  /// sent only over `https` or to a loopback address, whatever environment variables and files say. Only the program
  /// can add hosts here; no variable and no profile property does.
  public var plainHTTPTokenHosts: Set<String> = []
  /// How long a refused refresh of a login waits for the token of another process that may have been faster.
  package var tokenFileWait: Duration = .seconds(4)
  /// The time limit for each step of a profile whose result is cached separately, such as assuming a role. It is also
  /// the time limit of a `credential_process` if it is more than 60 s; otherwise that limit is 60 s. The default is
  /// that of ``RefreshPolicy/providerTimeout``, 22 s. Set it to minutes if a person has to act, for example to enter
  /// the code of an MFA device.
  public var providerTimeout: Duration = RefreshPolicy().providerTimeout
  /// What the shared files say, kept until they change. Copies of a context share it.
  package var configurationStore: SharedConfigurationStore

  /// A function that asks the user for the current code of an MFA device.
  ///
  /// The argument is the device's serial number or ARN. The function is called once for each fetch that needs a code,
  /// so each refresh calls it again. Each code is used once. Throw an error if the user gives no code.
  public typealias TokenCodeProvider = @Sendable (_ serialNumber: String) async throws -> String

  /// Makes a context for credential providers.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile in use; by default the one that the environment chooses, see
  ///     ``ActiveProfile``.
  ///   - environment: The environment variables; by default those of this process.
  ///   - fileSystem: Reads configuration and token files, and writes token caches.
  ///   - transport: Sends requests to AWS services.
  ///   - metadataTransport: Sends requests to the metadata services; by default, `transport` does.
  ///   - processRunner: Runs the program of a `credential_process`; by default `SystemProcessRunner` of the library
  ///     `AWSIdentity`.
  ///   - clock: The clock that expirations are compared with, and that measures time limits and pauses.
  ///   - random: Returns a random number from 0 up to, but not including, 1.
  ///   - tokenCode: Asks the user for the code of an MFA device; `nil` if there is no user to ask.
  ///   - platform: The operating system whose rules for file paths apply.
  ///   - logger: The logger of the providers.
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

  /// The merged content of the shared config and credentials files. The files are read again only when they have
  /// changed.
  ///
  /// - Throws: ``CredentialError`` if a file cannot be used.
  public func sharedConfiguration() throws(CredentialError) -> SharedConfiguration {
    try configurationStore.configuration(environment: environment, platform: platform)
  }
}
