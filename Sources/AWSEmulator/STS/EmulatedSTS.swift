import HTTPTypes
import NIOCore

/// AWS STS in the Query protocol: `AssumeRole` in its three ways, `GetSessionToken` and `GetCallerIdentity`.
///
/// `DurationSeconds` may be as short as a second; AWS wants at least 900.
struct EmulatedSTS: EmulatedService {
  let service = EmulatorService.sts
  let context: ServiceContext
  private let verifier: EmulatedSignatureVerifier

  static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

  init(context: ServiceContext) {
    self.context = context
    verifier = EmulatedSignatureVerifier(
      authority: context.authority, clock: context.clock,
      rules: .init(
        services: ["sts"], region: context.configuration.region, pathRule: .normalizedAndEncodedAgain,
        tolerance: context.configuration.clockTolerance))
  }

  func admit(_ request: EmulatedRequest) -> Admission {
    let plan = BodyPlan(
      limit: min(context.configuration.requestSizeLimit, 1 << 20),
      tooLarge: failure(
        status: 413, code: "RequestEntityTooLarge", message: "The request is too large.", request: request))
    do throws(EmulatedVerificationFailure) {
      let (signature, key) = try verifier.admit(request)
      return .read(plan) { body in
        do throws(EmulatedVerificationFailure) {
          try verifier.verify(signature, by: key, request: request, payloadHash: body.sha256)
        } catch {
          return refuse(error, request)
        }
        context.accept(service)
        return perform(request, Self.parameters(request, body), key: key)
      }
    } catch .missingAuthentication {
      // Which operation it is stands in the body, and not all of them are signed.
      return .read(plan) { body in
        let parameters = Self.parameters(request, body)
        guard Self.unsignedActions.contains(parameters["Action"] ?? "") else {
          return refuse(.missingAuthentication, request)
        }
        return perform(request, parameters, key: nil)
      }
    } catch {
      return .response(refuse(error, request))
    }
  }

  private static func parameters(_ request: EmulatedRequest, _ body: CollectedBody) -> [String: String] {
    var parameters: [String: String] = [:]
    for (name, value) in request.parameters + EmulatedRequest.parameters(of: String(buffer: body.buffer)) {
      parameters[name] = value
    }
    return parameters
  }

  private func perform(
    _ request: EmulatedRequest, _ parameters: [String: String], key: EmulatedCredentialAuthority.Key?
  ) -> EmulatedResponse {
    guard request.path == "/" || request.path.isEmpty, request.method == "POST" || request.method == "GET" else {
      return failure(
        status: 404, code: "UnknownOperationException", message: "Send GET or POST to /.", request: request)
    }
    let action = parameters["Action"]
    switch (action, key) {
    case ("AssumeRoleWithWebIdentity", _): return assumeRoleWithWebIdentity(parameters, request)
    case ("AssumeRoleWithSAML", _): return assumeRoleWithSAML(parameters, request)
    case ("GetCallerIdentity", let key?): return callerIdentity(key)
    case ("AssumeRole", _?): return assumeRole(parameters, request)
    case ("GetSessionToken", let key?): return sessionToken(parameters, key, request)
    default:
      return failure(
        status: 400, code: action == nil ? "MissingAction" : "InvalidAction",
        message: "Could not find operation \(action ?? "") for version 2011-06-15.", request: request)
    }
  }

  private func callerIdentity(_ key: EmulatedCredentialAuthority.Key) -> EmulatedResponse {
    result("GetCallerIdentity") { xml in
      xml.element("Arn", key.identity.arn)
      xml.element("UserId", key.identity.userId)
      xml.element("Account", key.identity.accountId)
    }
  }

  private func assumeRole(_ parameters: [String: String], _ request: EmulatedRequest) -> EmulatedResponse {
    switch EmulatedRoleCall.parse(parameters) {
    case .failure(let error):
      return failure(status: 400, code: "ValidationError", message: error.message, request: request)
    case .success(let call):
      let trust = context.identities.trust(call.roleArn)
      guard trust?.externalId == nil || trust?.externalId == parameters["ExternalId"] else {
        return denied("User is not authorized to perform: sts:AssumeRole on resource: \(call.roleArn)", request)
      }
      if let serial = trust?.mfaSerialNumber ?? parameters["SerialNumber"] {
        guard serial == parameters["SerialNumber"],
          context.identities.accepts(tokenCode: parameters["TokenCode"], of: serial)
        else { return wrongCode(request) }
      }
      return assumed(call, action: "AssumeRole") { _ in }
    }
  }

  /// Issues the set of a role and tells it.
  func assumed(_ call: EmulatedRoleCall, action: String, extra: (inout XMLText) -> Void) -> EmulatedResponse {
    let (set, identity) = context.authority.assume(
      roleArn: call.roleArn, sessionName: call.sessionName, lifetime: call.lifetime)
    context.statistics.record { $0.assumedRoles += 1 }
    return result(action) { xml in
      extra(&xml)
      xml.element("AssumedRoleUser") { xml in
        xml.element("AssumedRoleId", identity.userId)
        xml.element("Arn", identity.arn)
      }
      Self.write(set, to: &xml)
    }
  }

  private func sessionToken(
    _ parameters: [String: String], _ key: EmulatedCredentialAuthority.Key, _ request: EmulatedRequest
  ) -> EmulatedResponse {
    guard key.token == nil else { return denied("Cannot call GetSessionToken with session credentials", request) }
    guard let seconds = Int(parameters["DurationSeconds"] ?? "43200"), (1...129_600).contains(seconds) else {
      return failure(
        status: 400, code: "ValidationError", message: "DurationSeconds has to be a number from 1 to 129600.",
        request: request)
    }
    if let serial = parameters["SerialNumber"] {
      guard context.identities.accepts(tokenCode: parameters["TokenCode"], of: serial) else {
        return wrongCode(request)
      }
    }
    let set = context.authority.issueSession(of: key, lifetime: Double(seconds))
    return result("GetSessionToken") { Self.write(set, to: &$0) }
  }

  private static func write(_ set: EmulatedIssuedCredentials, to xml: inout XMLText) {
    xml.element("Credentials") { xml in
      xml.element("AccessKeyId", set.accessKeyId)
      xml.element("SecretAccessKey", set.secretAccessKey)
      xml.element("SessionToken", set.sessionToken)
      xml.element("Expiration", ExpirationText.text(set.expiration))
    }
  }

  private func wrongCode(_ request: EmulatedRequest) -> EmulatedResponse {
    denied("MultiFactorAuthentication failed with invalid MFA one time pass code.", request)
  }

  private func denied(_ message: String, _ request: EmulatedRequest) -> EmulatedResponse {
    failure(status: 403, code: "AccessDenied", message: message, request: request)
  }

  private func result(_ action: String, _ content: (inout XMLText) -> Void) -> EmulatedResponse {
    var xml = XMLText()
    xml.element("\(action)Response", attributes: "xmlns=\"\(Self.namespace)\"") { xml in
      xml.element("\(action)Result", content)
      xml.element("ResponseMetadata") { $0.element("RequestId", RandomText.uuid()) }
    }
    return EmulatedResponse(status: 200, text: xml.text, type: "text/xml")
  }
}

extension EmulatedSTS {
  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    var xml = XMLText()
    xml.element("ErrorResponse", attributes: "xmlns=\"\(Self.namespace)\"") { xml in
      xml.element("Error") { xml in
        xml.element("Type", status < 500 ? "Sender" : "Receiver")
        xml.element("Code", code)
        xml.element("Message", message)
      }
      xml.element("RequestId", RandomText.uuid())
    }
    return EmulatedResponse(status: status, text: xml.text, type: "text/xml")
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse {
    failure(status: 400, code: "Throttling", message: "Rate exceeded", request: request)
  }

  func finish(_ response: inout EmulatedResponse) { response.headers[.amznRequestId] = RandomText.uuid() }

  private func refuse(_ failure: EmulatedVerificationFailure, _ request: EmulatedRequest) -> EmulatedResponse {
    context.reject(service, failure.reason, request)
    let (status, code, message) = failure.inQueryProtocolWords
    return self.failure(status: status, code: code, message: message, request: request)
  }
}
