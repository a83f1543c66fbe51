import AWSCore
public import AWSCredentials
import AWSRuntime

/// Provides the credentials of a profile in the shared config and credentials files. The profile may contain static
/// keys or name a role, a web identity token, IAM Identity Center, a console login or a program.
///
/// The files are checked for changes each time credentials are fetched, so static keys that have changed there are
/// used. If the profile needs several steps, such as a chain of roles, the credentials of each step are cached, and
/// refreshed when they expire. When the files change, these caches are discarded.
public final class ProfileCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `profile`, followed by the profile's name.
  public let name: String
  let context: CredentialProviderContext
  private let assembled = Locked<Assembly?>(nil)

  private struct Assembly {
    let chain: ProfileChain
    let access: STSAccess?
    let outermost: any CredentialProvider
  }

  /// Makes a provider of the credentials of a profile.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile; `nil` for the one that the environment selects (`AWS_PROFILE`, else
  ///     `default`).
  ///   - context: The environment, files, transport, process runner, clock, and the function that asks for MFA codes;
  ///     by default those of this process.
  public init(profile: String? = nil, context: CredentialProviderContext = .process) {
    self.context = context.using(profile: profile)
    name = "profile '\(self.context.profile.name.oneLine(limit: 100))'"
  }

  /// Whether expired credentials may be used while no new ones can be fetched. It is the policy of the provider that
  /// the profile leads to, for example the one that assumes its role; ``StalenessPolicy/strict`` before the first
  /// fetch.
  public var staleness: StalenessPolicy {
    let provider = assembled.withLock { $0?.outermost }
    return provider?.staleness ?? .strict
  }

  /// Gets the profile's credentials.
  ///
  /// - Throws: `CredentialError`. Its code is `notConfigured` if the profile contains no settings for credentials, or
  ///   is the default profile and does not exist. It is `invalidConfiguration` if the settings are not valid; the
  ///   message names the file and the line. Otherwise it is the error of the step that failed.
  public func credentials() async throws(CredentialError) -> Credentials {
    let chain: ProfileChain
    let provider: any CredentialProvider
    do throws(CredentialError) {
      let configuration = try context.sharedConfiguration()
      chain = try ProfileChain(profile: context.profile, configuration: configuration)
      provider = try outermost(chain)
    } catch {
      throw CredentialError(error.code, provider: name, message: error.message, cause: error.cause)
    }
    do throws(CredentialError) {
      let credentials = try await provider.credentials()
      return Credentials(
        accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
        sessionToken: credentials.sessionToken, expiration: credentials.expiration, accountId: credentials.accountId,
        provider: chain.roles.isEmpty && credentials.provider.contains(name)
          ? credentials.provider : "\(name): \(credentials.provider)")
    } catch {
      // What the profile names must be there: a chain must not go on to another identity.
      let code = error.code == .notConfigured || error.code == .exhausted ? .invalidConfiguration : error.code
      throw CredentialError(
        code, provider: name,
        message: error.provider.contains(name)
          ? error.message : [error.message, "The provider that failed is '\(error.provider)'."].sentences,
        cause: error.cause)
    }
  }

  private func outermost(_ chain: ProfileChain) throws(CredentialError) -> any CredentialProvider {
    let access = try chain.roles.isEmpty ? nil : STSAccess(provider: name, context: context)
    if let kept = assembled.withLock({ $0 }), kept.chain == chain, kept.access == access { return kept.outermost }
    var provider = base(chain.base)
    if let access {
      for role in chain.roles {
        let cache = CredentialCache(
          provider: provider, policy: RefreshPolicy(providerTimeout: context.providerTimeout), clock: context.clock,
          random: context.random, logger: context.logger)
        provider = AssumeRoleCredentialProvider(
          role: STSClient.AssumeRoleInput(
            roleArn: role.roleArn, sessionName: role.sessionName ?? STSFailure.sessionName(context),
            duration: role.durationSeconds.map { .seconds($0) }, externalId: role.externalId, mfaSerial: role.mfaSerial),
          client: try access.client(credentials: cache), tokenCode: context.tokenCode)
      }
    }
    let assembly = Assembly(chain: chain, access: access, outermost: provider)
    // What was there before is released after the lock: it may hold the last reference to something of the user's.
    _ = assembled.withLock { kept in
      let before = kept
      kept = assembly
      return before
    }
    return provider
  }

  private func base(_ base: ProfileChain.Base) -> any CredentialProvider {
    switch base {
    case .staticKeys(let credentials): StaticCredentialProvider(credentials)
    case .named(.environment): EnvironmentCredentialProvider(environment: context.environment)
    case .named(.container): ContainerCredentialProvider(context: context)
    case .named(.instanceMetadata): InstanceMetadataCredentialProvider(context: context)
    case .webIdentity(let settings): WebIdentityCredentialProvider(settings, context: context)
    case .singleSignOn(let settings): SSOCredentialProvider(settings, context: context)
    case .login(let settings): LoginCredentialProvider(settings, context: context)
    case .process(let commandLine, let accountId):
      ProcessCredentialProvider(
        commandLine: commandLine, accountId: accountId, profile: context.profile.name, context: context)
    }
  }
}

extension ProfileCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name, which is the same as ``name``.
  public var description: String { name }
  /// The provider's name, which is the same as ``name``.
  public var debugDescription: String { name }
  /// A mirror with the provider's name only, because the provider may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .class) }
}
