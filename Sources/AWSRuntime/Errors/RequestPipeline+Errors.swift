import AWSCredentials
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension RequestPipeline {
  /// The error a caller sees for the last attempt.
  func error(
    from failure: AttemptFailure, request: ServiceRequest, snapshot: CredentialSnapshot?, attempts: Int
  ) -> ServiceError {
    let operation = operationName(request)
    switch failure {
    case .service(let head, let error, let body):
      let verdict = service.classifier.verdict(status: head.status.code, error: error)
      return ServiceError(
        verdict == .rejectedCredentials ? .rejectedCredentials : .service, code: error.code, message: error.message,
        operation: operation, response: head, body: body, attempts: attempts,
        explanation: explanation(of: error, verdict: verdict, status: head.status.code, snapshot: snapshot))
    case .unreadError(let head):
      let error = service.parseError(head, [])
      return ServiceError(
        .service, code: error.code, message: "\(error.message) (the text of the error could not be read)",
        operation: operation, response: head, attempts: attempts,
        explanation: explanation(of: error, verdict: .final, status: head.status.code, snapshot: snapshot))
    case .brokenBody(let head, let error):
      return ServiceError(
        .transport, code: "IncompleteResponse", message: "the answer broke off", operation: operation, response: head,
        attempts: attempts, cause: error)
    case .transport(let error):
      let kind: ServiceError.Kind =
        switch error.code {
        case .cancelled: .cancelled
        case .invalidRequest: .invalidRequest
        case .body: .body
        default: .transport
        }
      return ServiceError(
        kind, code: "Transport", message: "\(request.scheme)://\(request.authority): \(error.message)",
        operation: operation, attempts: attempts, cause: error.cause)
    }
  }

  private func explanation(
    of error: ParsedServiceError, verdict: Verdict, status: Int, snapshot: CredentialSnapshot?
  ) -> String? {
    guard let snapshot, [400, 401, 403].contains(status) else { return nil }
    return RejectionDiagnosis(
      credentials: snapshot.credentials, isRejection: verdict == .rejectedCredentials, code: error.code,
      skew: shared.skew.seconds, now: configuration.clock.now()
    ).text
  }
}
