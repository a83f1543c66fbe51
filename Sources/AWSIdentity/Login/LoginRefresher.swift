import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Gets new credentials for a console login: the `CreateOAuth2Token` call of AWS Sign-In.
struct LoginRefresher: Sendable {
  let provider: String
  /// The region and the setting that it comes from.
  let region: (text: String, origin: String)?
  let advice: String
  let context: CredentialProviderContext
  private let client: TokenServiceClient

  init(provider: String, region: (text: String, origin: String)?, advice: String, context: CredentialProviderContext) {
    self.provider = provider
    self.region = region
    self.advice = advice
    self.context = context
    client = TokenServiceClient(service: "signin", provider: provider, context: context)
  }

  func refresh(_ token: LoginToken) async throws(TokenRefreshFailure) -> LoginToken {
    let response = try await response(to: token)
    do throws(CredentialError) {
      return try renewed(token, response)
    } catch {
      throw TokenRefreshFailure(error)
    }
  }

  private func request(_ token: LoginToken) throws(CredentialError) -> ServiceRequest {
    let endpoint = try IdentityEndpoints(provider: provider, context: context)
      .endpoint(.signin, region: region?.text, from: region?.origin)
    let body = JSONMembers.encode([
      "clientId": token.clientId, "grantType": "refresh_token", "refreshToken": token.refreshToken,
    ])
    return ServiceRequest(
      operation: "CreateOAuth2Token", method: .post, endpoint: endpoint, path: "/v1/token",
      headers: [.contentType: "application/json", .accept: "application/json"], body: AWSHTTPBody(body))
  }

  private func response(to token: LoginToken) async throws(TokenRefreshFailure) -> JSONMembers {
    let request: ServiceRequest
    do throws(CredentialError) {
      request = try self.request(token)
    } catch {
      throw TokenRefreshFailure(error)
    }
    let clock = context.clock
    do throws(TokenServiceClient.Refusal) {
      return try await client.call(request, secrets: token.secrets) {
        DPoPTransport(base: $0, key: token.key, clock: clock)
      }
    } catch {
      throw TokenRefreshFailure(refused(error), isRefusal: error.isRefusal)
    }
  }

  private func renewed(_ token: LoginToken, _ response: JSONMembers) throws(CredentialError) -> LoginToken {
    let access = response.object("accessToken")
    func value(_ members: JSONMembers?, _ name: String) throws(CredentialError) -> String {
      guard let value = members?.text(name), !value.holdsControlCharacter else { throw invalid(name) }
      return value
    }
    guard let life = response.number("expiresIn"), life > 0, life < 366 * 86_400 else { throw invalid("expiresIn") }
    let key = try value(access, "accessKeyId")
    let secret = try value(access, "secretAccessKey")
    let session = try value(access, "sessionToken")
    let refreshToken = try value(response, "refreshToken")
    do throws(TokenFileProblem) {
      return try token.replacing(
        accessKeyId: key, secretAccessKey: secret, sessionToken: session,
        expiresAt: context.clock.now().addingTimeInterval(life), refreshToken: refreshToken,
        idToken: response.text("idToken"))
    } catch {
      throw invalid("accessToken")
    }
  }

  private func refused(_ refusal: TokenServiceClient.Refusal) -> CredentialError {
    let reason: String
    switch refusal.reason ?? refusal.code {
    case "TOKEN_EXPIRED", "AUTHCODE_EXPIRED": reason = "the console session has ended"
    case "USER_CREDENTIALS_CHANGED": reason = "the user's password has changed"
    case "INSUFFICIENT_PERMISSIONS": reason = "the user may not call signin:CreateOAuth2Token"
    default: return refusal.error
    }
    return CredentialError(
      .rejected, provider: provider,
      message: ["The login cannot be refreshed: \(reason).", "The service says: \(refusal.text)", advice].sentences)
  }

  private func invalid(_ member: String) -> CredentialError {
    CredentialError(
      .invalidResponse, provider: provider, message: "The response to the refresh of the login has no valid \(member).")
  }
}
