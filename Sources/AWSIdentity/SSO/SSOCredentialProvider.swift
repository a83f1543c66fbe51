import AWSCore
public import AWSCredentials
import AWSRuntime
import AWSSigV4
import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Provides the credentials of a role that IAM Identity Center issues to a user who has logged in with `aws sso login`.
///
/// The login's token is read from `~/.aws/sso/cache`, which the AWS CLI and the SDKs share. When the token expires in
/// less than five minutes, the provider refreshes it and writes it back to the file. Processes that use this library
/// refresh one after the other: each locks an empty file beside the token's file while it refreshes.
public struct SSOCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `SSO`, followed by the account and the role.
  public let name: String
  /// Expired credentials are used while IAM Identity Center cannot be reached, so that an outage does not stop running
  /// clients.
  public let staleness = StalenessPolicy.mayServeStale

  let settings: ProfileChain.SingleSignOn
  private let context: CredentialProviderContext
  private let client: TokenServiceClient
  let keeper: TokenKeeper<SSOToken>?

  /// Makes a provider of the credentials of a role of IAM Identity Center.
  ///
  /// - Parameters:
  ///   - settings: The settings with which a profile names the role.
  ///   - context: The environment, files, transport, clock and logger to use; by default those of this process.
  public init(_ settings: ProfileChain.SingleSignOn, context: CredentialProviderContext = .process) {
    self.settings = settings
    self.context = context
    let name =
      "SSO, account \((settings.accountId ?? "unknown").oneLine()), role \((settings.roleName ?? "unknown").oneLine())"
    self.name = name
    client = TokenServiceClient(service: "sso", provider: name, context: context)
    let folder = TokenCacheLocation.folder(["sso", "cache"], context: context)
    let advice = Self.advice(settings, context.profile)
    keeper = folder.map { folder in
      let key = Insecure.SHA1.hash(data: Array((settings.sessionName ?? settings.startURL).utf8))
      let path = TokenCacheLocation.path(
        folder, String(hexadecimal: key) + ".json", platform: context.platform)
      let refresher = SSOTokenRefresher(
        provider: name, region: settings.region, advice: advice, context: context)
      return TokenKeeper(
        provider: name, path: path, advice: advice, context: context
      ) { (token) async throws(TokenRefreshFailure) in try await refresher.refresh(token) }
    }
  }

  /// Fetches the role's credentials from IAM Identity Center, with the token of the user's login.
  ///
  /// - Throws: `CredentialError`. Its code is `rejected` if there is no valid login, or if the role is not assigned to
  ///   the user.
  public func credentials() async throws(CredentialError) -> Credentials {
    let accountId = try accountId()
    guard let roleName = settings.roleName?.nilIfBlank else { throw missing("sso_role_name") }
    guard let keeper else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message: "The folder of SSO tokens is not known, because no home directory is set; set HOME.")
    }
    let endpoint = try IdentityEndpoints(provider: name, context: context)
      .endpoint(.portal, region: settings.region, from: "sso_region")
    let token = try await keeper.token()
    do throws(TokenServiceClient.Refusal) {
      return try await roleCredentials(token, accountId: accountId, roleName: roleName, endpoint: endpoint)
    } catch {
      guard error.status == 401 else { throw self.error(error, accountId: accountId, roleName: roleName) }
      let next = try await keeper.token(refused: token.identity)
      do throws(TokenServiceClient.Refusal) {
        return try await roleCredentials(next, accountId: accountId, roleName: roleName, endpoint: endpoint)
      } catch {
        throw self.error(error, accountId: accountId, roleName: roleName)
      }
    }
  }

  private func accountId() throws(CredentialError) -> AWSAccountID {
    guard let text = settings.accountId?.nilIfBlank else { throw missing("sso_account_id") }
    guard let accountId = AWSAccountID(text) else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message:
          "The setting sso_account_id is '\(text.printable(limit: 80))', which is not the id of an account: twelve digits."
      )
    }
    return accountId
  }

  private func roleCredentials(
    _ token: SSOToken, accountId: AWSAccountID, roleName: String, endpoint: Endpoint
  ) async throws(TokenServiceClient.Refusal) -> Credentials {
    var headers: HTTPFields = [.accept: "application/json"]
    if let field = HTTPField.Name("x-amz-sso_bearer_token") { headers[field] = token.accessToken }
    let request = ServiceRequest(
      operation: "GetRoleCredentials", method: .get, endpoint: endpoint, path: "/federation/credentials",
      query: "role_name=\(PercentEncoding.encode(roleName))&account_id=\(accountId)",
      headers: headers)
    let (response, clock) = try await client.response(to: request, secrets: token.secrets)
    let role = response.object("roleCredentials")
    func value(_ member: String) throws(TokenServiceClient.Refusal) -> String {
      guard let value = role?.text(member), !value.holdsControlCharacter else { throw invalid(member) }
      return value
    }
    let milliseconds = role?.number("expiration") ?? 0
    guard milliseconds > 0, milliseconds < 253_402_300_800_000 else { throw invalid("expiration") }
    let credentials = Credentials(
      accessKeyId: try value("accessKeyId"), secretAccessKey: try value("secretAccessKey"),
      sessionToken: try value("sessionToken"), expiration: Date(timeIntervalSince1970: milliseconds / 1000),
      accountId: accountId.digits, provider: name)
    return clock?.translated(credentials, logger: context.logger) ?? credentials
  }

  private func error(
    _ refusal: TokenServiceClient.Refusal, accountId: AWSAccountID, roleName: String
  ) -> CredentialError {
    switch refusal.status {
    case 401:
      CredentialError(
        .rejected, provider: name,
        message: [
          "The portal does not accept the login's token.", "It says: \(refusal.text)",
          Self.advice(settings, context.profile),
        ].sentences)
    case 403, 404:
      CredentialError(
        .rejected, provider: name,
        message: [
          "The portal does not give the role '\(roleName.oneLine())' of account \(accountId) to this user.",
          "It says: \(refusal.text)",
          "Check sso_account_id and sso_role_name, and whether the role is assigned to the user.",
        ].sentences)
    default: refusal.error
    }
  }

  private func invalid(_ member: String) -> TokenServiceClient.Refusal {
    refusal(.invalidResponse, "The portal's response has no valid roleCredentials.\(member).")
  }

  private func refusal(_ code: CredentialError.Code, _ message: String) -> TokenServiceClient.Refusal {
    TokenServiceClient.Refusal(
      code: "\(code)", text: message, status: nil, error: CredentialError(code, provider: name, message: message))
  }

  private func missing(_ key: String) -> CredentialError {
    CredentialError(
      .invalidConfiguration, provider: name, message: "The profile has no \(key); add it, or run `aws configure sso`.")
  }

  private static func advice(_ settings: ProfileChain.SingleSignOn, _ profile: ActiveProfile) -> String {
    if let session = settings.sessionName { return "Run `aws sso login --sso-session \(session.oneLine())`." }
    return "Run `aws sso login --profile \(profile.name.oneLine())`."
  }
}

extension SSOCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name, which is the same as ``name``.
  public var description: String { name }
  /// The provider's name, which is the same as ``name``.
  public var debugDescription: String { name }
  /// A mirror with the provider's name only, because the provider may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
