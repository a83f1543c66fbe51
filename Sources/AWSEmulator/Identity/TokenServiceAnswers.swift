import HTTPTypes
import NIOCore

/// How the services answer that speak JSON and take tokens instead of signatures.
protocol TokenService: EmulatedService {}

extension TokenService {
  /// An error with AWS's name for it in the header field and, in services that follow OAuth, its own in `error`.
  func refusal(_ status: Int, _ code: String, _ message: String, oauth: String? = nil) -> Answer {
    var members: [(name: String, value: JSON)] = []
    if let oauth {
      members = [("error", .string(oauth)), ("error_description", .string(message))]
    }
    members.append(("message", .string(message)))
    var answer = Answer(status: status, json: .object(members))
    answer.headers[.amznErrorType] = code
    return answer
  }

  func failure(status: Int, code: String, message: String, request: IncomingRequest) -> Answer {
    refusal(status, code, message)
  }

  func throttled(_ request: IncomingRequest) -> Answer { refusal(429, "TooManyRequestsException", "Rate exceeded") }

  func finish(_ answer: inout Answer) { answer.headers[.amznRequestId] = RandomText.uuid() }

  /// Reads a small JSON object and answers it.
  func readObject(_ answer: @escaping @Sendable (JSON) -> Answer) -> Admission {
    let plan = BodyPlan(limit: 1 << 16, tooLarge: refusal(413, "RequestTooLarge", "The request is too large."))
    return .read(plan) { body in
      guard let object = try? JSONParser.parse(Array(body.buffer.readableBytesView)), object.members != nil else {
        return refusal(400, "InvalidRequestException", "The body is not a JSON object.", oauth: "invalid_request")
      }
      return answer(object)
    }
  }
}

extension HTTPField.Name {
  static let amznErrorType = known("x-amzn-ErrorType")
}
