import HTTPTypes
import NIOCore

/// AWS STS: `AssumeRole` and `GetCallerIdentity`, in the Query protocol.
///
/// `DurationSeconds` may be as short as a second; AWS wants at least 900.
struct SecurityTokenService: EmulatedService {
  let service = EmulatorService.sts
  private let context: ServiceContext
  private let verifier: SignatureVerifier

  static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

  init(context: ServiceContext) {
    self.context = context
    verifier = SignatureVerifier(
      authority: context.authority, clock: context.clock,
      rules: .init(
        services: ["sts"], region: context.configuration.region, pathRule: .normalizedAndEncodedAgain,
        tolerance: context.configuration.clockTolerance))
  }

  func admit(_ request: IncomingRequest) -> Admission {
    do throws(VerificationFailure) {
      let (signature, key) = try verifier.admit(request)
      let plan = BodyPlan(
        limit: min(context.configuration.requestSizeLimit, 1 << 20),
        tooLarge: failure(
          status: 413, code: "RequestEntityTooLarge", message: "The request is too large.", request: request))
      return .read(plan) { body in
        do throws(VerificationFailure) {
          try verifier.verify(signature, by: key, request: request, payloadHash: body.sha256)
        } catch {
          return refuse(error, request)
        }
        context.accept(service)
        return perform(request, body: body, key: key)
      }
    } catch {
      return .answer(refuse(error, request))
    }
  }

  private func perform(_ request: IncomingRequest, body: CollectedBody, key: CredentialAuthority.Key) -> Answer {
    guard request.path == "/" || request.path.isEmpty, request.method == "POST" || request.method == "GET" else {
      return failure(
        status: 404, code: "UnknownOperationException", message: "Send GET or POST to /.", request: request)
    }
    var parameters: [String: String] = [:]
    for (name, value) in request.parameters + IncomingRequest.parameters(of: String(buffer: body.buffer)) {
      parameters[name] = value
    }
    switch parameters["Action"] {
    case "GetCallerIdentity": return callerIdentity(key)
    case "AssumeRole": return assumeRole(parameters, request)
    case let action:
      return failure(
        status: 400, code: action == nil ? "MissingAction" : "InvalidAction",
        message: "Could not find operation \(action ?? "") for version 2011-06-15.", request: request)
    }
  }

  private func callerIdentity(_ key: CredentialAuthority.Key) -> Answer {
    result("GetCallerIdentity") { xml in
      xml.element("Arn", key.identity.arn)
      xml.element("UserId", key.identity.userId)
      xml.element("Account", key.identity.accountId)
    }
  }

  private func assumeRole(_ parameters: [String: String], _ request: IncomingRequest) -> Answer {
    func invalid(_ message: String) -> Answer {
      failure(status: 400, code: "ValidationError", message: message, request: request)
    }
    guard let arn = parameters["RoleArn"], arn.hasPrefix("arn:"), arn.contains(":role/"), arn.utf8.count <= 2048 else {
      return invalid("\(parameters["RoleArn"] ?? "") is invalid: RoleArn has to be the ARN of a role.")
    }
    let name = parameters["RoleSessionName"] ?? ""
    guard (2...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isSessionNameByte) else {
      return invalid("RoleSessionName has to be 2 to 64 characters of A-Z a-z 0-9 _ = , . @ -.")
    }
    guard let seconds = Int(parameters["DurationSeconds"] ?? "3600"), (1...43_200).contains(seconds) else {
      return invalid("DurationSeconds has to be a number from 1 to 43200.")
    }
    let (set, identity) = context.authority.assume(roleArn: arn, sessionName: name, lifetime: Double(seconds))
    context.statistics.record { $0.assumedRoles += 1 }
    return result("AssumeRole") { xml in
      xml.element("AssumedRoleUser") { xml in
        xml.element("AssumedRoleId", identity.userId)
        xml.element("Arn", identity.arn)
      }
      xml.element("Credentials") { xml in
        xml.element("AccessKeyId", set.accessKeyId)
        xml.element("SecretAccessKey", set.secretAccessKey)
        xml.element("SessionToken", set.sessionToken)
        xml.element("Expiration", ExpirationText.text(set.expiration))
      }
    }
  }

  private static func isSessionNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "_+=,.@-".utf8.contains(byte)
    }
  }

  private func result(_ action: String, _ content: (inout XMLText) -> Void) -> Answer {
    var xml = XMLText()
    xml.element("\(action)Response", attributes: "xmlns=\"\(Self.namespace)\"") { xml in
      xml.element("\(action)Result", content)
      xml.element("ResponseMetadata") { $0.element("RequestId", RandomText.uuid()) }
    }
    return Answer(status: 200, text: xml.text, type: "text/xml")
  }
}

extension SecurityTokenService {
  func failure(status: Int, code: String, message: String, request: IncomingRequest) -> Answer {
    var xml = XMLText()
    xml.element("ErrorResponse", attributes: "xmlns=\"\(Self.namespace)\"") { xml in
      xml.element("Error") { xml in
        xml.element("Type", status < 500 ? "Sender" : "Receiver")
        xml.element("Code", code)
        xml.element("Message", message)
      }
      xml.element("RequestId", RandomText.uuid())
    }
    return Answer(status: status, text: xml.text, type: "text/xml")
  }

  func throttled(_ request: IncomingRequest) -> Answer {
    failure(status: 400, code: "Throttling", message: "Rate exceeded", request: request)
  }

  func finish(_ answer: inout Answer) { answer.headers[.amznRequestId] = RandomText.uuid() }

  private func refuse(_ failure: VerificationFailure, _ request: IncomingRequest) -> Answer {
    context.reject(service, failure.reason, request)
    let (status, code, message) = failure.inQueryProtocolWords
    return self.failure(status: status, code: code, message: message, request: request)
  }
}
