import HTTPTypes
import NIOConcurrencyHelpers

/// The credentials endpoint of Amazon ECS tasks and of the EKS Pod Identity agent.
struct EmulatedContainerCredentials: EmulatedService {
  static let path = "/v2/credentials"

  let service = EmulatorService.containerCredentials
  private let context: ServiceContext
  private let token: NIOLockedValueBox<String>

  init(context: ServiceContext, token: NIOLockedValueBox<String>) {
    self.context = context
    self.token = token
  }

  func admit(_ request: EmulatedRequest) -> Admission { .response(respond(request)) }

  private func respond(_ request: EmulatedRequest) -> EmulatedResponse {
    guard request.method == "GET" else {
      return failure(status: 405, code: "MethodNotAllowed", message: "Only GET is allowed.", request: request)
    }
    guard request.path == Self.path || request.path == Self.path + "/" else {
      return failure(status: 404, code: "NoIdFound", message: "No credentials at this path.", request: request)
    }
    let expected = token.withLockedValue { $0 }
    guard expected.isEmpty || request.first(.authorization) == expected else {
      context.reject(service, "Unauthorized", request)
      return failure(
        status: 401, code: "AccessDenied", message: "The Authorization header does not hold the current token.",
        request: request)
    }
    context.accept(service)
    let set = context.authority.fetchRoleCredentials()
    context.statistics.record { $0.containerCredentialFetches += 1 }
    return EmulatedResponse(
      status: 200,
      json: .object([
        ("RoleArn", .string(context.authority.roleArn)), ("AccessKeyId", .string(set.accessKeyId)),
        ("SecretAccessKey", .string(set.secretAccessKey)), ("Token", .string(set.sessionToken)),
        ("Expiration", .string(ExpirationText.text(set.expiration))),
        ("AccountId", .string(context.configuration.accountId)),
      ]))
  }

  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    EmulatedResponse(status: status, json: .object([("code", .string(code)), ("message", .string(message))]))
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse {
    failure(status: 429, code: "TooManyRequests", message: "Rate exceeded", request: request)
  }

  func finish(_ response: inout EmulatedResponse) { response.headers[.amznRequestId] = RandomText.uuid() }
}
