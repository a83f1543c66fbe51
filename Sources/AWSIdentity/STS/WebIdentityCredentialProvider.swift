import AWSCore
public import AWSCredentials
import AWSRuntime

/// Provides the credentials of a role that is assumed with an OpenID Connect token from a file
/// (`AssumeRoleWithWebIdentity`), as with IAM roles for service accounts on EKS.
///
/// The file is read each time credentials are fetched, because the issuer replaces the token in the file before it
/// expires (AWS SDKs and Tools reference guide, "Assume role with web identity").
public struct WebIdentityCredentialProvider: CredentialProvider {
  /// The name of the provider in messages: `web identity`.
  public let name = "web identity"
  /// Expired credentials are used while STS cannot be reached, so that an outage does not stop running clients.
  public let staleness = StalenessPolicy.mayServeStale
  let settings: ProfileChain.WebIdentity?
  let context: CredentialProviderContext

  static let tokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE"
  static let roleVariable = "AWS_ROLE_ARN"
  private static let sessionVariable = "AWS_ROLE_SESSION_NAME"
  private static let tokenLimit = 1024 * 1024

  /// Makes a provider with the settings in the environment variables `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and
  /// `AWS_ROLE_SESSION_NAME`.
  ///
  /// - Parameters:
  ///   - context: The environment, files, transport, clock and logger to use; by default those of this process.
  public init(context: CredentialProviderContext = .process) {
    settings = nil
    self.context = context
  }

  /// Makes a provider with the settings of a profile.
  ///
  /// - Parameters:
  ///   - settings: The role and the path of the token file.
  ///   - context: The environment, files, transport, clock and logger to use; by default those of this process.
  public init(_ settings: ProfileChain.WebIdentity, context: CredentialProviderContext = .process) {
    self.settings = settings
    self.context = context
  }

  /// Reads the token from its file and assumes the role with it.
  ///
  /// - Throws: `CredentialError`. Its code is `notConfigured` if no token file is configured, `invalidConfiguration` if
  ///   no role is configured or the file cannot be used, `rejected` if STS refuses the token or the role permanently.
  public func credentials() async throws(CredentialError) -> Credentials {
    let settings = if let settings { settings } else { try fromEnvironment() }
    let client = try client()
    let token = try token(settings)
    do {
      return try await assume(settings, token, client)
    } catch {
      // The file may have been replaced between the reading and the response.
      if (error as? ServiceError)?.code.hasPrefix("ExpiredToken") == true, let newer = try? self.token(settings),
        newer != token
      {
        do {
          return try await assume(settings, newer, client)
        } catch {
          throw STSFailure.error(error, provider: name, secrets: [newer, token])
        }
      }
      throw STSFailure.error(error, provider: name, secrets: [token])
    }
  }

  private func assume(
    _ settings: ProfileChain.WebIdentity, _ token: String, _ client: STSClient
  ) async throws -> Credentials {
    let identity = STSClient.WebIdentity(
      roleArn: settings.roleArn, sessionName: settings.sessionName ?? STSFailure.sessionName(context), token: token,
      duration: settings.durationSeconds.map { .seconds($0) })
    return try await client.assumeRole(with: identity, provider: name).credentials
  }

  private func fromEnvironment() throws(CredentialError) -> ProfileChain.WebIdentity {
    guard let file = context.environment[Self.tokenFileVariable] else {
      throw CredentialError(.notConfigured, provider: name, message: "\(Self.tokenFileVariable) is not set.")
    }
    guard let role = context.environment[Self.roleVariable] else {
      throw CredentialError(
        .invalidConfiguration, provider: name,
        message:
          "\(Self.tokenFileVariable) is set but \(Self.roleVariable) is not; set both, or neither to use another "
          + "provider.")
    }
    return ProfileChain.WebIdentity(
      roleArn: role, tokenFile: file, sessionName: context.environment[Self.sessionVariable], durationSeconds: nil)
  }

  private func token(_ settings: ProfileChain.WebIdentity) throws(CredentialError) -> String {
    let origin =
      "The token file \(settings.tokenFile.oneLine()) "
      + (self.settings == nil ? "that \(Self.tokenFileVariable) names" : "that web_identity_token_file names")
    func invalid(_ reason: String, _ cause: (any Error)? = nil) -> CredentialError {
      CredentialError(
        .invalidConfiguration, provider: name, message: "\(origin) cannot be used: \(reason).", cause: cause)
    }
    let bytes: [UInt8]
    do {
      bytes = try context.fileSystem.read(settings.tokenFile, limit: Self.tokenLimit)
    } catch {
      throw invalid(error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw invalid("it is not text") }
    guard let token = text.nilIfBlank?.trimmingASCIIWhitespace() else { throw invalid("it is empty") }
    guard !token.holdsControlCharacter else { throw invalid("the token spans several lines") }
    return token
  }

  private func client() throws(CredentialError) -> STSClient {
    try STSAccess(provider: name, context: context).client(credentials: nil)
  }
}
