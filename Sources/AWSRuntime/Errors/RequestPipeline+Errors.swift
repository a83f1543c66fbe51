import AWSCredentials
import AWSSigV4
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
        verdict == .rejectedCredentials ? .rejectedCredentials : .service, code: error.code,
        message: SignatureMismatch.withoutCanonicalRequest(error.message), operation: operation, response: head,
        body: body, attempts: attempts,
        explanation: mismatch(in: body, of: request, snapshot: snapshot)
          ?? explanation(of: error, verdict: verdict, status: head.status.code, snapshot: snapshot))
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

  /// What the service read and what was signed, if its answer tells what it read.
  private func mismatch(
    in body: [UInt8], of request: ServiceRequest, snapshot: CredentialSnapshot?
  ) -> String? {
    guard let snapshot, let text = String(validating: body, as: UTF8.self),
      let read = SignatureMismatch.canonicalRequest(inError: text), let date = Self.signingDate(of: read)
    else { return nil }
    let payload: PayloadHash
    switch (request.body.bytesInMemory, read.split(separator: "\n").last) {
    case (let bytes?, _): payload = .bytes(bytes)
    case (_, "UNSIGNED-PAYLOAD"?): payload = .unsigned
    // The hash of a stream was computed on its way and is gone.
    case (_, let hash?): payload = .sha256(hex: String(hash))
    default: return nil
    }
    let signed = try? service.signer.sign(
      signingRequest(request), payload: payload, credentials: snapshot.credentials, date: date)
    return signed.map { "\(SignatureMismatch(signed: $0.canonicalRequest, read: read))" }
  }

  /// The time in the header `x-amz-date` of a canonical request.
  private static func signingDate(of canonicalRequest: String) -> Date? {
    let name = "x-amz-date:"
    guard let line = canonicalRequest.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    return ISO8601.date(fromBasic: line.dropFirst(name.count))
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
