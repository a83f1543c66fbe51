import AWSCore
public import AWSCredentials
import Crypto

/// Provides the credentials of a console login made with `aws login`.
///
/// The credentials are read from the cache file that the AWS CLI and the SDKs share. When they expire in less than five
/// minutes, the provider refreshes them with AWS Sign-In and writes them back to the file. This works until the console
/// session ends. Processes that use this library refresh one after the other: each locks an empty file beside the cache
/// file while it refreshes.
public struct LoginCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `login`, followed by the ARN in the profile's `login_session`.
  public let name: String
  /// Expired credentials are used while AWS Sign-In cannot be reached, so that an outage does not stop running clients.
  public let staleness = StalenessPolicy.mayServeStale

  let keeper: TokenKeeper<LoginToken>?

  /// Makes a provider of the credentials of `aws login`.
  ///
  /// - Parameters:
  ///   - settings: The console login that a profile names with `login_session`.
  ///   - context: The environment, files, transport, clock and logger to use; by default those of this process.
  public init(_ settings: ProfileChain.Login, context: CredentialProviderContext = .process) {
    let session = settings.session.trimmingASCIIWhitespace()
    let name = "login \(session.oneLine())"
    self.name = name
    let advice = "Run `aws login --profile \(context.profile.name.oneLine())`."
    let folder =
      TokenCacheLocation.folder(variable: "AWS_LOGIN_CACHE_DIRECTORY", context: context)
      ?? TokenCacheLocation.folder(["login", "cache"], context: context)
    keeper = folder.map { folder in
      let path = TokenCacheLocation.path(
        folder, String(hexadecimal: SHA256.hash(data: Array(session.utf8))) + ".json",
        platform: context.platform)
      let ofProfile = settings.region?.nilIfBlank.map { (text: $0, origin: "`region` of the profile with the login") }
      let region =
        ["AWS_REGION", "AWS_DEFAULT_REGION"].reduce(ofProfile) { found, variable in
          found ?? context.environment[variable].map { ($0, variable) }
        }
      let refresher = LoginRefresher(provider: name, region: region, advice: advice, context: context)
      return TokenKeeper(
        provider: name, path: path, advice: advice, context: context
      ) { (token) async throws(TokenRefreshFailure) in try await refresher.refresh(token) }
    }
  }

  /// Gets the login's credentials, refreshed if they are about to expire.
  ///
  /// - Throws: `CredentialError`. Its code is `rejected` if the user has to log in again.
  public func credentials() async throws(CredentialError) -> Credentials {
    guard let keeper else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message: "The folder of logins is not known, because no home directory is set; set HOME or "
          + "AWS_LOGIN_CACHE_DIRECTORY.")
    }
    let token = try await keeper.token()
    let found = token.credentials
    return Credentials(
      accessKeyId: found.accessKeyId, secretAccessKey: found.secretAccessKey, sessionToken: found.sessionToken,
      expiration: token.expiresAt, accountId: found.accountId, provider: name)
  }
}

extension LoginCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name, which is the same as ``name``.
  public var description: String { name }
  /// The provider's name, which is the same as ``name``.
  public var debugDescription: String { name }
  /// A mirror with the provider's name only, because the provider may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
