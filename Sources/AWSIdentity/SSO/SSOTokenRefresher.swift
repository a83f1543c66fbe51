import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Gets a new token for the access portal with the refresh token of the old one: the `CreateToken` call of IAM Identity
/// Center OIDC.
struct SSOTokenRefresher: Sendable {
  let provider: String
  let region: String
  let advice: String
  let context: CredentialProviderContext
  private let client: TokenServiceClient

  // What asking again cannot mend, as the header names it and as OAuth does.
  private static let permanentCodes: Set<String> = [
    "InvalidGrantException", "ExpiredTokenException", "InvalidClientException", "UnauthorizedClientException",
    "AccessDeniedException", "invalid_grant", "expired_token", "invalid_client", "unauthorized_client", "access_denied",
  ]

  init(provider: String, region: String, advice: String, context: CredentialProviderContext) {
    self.provider = provider
    self.region = region
    self.advice = advice
    self.context = context
    client = TokenServiceClient(service: "sso-oidc", provider: provider, context: context)
  }

  func refresh(_ token: SSOToken) async throws(TokenRefreshFailure) -> SSOToken {
    let response = try await response(to: token)
    do throws(CredentialError) {
      return try renewed(token, response)
    } catch {
      throw TokenRefreshFailure(error)
    }
  }

  private func request(_ token: SSOToken) throws(CredentialError) -> ServiceRequest {
    guard let registration = token.registration else {
      throw CredentialError(.rejected, provider: provider, message: "The token cannot be refreshed. \(advice)")
    }
    let endpoint = try IdentityEndpoints(provider: provider, context: context)
      .endpoint(.oidc, region: region, from: "sso_region")
    let body = JSONMembers.encode([
      "clientId": registration.clientId, "clientSecret": registration.clientSecret, "grantType": "refresh_token",
      "refreshToken": registration.refreshToken,
    ])
    return ServiceRequest(
      operation: "CreateToken", method: .post, endpoint: endpoint, path: "/token",
      headers: [.contentType: "application/json", .accept: "application/json"], body: AWSHTTPBody(body))
  }

  private func response(to token: SSOToken) async throws(TokenRefreshFailure) -> JSONMembers {
    let request: ServiceRequest
    do throws(CredentialError) {
      request = try self.request(token)
    } catch {
      throw TokenRefreshFailure(error)
    }
    do throws(TokenServiceClient.Refusal) {
      return try await client.call(request, secrets: token.secrets)
    } catch {
      guard Self.permanentCodes.contains(error.code) || Self.permanentCodes.contains(error.reason ?? "") else {
        throw TokenRefreshFailure(error.error, isRefusal: error.isRefusal)
      }
      throw TokenRefreshFailure(
        CredentialError(
          .rejected, provider: provider, message: "The login cannot be refreshed (\(error.text)). \(advice)"),
        isRefusal: true)
    }
  }

  private func renewed(_ token: SSOToken, _ response: JSONMembers) throws(CredentialError) -> SSOToken {
    guard let accessToken = response.text("accessToken"), !accessToken.holdsControlCharacter else {
      throw invalid("accessToken")
    }
    guard let life = response.number("expiresIn"), life > 0, life < 366 * 86_400 else { throw invalid("expiresIn") }
    return token.replacing(
      accessToken: accessToken, expiresAt: context.clock.now().addingTimeInterval(life),
      refreshToken: response.text("refreshToken"))
  }

  private func invalid(_ member: String) -> CredentialError {
    CredentialError(
      .invalidResponse, provider: provider, message: "The response to the refresh of the login has no valid \(member).")
  }
}
