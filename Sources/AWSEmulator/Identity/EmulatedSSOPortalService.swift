import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The access portal of IAM Identity Center: `GetRoleCredentials`.
struct EmulatedSSOPortalService: EmulatedTokenService {
  let service = EmulatorService.ssoPortal
  private let context: ServiceContext

  private static let tokenHeader = HTTPField.Name.known("x-amz-sso_bearer_token")

  init(context: ServiceContext) { self.context = context }

  func admit(_ request: EmulatedRequest) -> Admission { .response(respond(request)) }

  private func respond(_ request: EmulatedRequest) -> EmulatedResponse {
    guard request.path == "/federation/credentials" else {
      return refusal(404, "ResourceNotFoundException", "There is no such resource.")
    }
    guard request.method == "GET" else { return refusal(405, "MethodNotAllowedException", "Only GET is allowed.") }
    let parameters = request.parameters
    guard let role = parameters.last(where: { $0.name == "role_name" })?.value, !role.isEmpty,
      let account = parameters.last(where: { $0.name == "account_id" })?.value, !account.isEmpty
    else { return refusal(400, "InvalidRequestException", "role_name and account_id have to be given.") }
    guard let token = request.first(Self.tokenHeader),
      let (session, expiration) = context.identities.ssoSession(accessToken: token), !session.isEnded,
      context.clock.now() < expiration
    else {
      context.reject(service, "UnauthorizedException", request)
      return refusal(401, "UnauthorizedException", "Session token not found or invalid")
    }
    guard session.roles.contains(EmulatedSSORoleAssignment(accountId: account, roleName: role)) else {
      context.reject(service, "ForbiddenException", request)
      return refusal(403, "ForbiddenException", "No access")
    }
    context.accept(service)
    let arn = "arn:aws:iam::\(account):role/AWSReservedSSO_\(role)_0123456789abcdef"
    let lifetime = context.authority.lifetime.inSeconds
    let (set, _) = context.authority.assume(roleArn: arn, sessionName: session.userName, lifetime: lifetime)
    context.statistics.record { $0.ssoCredentialFetches += 1 }
    return EmulatedResponse(
      status: 200,
      json: .object([
        (
          "roleCredentials",
          .object([
            ("accessKeyId", .string(set.accessKeyId)), ("secretAccessKey", .string(set.secretAccessKey)),
            ("sessionToken", .string(set.sessionToken)),
            ("expiration", .number(String(Int64((set.expiration.timeIntervalSince1970 * 1000).rounded())))),
          ])
        )
      ]))
  }
}
