import HTTPTypes
import NIOCore

/// How the services respond that speak JSON and take tokens instead of signatures.
protocol EmulatedTokenService: EmulatedService {}

extension EmulatedTokenService {
  /// An error with AWS's name for it in the header field and, in services that follow OAuth, its own in `error`.
  func refusal(_ status: Int, _ code: String, _ message: String, oauth: String? = nil) -> EmulatedResponse {
    var members: [(name: String, value: JSON)] = []
    if let oauth {
      members = [("error", .string(oauth)), ("error_description", .string(message))]
    }
    members.append(("message", .string(message)))
    var response = EmulatedResponse(status: status, json: .object(members))
    response.headers[.amznErrorType] = code
    return response
  }

  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    refusal(status, code, message)
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse {
    refusal(429, "TooManyRequestsException", "Rate exceeded")
  }

  func finish(_ response: inout EmulatedResponse) { response.headers[.amznRequestId] = RandomText.uuid() }

  /// Reads a small JSON object and responds to it.
  func readObject(_ respond: @escaping @Sendable (JSON) -> EmulatedResponse) -> Admission {
    let plan = BodyPlan(limit: 1 << 16, tooLarge: refusal(413, "RequestTooLarge", "The request is too large."))
    return .read(plan) { body in
      guard let object = try? JSONParser.parse(Array(body.buffer.readableBytesView)), object.members != nil else {
        return refusal(400, "InvalidRequestException", "The body is not a JSON object.", oauth: "invalid_request")
      }
      return respond(object)
    }
  }
}

extension HTTPField.Name {
  static let amznErrorType = known("x-amzn-ErrorType")
}
