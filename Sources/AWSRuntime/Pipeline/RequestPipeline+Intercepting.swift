import AWSCore
import AWSCredentials
import HTTPTypes

/// The header fields of one attempt, as its interceptors have left them.
struct InterceptedFields {
  /// The attempt as the interceptors saw it last; without secrets.
  let attempt: InterceptedAttempt
  /// What is signed and sent.
  let fields: HTTPFields
}

extension RequestPipeline {
  /// Shows an attempt to the interceptors, and takes the header fields that they have left.
  ///
  /// - Parameters:
  ///   - prepared: What is sent in each attempt.
  ///   - number: Which attempt it is, from 1.
  /// - Throws: ``ServiceError`` if an interceptor throws, changes what is the client's, or adds a password that everybody on the
  ///   way could read.
  func intercepted(
    _ request: ServiceRequest, _ prepared: PreparedBody, number: Int
  ) async throws(ServiceError) -> InterceptedFields {
    let secrets = HiddenFields(in: prepared.headers, secrets: request.secrets)
    let rules = FixedFields(of: request, prepared, isSigned: signs(request))
    var attempt = InterceptedAttempt(
      operation: operationName(request), number: number, method: request.method, scheme: request.scheme,
      authority: request.authority, target: request.target, headerFields: secrets.shown)
    for interceptor in configuration.interceptors {
      let before = attempt.headerFields
      do {
        try await interceptor.modifyBeforeSigning(&attempt)
      } catch {
        throw failure(of: interceptor, "failed before attempt \(number) was sent", request, attempts: number - 1, error)
      }
      if let name = rules.violation(from: before, to: attempt.headerFields) {
        throw failure(
          of: interceptor, "changed the header field '\(name)', which the client sets by itself", request,
          attempts: number - 1, nil)
      }
    }
    let fields = secrets.restored(in: attempt.headerFields)
    if !signs(request) { try checkPlainHTTP(fields, of: request) }
    return InterceptedFields(attempt: attempt, fields: fields)
  }

  /// Shows the interceptors what came of an attempt, the last of them first.
  ///
  /// - Parameters:
  ///   - intercepted: The attempt.
  ///   - start: When it was sent, by the monotonic clock.
  /// - Throws: ``ServiceError`` if an interceptor throws.
  func notify(
    _ intercepted: InterceptedFields, of sent: Result<HTTPTransportResponse, HTTPTransportError>, since start: Duration,
    _ request: ServiceRequest, _ snapshot: CredentialSnapshot?
  ) async throws(ServiceError) {
    let duration = configuration.clock.monotonicNow() - start
    let echoes = echoes(of: request, intercepted.fields, snapshot)
    let outcome = sent.map { Self.redacted($0.head, echoes) }
    let result = InterceptedResult(attempt: intercepted.attempt, outcome: outcome, duration: duration)
    let number = intercepted.attempt.number
    for interceptor in configuration.interceptors.reversed() {
      do {
        try await interceptor.readAfterAttempt(result)
      } catch {
        var failure = failure(
          of: interceptor, "failed after attempt \(number) was sent", request, attempts: number, error)
        failure.mayHaveTakenEffect = mayHaveTakenEffect(sent, request)
        throw failure
      }
    }
  }

  private func mayHaveTakenEffect(
    _ sent: Result<HTTPTransportResponse, HTTPTransportError>, _ request: ServiceRequest
  ) -> Bool {
    switch sent {
    case .success(let response): !Self.isRefusal(status: response.head.status.code)
    case .failure(let error): fate(of: .transport(error), request: request) == .unknown
    }
  }

  private func failure(
    of interceptor: any RequestInterceptor, _ problem: String, _ request: ServiceRequest, attempts: Int,
    _ cause: (any Error)?
  ) -> ServiceError {
    let name = "\(type(of: interceptor))".printable(limit: 100)
    return ServiceError(
      Task.isCancelled ? .cancelled : .interceptor, code: "Interceptor", message: "The interceptor \(name) \(problem).",
      operation: operationName(request), attempts: attempts, cause: cause)
  }
}

/// The fields that interceptors may not change: those that the signer and the transport set, and what was worked out from the body.
private struct FixedFields {
  private let names: Set<String>

  private static let always: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "x-amz-date", "x-amz-content-sha256",
    "x-amz-security-token", "x-amz-s3session-token", "x-amz-region-set",
  ]

  init(of request: ServiceRequest, _ prepared: PreparedBody, isSigned: Bool) {
    var names = Self.always
    if isSigned { names.insert("authorization") }
    for field in prepared.headers where field.name != .userAgent {
      if prepared.headers[values: field.name] != request.headers[values: field.name] {
        names.insert(field.name.canonicalName)
      }
    }
    self.names = names
  }

  /// The name of a field that was changed and may not be.
  func violation(from before: HTTPFields, to after: HTTPFields) -> String? {
    guard before != after else { return nil }
    let all = Set(before.map(\.name)).union(after.map(\.name))
    return all.filter { before[values: $0] != after[values: $0] && names.contains($0.canonicalName) }
      .map(\.canonicalName).min()
  }
}
