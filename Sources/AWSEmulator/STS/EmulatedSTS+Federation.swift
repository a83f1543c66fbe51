#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension EmulatedSTS {
  /// The operations that take an identity of another kind in place of a signature.
  static let unsignedActions: Set<String> = ["AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]

  /// What an identity of another kind is worth.
  private struct Refusal: Error {
    let code: String
    let message: String
  }

  func assumeRoleWithWebIdentity(_ parameters: [String: String], _ request: EmulatedRequest) -> EmulatedResponse {
    role(parameters, request, action: "AssumeRoleWithWebIdentity") { call throws(Refusal) in
      let subject = try webIdentity(parameters["WebIdentityToken"] ?? "", role: call.roleArn)
      return { xml in
        xml.element("SubjectFromWebIdentityToken", subject.name)
        xml.element("Audience", subject.audience)
        xml.element("Provider", EmulatedIdentityAuthority.issuer)
      }
    }
  }

  func assumeRoleWithSAML(_ parameters: [String: String], _ request: EmulatedRequest) -> EmulatedResponse {
    var parameters = parameters
    let assertion = parameters["SAMLAssertion"].flatMap { context.identities.assertion($0) }
    // The session is named by the assertion.
    parameters["RoleSessionName"] = assertion?.subject ?? "unknown"
    return role(parameters, request, action: "AssumeRoleWithSAML") { call throws(Refusal) in
      guard let assertion else {
        throw Refusal(code: "InvalidIdentityToken", message: "The SAML assertion is not one of a known provider")
      }
      guard assertion.roleArn == call.roleArn, assertion.principalArn == parameters["PrincipalArn"] else {
        throw Refusal(code: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithSAML")
      }
      guard context.clock.now() < assertion.expiration else {
        throw Refusal(code: "ExpiredTokenException", message: "Token must be redeemed within 5 minutes of issuance")
      }
      return { xml in
        xml.element("Subject", assertion.subject)
        xml.element("SubjectType", "persistent")
        xml.element("Issuer", EmulatedIdentityAuthority.issuer)
        xml.element("Audience", "https://signin.aws.amazon.com/saml")
      }
    }
  }

  /// Checks the call, then the identity, then issues.
  private func role(
    _ parameters: [String: String], _ request: EmulatedRequest, action: String,
    identify: (EmulatedRoleCall) throws(Refusal) -> (inout XMLText) -> Void
  ) -> EmulatedResponse {
    let call: EmulatedRoleCall
    switch EmulatedRoleCall.parse(parameters) {
    case .success(let value): call = value
    case .failure(let error):
      return failure(status: 400, code: "ValidationError", message: error.message, request: request)
    }
    do throws(Refusal) {
      let subject = try identify(call)
      context.accept(service)
      return assumed(call, action: action, extra: subject)
    } catch {
      context.reject(service, error.code, request)
      return failure(
        status: error.code == "AccessDenied" ? 403 : 400, code: error.code, message: error.message, request: request)
    }
  }

  private func webIdentity(
    _ text: String, role: String
  ) throws(Refusal) -> (name: String, audience: String) {
    guard let token = EmulatedWebToken(text) else {
      throw Refusal(code: "InvalidIdentityToken", message: "The ID token provided is not a valid JWT.")
    }
    guard token.isSigned(with: context.identities.webIdentityKey),
      token.payload["iss"]?.string == EmulatedIdentityAuthority.issuer
    else {
      // Not in the words for keys that could not be fetched, which are worth another try.
      throw Refusal(code: "InvalidIdentityToken", message: "The ID token provided is not signed by a known provider.")
    }
    let now = context.clock.now()
    guard let expiration = token.time("exp"), now < expiration else {
      throw Refusal(
        code: "ExpiredTokenException",
        message: "Token expired: current date/time \(Int(now.timeIntervalSince1970)) must be before the expiration "
          + "date/time \(Int(token.time("exp")?.timeIntervalSince1970 ?? 0))")
    }
    let trust = context.identities.trust(role) ?? EmulatedRoleTrust()
    guard let audience = token.payload["aud"]?.string, audience == trust.webIdentityAudience else {
      throw Refusal(code: "InvalidIdentityToken", message: "Incorrect token audience")
    }
    guard let subject = token.payload["sub"]?.string, subject == trust.webIdentitySubject ?? subject else {
      throw Refusal(code: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    }
    return (subject, audience)
  }
}
