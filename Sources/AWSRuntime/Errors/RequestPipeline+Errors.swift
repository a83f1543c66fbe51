import AWSCore
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
    from failure: AttemptFailure, request: ServiceRequest, _ prepared: PreparedBody, sent: HTTPTransportRequest?,
    snapshot: CredentialSnapshot?, attempts: Int, refusedCorrection: Double? = nil
  ) -> ServiceError {
    let operation = operationName(request)
    let echoes = echoes(of: request, prepared.headers, snapshot)
    switch failure {
    case .service(let head, let error, let body):
      let status = error.status ?? head.status.code
      let verdict = service.classifier.verdict(status: status, error: error)
      return ServiceError(
        verdict == .rejectedCredentials ? .rejectedCredentials : error.isInvalidResponse ? .invalidResponse : .service,
        code: error.code,
        message: echoes.redacted(SignatureMismatch.withoutCanonicalRequest(error.message)),
        operation: operation, response: Self.redacted(head, echoes),
        body: Self.redacted(body, echoes), attempts: attempts,
        explanation: [
          mismatch(in: body, error: error, status: status, of: request, prepared, sent: sent, snapshot: snapshot),
          explanation(of: error, verdict: verdict, status: status, snapshot: snapshot),
          unsignedAdvice(request, status: status), request.codeRules?.advice[error.code],
          refusedCorrection.map(Self.explanation(ofRefusedCorrection:)),
        ].compactMap { $0 }.sentences.nilIfBlank,
        isThrottled: verdict == .throttled,
        isRetryable: verdict == .transient || request.codeRules?.retried.contains(error.code) == true,
        details: error.details?.redacted(by: echoes.redacted), cause: error.cause)
    case .unreadError(let head):
      let error = service.parseError(head, [])
      let verdict = service.classifier.verdict(status: head.status.code, error: error)
      return ServiceError(
        .service, code: error.code,
        message: [echoes.redacted(error.message), "The text of the error could not be read."].sentences,
        operation: operation, response: Self.redacted(head, echoes), attempts: attempts,
        explanation: unsignedAdvice(request, status: head.status.code)
          ?? explanation(of: error, verdict: .final, status: head.status.code, snapshot: snapshot),
        isThrottled: verdict == .throttled, isRetryable: verdict == .transient)
    case .brokenBody(let head, let error):
      if let limit = failure.exceededLimit {
        return ServiceError(
          .invalidResponse, code: "ResponseTooLarge",
          message: """
            The response has more than \(limit) bytes, the most that is read into memory; ask for less at a time, for example \
            for fewer keys of a list, or raise the limit if it is the client's.
            """,
          operation: operation, response: Self.redacted(head, echoes), attempts: attempts, cause: error)
      }
      return ServiceError(
        Task.isCancelled ? .cancelled : .transport, code: "IncompleteResponse", message: "The response broke off.",
        operation: operation,
        response: Self.redacted(head, echoes), attempts: attempts, isRetryable: true, cause: error)
    case .transport(let error):
      let kind: ServiceError.Kind =
        switch error.code {
        case .cancelled where Task.isCancelled: .cancelled
        case .invalidRequest: .invalidRequest
        case .body: .body
        default: .transport
        }
      return ServiceError(
        kind, code: "Transport",
        message: Self.message(of: error, from: request),
        operation: operation, attempts: attempts, isRetryable: error.code.isPassing, cause: error.cause)
    }
  }

  /// Why there is no response, with the name of who should have given one.
  private static func message(of error: HTTPTransportError, from request: ServiceRequest) -> String {
    if error.code == .untrustedCertificate {
      return ["The certificate of \(request.authority) is not trusted.", error.message].sentences
    }
    // A transport may say itself whom it could not reach.
    if error.message.contains(request.authority) { return error.message }
    return ["There is no response from \(request.scheme)://\(request.authority).", error.message].sentences
  }

  /// What the service read and what was signed, if its response tells what it read.
  private func mismatch(
    in body: [UInt8], error: ParsedServiceError, status: Int, of request: ServiceRequest, _ prepared: PreparedBody,
    sent: HTTPTransportRequest?, snapshot: CredentialSnapshot?
  ) -> String? {
    // An engine may repeat a caller's text, in which the same phrases may stand.
    guard Self.mismatchCodes.contains(error.code) || error.gatewayMessage != nil else { return nil }
    guard let snapshot, let sent, [400, 401, 403].contains(status), let text = String(validating: body, as: UTF8.self),
      let read = SignatureMismatch.canonicalRequest(inError: text),
      let date = Self.value("x-amz-date", in: sent).flatMap({ ISO8601.date(fromBasic: $0) })
    else { return nil }
    // The same request at the same time has the same canonical form: it is made anew, not kept for each attempt.
    let signed = try? signer(of: request).sign(
      signingRequest(request, headers: prepared.headers), payload: prepared.payload, credentials: snapshot.credentials,
      date: date)
    return signed.map { "\(SignatureMismatch(signed: $0.canonicalRequest, read: read))" }
  }

  private static let mismatchCodes: Set<String> = ["SignatureDoesNotMatch", "InvalidSignatureException"]

  private static func value(_ name: String, in request: HTTPTransportRequest) -> String? {
    HTTPField.Name(name).flatMap { request.head.headerFields[$0] }
  }

  /// What takes the request's secrets out of whatever the service says: a server may send back all that it was sent.
  ///
  /// - Parameter fields: The header fields of the attempt, without those of its signature.
  func echoes(
    of request: ServiceRequest, _ fields: HTTPFields, _ snapshot: CredentialSnapshot?
  ) -> EchoRedaction {
    var echoes = snapshot?.redaction ?? EchoRedaction()
    for secret in request.secrets + HiddenFields(in: fields, secrets: request.secrets).values { echoes.insert(secret) }
    return echoes
  }

  static func redacted(_ head: HTTPResponse, _ echoes: EchoRedaction) -> HTTPResponse {
    var head = head
    head.headerFields = HTTPFields(head.headerFields.map { HTTPField(name: $0.name, value: echoes.redacted($0.value)) })
    return head
  }

  private static func redacted(_ body: [UInt8], _ echoes: EchoRedaction) -> [UInt8] {
    // Any piece of 16 bytes of a secret is taken out, so it is enough that no such piece is cut in the middle; escaped it is up
    // to six times as long.
    let kept = Array(body.prefix(ServiceError.bodyLimit + 16 * 6))
    return echoes.redacted(kept) ?? kept
  }

  /// What to do about the refusal of a request that is unsigned because the client has no credentials.
  private func unsignedAdvice(_ request: ServiceRequest, status: Int) -> String? {
    guard request.authentication == .signed, !signs(request), status == 401 || status == 403 else { return nil }
    return """
      The request was not signed, because the client's credentials are anonymous: give it credentials, unless this is meant to \
      be public.
      """
  }

  private static func explanation(ofRefusedCorrection offset: Double) -> String {
    """
    The Date of the service's response is \(Int(offset.magnitude)) s \(offset > 0 ? "ahead of" : "behind") this machine's \
    clock, but a request signed by that time was refused as well, so it is probably wrong.
    """
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
