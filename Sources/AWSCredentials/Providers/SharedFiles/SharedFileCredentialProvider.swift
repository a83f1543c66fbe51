/// The credentials of a profile in the shared config and credentials files for which nothing but a file is needed, or a
/// program: static keys and `credential_process`.
///
/// The files are looked at for each fetch and read again when they changed, so keys that were rotated in the file are picked up. A profile that gets its
/// credentials another way (a role to assume, single sign-on …) is reported and not passed over: going on to the next
/// provider would sign requests as somebody else. `ProfileCredentialProvider` of the library `AWSIdentity` follows every kind.
public struct SharedFileCredentialProvider: CredentialProvider {
  /// `shared files`.
  public let name = "shared files"
  let profile: ActiveProfile
  let files: SharedConfigurationFiles
  let store: SharedConfigurationStore
  /// What a program is run with; `nil` if none may be run.
  private let context: CredentialProviderContext?

  /// Makes a provider that reads files and runs no program: a profile with `credential_process` is refused.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses, see ``ActiveProfile``.
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the files.
  ///   - platform: Whose rules for paths apply.
  public init(
    profile: String? = nil,
    environment: ProcessEnvironment = .current,
    fileSystem: any CredentialFileSystem = SystemFileSystem(),
    platform: SharedConfigurationFiles.Platform = .current
  ) {
    self.profile = ActiveProfile(profile, environment: environment)
    files = SharedConfigurationFiles(environment: environment, platform: platform)
    store = SharedConfigurationStore(fileSystem: fileSystem)
    context = nil
  }

  /// Makes a provider that also runs a `credential_process`; see ``ProcessCredentialProvider``.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; by default the one the environment chooses, see ``ActiveProfile``.
  ///   - context: Its environment, file system, process runner, clock and platform are used.
  public init(profile: String? = nil, context: CredentialProviderContext) {
    self.profile = ActiveProfile(profile, environment: context.environment)
    files = SharedConfigurationFiles(environment: context.environment, platform: context.platform)
    store = context.configurationStore
    self.context = context
  }

  /// Reads the profile.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if the profile says nothing about credentials, or is the default
  ///   one and does not exist; ``CredentialError/Code/invalidConfiguration`` if a file is broken, a profile that was
  ///   asked for does not exist, half of a key pair is missing, or the profile gets its credentials another way; the
  ///   errors of ``ProcessCredentialProvider/credentials()``.
  public func credentials() async throws(CredentialError) -> Credentials {
    let configuration: SharedConfiguration
    let chain: ProfileChain
    do {
      configuration = try store.configuration(files)
      chain = try ProfileChain(profile: profile, configuration: configuration)
    } catch {
      throw CredentialError(error.code, provider: name, message: error.message, cause: error.cause)
    }
    switch chain.base {
    case .staticKeys(let credentials) where chain.roles.isEmpty: return credentials
    case .process(let commandLine, let accountId) where chain.roles.isEmpty:
      guard let context else { fallthrough }
      return try await ProcessCredentialProvider(
        commandLine: commandLine, accountId: accountId, profile: profile.name, context: context
      ).credentials()
    default: throw refusal(chain, configuration.profile(profile.name))
    }
  }

  private func refusal(_ chain: ProfileChain, _ section: SharedConfiguration.Section?) -> CredentialError {
    let (keys, meaning) = Self.kind(of: chain)
    let found = keys.lazy.compactMap { key in section?.property(key).map { (key, $0) } }.first
    let place = found.map { key, property in ", by \(key) (\(property.file), line \(property.line))" } ?? ""
    return CredentialError(
      .invalidConfiguration, provider: name,
      message: "The \(profile) gets its credentials from \(meaning)\(place), which this provider does not support; use "
        + "ProfileCredentialProvider of the library AWSIdentity, or a profile with aws_access_key_id and aws_secret_access_key."
    )
  }

  /// The properties that may have made a chain what it is, the most telling first.
  private static func kind(of chain: ProfileChain) -> (keys: [String], meaning: String) {
    guard chain.roles.isEmpty else { return (["role_arn"], "a role to assume") }
    return switch chain.base {
    case .staticKeys: (["aws_access_key_id"], "static keys")
    case .named: (["credential_source"], "another provider")
    case .webIdentity: (["web_identity_token_file"], "a web identity")
    case .singleSignOn: (["sso_session", "sso_account_id", "sso_start_url"], "single sign-on")
    case .login: (["login_session"], "a console login")
    case .process: (["credential_process"], "an external process")
    }
  }
}
