import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// AWS Sign-In: `CreateOAuth2Token` with a refresh token and a proof of possession.
struct EmulatedSignInService: EmulatedTokenService {
  let service = EmulatorService.signIn
  private let context: ServiceContext

  private static let proofHeader = HTTPField.Name.known("DPoP")

  init(context: ServiceContext) { self.context = context }

  func admit(_ request: EmulatedRequest) -> Admission {
    guard request.path == "/v1/token" else {
      return .response(refusal(404, "ResourceNotFoundException", "There is no such resource."))
    }
    guard request.method == "POST" else {
      return .response(refusal(405, "MethodNotAllowedException", "Only POST is allowed."))
    }
    return readObject { respond($0, request) }
  }

  private func respond(_ body: JSON, _ request: EmulatedRequest) -> EmulatedResponse {
    guard body["grantType"]?.string == "refresh_token", let client = body["clientId"]?.string,
      let token = body["refreshToken"]?.string
    else { return invalid("clientId, grantType refresh_token and refreshToken are needed.", request) }
    let now = context.clock.now()
    let proof: EmulatedProofOfPossession
    do throws(EmulatedProofOfPossession.Refusal) {
      proof = try EmulatedProofOfPossession(
        request.values(of: Self.proofHeader.canonicalName), request: request, now: now,
        tolerance: context.configuration.clockTolerance)
    } catch {
      return invalid(error.message, request)
    }
    let response = context.identities.withConsoleSession(refreshToken: token) { session -> EmulatedResponse in
      guard session.clientId == client else { return invalid("The refresh token is of another client.", request) }
      guard session.proofKey.rawRepresentation == proof.key.rawRepresentation else {
        return invalid("The proof is by another key than the login's.", request)
      }
      guard session.proofs.insert(ByteKey(proof.id)).inserted else {
        return invalid("The proof was used before.", request)
      }
      if let ending = session.ending { return ended(ending, request) }
      guard now < session.expiration else { return ended(.sessionEnded, request) }
      guard let next = session.refreshTokens.exchange(token) else { return ended(.sessionEnded, request) }
      return renewed(session, refreshToken: next)
    }
    return response ?? ended(.sessionEnded, request)
  }

  private func renewed(_ session: EmulatedIdentityAuthority.ConsoleSession, refreshToken: String) -> EmulatedResponse {
    let set = context.authority.issueUserSession(userName: session.userName, lifetime: session.credentialLifetime)
    context.accept(service)
    context.statistics.record { $0.tokensRefreshed += 1 }
    return EmulatedResponse(
      status: 200,
      json: .object([
        (
          "accessToken",
          .object([
            ("accessKeyId", .string(set.accessKeyId)), ("secretAccessKey", .string(set.secretAccessKey)),
            ("sessionToken", .string(set.sessionToken)),
          ])
        ),
        ("tokenType", .string("aws_sigv4")), ("expiresIn", .int(max(1, Int(session.credentialLifetime)))),
        ("refreshToken", .string(refreshToken)),
      ]))
  }

  private func ended(_ ending: EmulatedConsoleLogin.Ending, _ request: EmulatedRequest) -> EmulatedResponse {
    context.reject(service, ending.rawValue, request)
    return refusal(
      ending == .sessionEnded ? 401 : 403, "AccessDeniedException", "The session cannot be refreshed.",
      oauth: ending.rawValue)
  }

  private func invalid(_ message: String, _ request: EmulatedRequest) -> EmulatedResponse {
    context.reject(service, "INVALID_REQUEST", request)
    return refusal(400, "ValidationException", message, oauth: "INVALID_REQUEST")
  }
}
