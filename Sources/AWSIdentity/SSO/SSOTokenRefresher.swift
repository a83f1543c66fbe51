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
  let source: String
  let region: String
  let profile: String?
  let advice: String
  let context: CredentialSourceContext
  private let client: TokenServiceClient

  // What asking again cannot mend, as the header names it and as OAuth does.
  private static let permanentCodes: Set<String> = [
    "InvalidGrantException", "ExpiredTokenException", "InvalidClientException", "UnauthorizedClientException",
    "AccessDeniedException", "invalid_grant", "expired_token", "invalid_client", "unauthorized_client", "access_denied",
  ]

  init(source: String, region: String, profile: String?, advice: String, context: CredentialSourceContext) {
    self.source = source
    self.region = region
    self.profile = profile
    self.advice = advice
    self.context = context
    client = TokenServiceClient(service: "sso-oidc", source: source, context: context)
  }

  func refresh(_ token: SSOToken) async throws(CredentialError) -> SSOToken {
    guard let registration = token.registration else {
      throw CredentialError(.rejected, source: source, message: "the token cannot be refreshed. \(advice)")
    }
    let endpoint = try IdentityEndpoints(profile: profile, source: source, context: context)
      .endpoint(.oidc, region: region)
    let body = JSONMembers.encode([
      "clientId": registration.clientId, "clientSecret": registration.clientSecret, "grantType": "refresh_token",
      "refreshToken": registration.refreshToken,
    ])
    let request = ServiceRequest(
      operation: "CreateToken", method: .post, endpoint: endpoint, path: "/token",
      headers: [.contentType: "application/json", .accept: "application/json"], body: HTTPBody(body))
    let answer: JSONMembers
    do throws(TokenServiceClient.Refusal) {
      answer = try await client.call(request, secrets: token.secrets)
    } catch {
      guard Self.permanentCodes.contains(error.code) || Self.permanentCodes.contains(error.reason ?? "") else {
        throw error.error
      }
      throw CredentialError(
        .rejected, source: source, message: "the login cannot be refreshed (\(error.text)). \(advice)")
    }
    guard let accessToken = answer.text("accessToken"), !accessToken.holdsControlCharacter else {
      throw invalid("accessToken")
    }
    guard let life = answer.number("expiresIn"), life > 0, life < 366 * 86_400 else { throw invalid("expiresIn") }
    return token.replacing(
      accessToken: accessToken, expiresAt: context.clock.now().addingTimeInterval(life),
      refreshToken: answer.text("refreshToken"))
  }

  private func invalid(_ member: String) -> CredentialError {
    CredentialError(
      .invalidResponse, source: source, message: "the answer to the refresh of the login has no valid \(member)")
  }
}
