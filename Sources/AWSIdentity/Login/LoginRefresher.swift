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
  let source: String
  let region: String?
  let profile: String?
  let advice: String
  let context: CredentialSourceContext
  private let client: TokenServiceClient

  init(source: String, region: String?, profile: String?, advice: String, context: CredentialSourceContext) {
    self.source = source
    self.region = region
    self.profile = profile
    self.advice = advice
    self.context = context
    client = TokenServiceClient(service: "signin", source: source, context: context)
  }

  func refresh(_ token: LoginToken) async throws(CredentialError) -> LoginToken {
    let endpoint = try IdentityEndpoints(profile: profile, source: source, context: context)
      .endpoint(.signin, region: region)
    let body = JSONMembers.encode([
      "clientId": token.clientId, "grantType": "refresh_token", "refreshToken": token.refreshToken,
    ])
    let request = ServiceRequest(
      operation: "CreateOAuth2Token", method: .post, endpoint: endpoint, path: "/v1/token",
      headers: [.contentType: "application/json", .accept: "application/json"], body: HTTPBody(body))
    let transport = DPoPTransport(base: context.transport, key: token.key, clock: context.clock)
    let answer: JSONMembers
    do throws(TokenServiceClient.Refusal) {
      answer = try await client.call(request, secrets: token.secrets, transport: transport)
    } catch {
      throw refused(error)
    }
    return try renewed(token, answer)
  }

  private func renewed(_ token: LoginToken, _ answer: JSONMembers) throws(CredentialError) -> LoginToken {
    let access = answer.object("accessToken")
    func value(_ members: JSONMembers?, _ name: String) throws(CredentialError) -> String {
      guard let value = members?.text(name), !value.holdsControlCharacter else { throw invalid(name) }
      return value
    }
    guard let life = answer.number("expiresIn"), life > 0, life < 366 * 86_400 else { throw invalid("expiresIn") }
    let key = try value(access, "accessKeyId")
    let secret = try value(access, "secretAccessKey")
    let session = try value(access, "sessionToken")
    let refreshToken = try value(answer, "refreshToken")
    do throws(TokenFileProblem) {
      return try token.replacing(
        accessKeyId: key, secretAccessKey: secret, sessionToken: session,
        expiresAt: context.clock.now().addingTimeInterval(life), refreshToken: refreshToken,
        idToken: answer.text("idToken"))
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
      .rejected, source: source, message: "the login cannot be refreshed: \(reason) (\(refusal.text)). \(advice)")
  }

  private func invalid(_ member: String) -> CredentialError {
    CredentialError(
      .invalidResponse, source: source, message: "the answer to the refresh of the login has no valid \(member)")
  }
}
