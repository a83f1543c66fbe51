import AWSCredentials
import AWSRuntime
import HTTPTypes

extension ElasticError {
  /// Converts the pipeline's error.
  init(_ error: ServiceError) {
    guard let head = error.response, error.kind == .service || error.kind == .rejectedCredentials else {
      self.init(
        Code(error.kind), message: error.message, operation: error.operation, response: error.response,
        body: error.body, attempts: error.attempts, explanation: error.explanation,
        mayHaveTakenEffect: error.mayHaveTakenEffect,
        isThrottled: error.isThrottled, isRetryable: error.isRetryable, cause: error.cause)
      return
    }
    let server = error.details as? ServerError ?? ServerError(head: head, body: error.body)
    let code =
      error.kind == .rejectedCredentials ? .rejectedCredentials : Code(status: head.status.code, error: server)
    self.init(
      code, message: error.message, type: server.type, rootCauses: server.rootCauses, causedBy: server.causedBy,
      operation: error.operation, response: head, body: error.body, attempts: error.attempts,
      explanation: error.explanation ?? code.advice, mayHaveTakenEffect: error.mayHaveTakenEffect,
      isThrottled: error.isThrottled, isRetryable: error.isRetryable, cause: error.cause)
    document = server.document
  }
}

extension ElasticError {
  /// The error for the pipeline if a successful response cannot be read.
  var damage: ParsedServiceError {
    var error = ParsedServiceError(code: "InvalidResponse", message: message)
    error.isInvalidResponse = true
    error.isDamaged = true
    error.cause = cause
    return error
  }
}

extension ElasticError.Code {
  fileprivate init(_ kind: ServiceError.Kind) {
    switch kind {
    case .credentials: self = .credentials
    case .rejectedCredentials: self = .rejectedCredentials
    case .invalidRequest, .body: self = .invalidRequest
    case .transport: self = .transport
    case .invalidResponse: self = .invalidResponse
    case .interceptor: self = .interceptor
    case .cancelled: self = .cancelled
    default: self = .other
    }
  }
}
