#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// IAM Identity Center OIDC: `CreateToken` with a refresh token.
struct EmulatedSSOTokenService: EmulatedTokenService {
  let service = EmulatorService.ssoOIDC
  private let context: ServiceContext

  init(context: ServiceContext) { self.context = context }

  func admit(_ request: EmulatedRequest) -> Admission {
    guard request.path == "/token" else {
      return .response(refusal(404, "ResourceNotFoundException", "There is no such resource."))
    }
    guard request.method == "POST" else {
      return .response(refusal(405, "MethodNotAllowedException", "Only POST is allowed."))
    }
    return readObject { respond($0, request) }
  }

  private func respond(_ body: JSON, _ request: EmulatedRequest) -> EmulatedResponse {
    func reject(_ code: String, _ oauth: String, _ message: String, status: Int = 400) -> EmulatedResponse {
      context.reject(service, code, request)
      return refusal(status, code, message, oauth: oauth)
    }
    guard let id = body["clientId"]?.string, let secret = body["clientSecret"]?.string,
      let kind = body["grantType"]?.string
    else {
      return reject("InvalidRequestException", "invalid_request", "clientId, clientSecret and grantType are needed.")
    }
    guard kind == "refresh_token" else {
      return reject("UnsupportedGrantTypeException", "unsupported_grant_type", "Only refresh_token is known here.")
    }
    guard let token = body["refreshToken"]?.string else {
      return reject("InvalidRequestException", "invalid_request", "refreshToken is needed.")
    }
    let now = context.clock.now()
    let outcome = context.identities.withSSOSession(clientId: id) { session -> EmulatedResponse? in
      guard session.clientSecret == secret, now < session.registrationExpiration else { return nil }
      guard !session.isEnded, now < session.sessionExpiration, let next = session.refreshTokens.exchange(token) else {
        return reject("InvalidGrantException", "invalid_grant", "Invalid refresh token provided")
      }
      let access = RandomText.base64(count: 128)
      session.accessTokens = session.accessTokens.filter { now < $0.value }
      session.accessTokens[ByteKey(access)] = now.addingTimeInterval(session.tokenLifetime)
      return EmulatedResponse(
        status: 200,
        json: .object([
          ("accessToken", .string(access)), ("tokenType", .string("Bearer")),
          // Not a second longer than it works.
          ("expiresIn", .int(max(1, Int(session.tokenLifetime)))), ("refreshToken", .string(next)),
        ]))
    }
    guard let response = outcome ?? nil else {
      return reject("InvalidClientException", "invalid_client", "Invalid client provided", status: 401)
    }
    if response.status == 200 {
      context.accept(service)
      context.statistics.record { $0.tokensRefreshed += 1 }
    }
    return response
  }
}
