package import AWSCredentials
package import AWSSigV4
package import HTTPTypes
import Logging
import Metrics
import Tracing

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// What the pipeline has to know about a service.
package struct ServiceDescription: Sendable {
  /// The service's name for messages, metrics and traces: `s3`.
  package var name: String
  package var signer: SigV4Signer
  package var classifier: ErrorClassifier
  /// Reads an error from a response: status, header fields, body.
  package var parseError: @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError
  package init(
    name: String, signer: SigV4Signer, classifier: ErrorClassifier = .standard,
    parseError: @escaping @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError
  ) {
    self.name = name
    self.signer = signer
    self.classifier = classifier
    self.parseError = parseError
  }
}

/// The path of every request, from an operation to its output. Cheap to copy; copies share quota, clock offset and
/// metrics.
///
/// 1. Encode the operation to wire bytes: path and query are final here. The client does it, which makes the
///    ``ServiceRequest``, and
/// 2. resolves where it goes and how it is signed.
/// 3. Prepare the body, once: its hash, its checksum, its framing.
///
/// Then for each attempt, in the one loop there is, after the interceptors have seen it:
///
/// 4. take the current snapshot of the credentials,
/// 5. sign, with the service's time,
/// 6. send, and tell the interceptors what came of it,
/// 7. read the body as the operation says and classify the response; for a success, by decoding it,
/// 8. learn the service's time from the response,
/// 9. go where the resource is, or invalidate rejected credentials, pay for the retry and pause; then go back to 4.
///
/// 10. What was decoded in step 7 is the output.
package struct RequestPipeline: Sendable {
  package private(set) var service: ServiceDescription
  package private(set) var configuration: ClientConfiguration
  /// Sends the requests: the configuration's transport, ready for many requests.
  package private(set) var transport: any HTTPTransport
  let shared: Shared
  /// Where requests really go, if the transport sends them to another host than the one they name.
  let reroutedAuthority: String?
  /// The `User-Agent` of requests that have none of their own.
  let userAgent: HTTPField

  /// What belongs to a client rather than to a request, and outlives it when the next is made from the same configuration.
  package final class Shared: Sendable {
    let skew = ClockSkew()
    let quota: RetryQuota
    let signers = SignerStore()
    package let learnedRegions = LearnedRegions()
    let requests: Counter
    let retries: Counter
    let failures: Counter
    /// Taken by the first signed request that goes over plain http to another machine.
    let plainHTTPWarning = OnceFlag()
    /// Taken by the first client whose application id is not as AWS wants it.
    let applicationIdWarning = OnceFlag()

    init(service: String, quota: Int) {
      self.quota = RetryQuota(capacity: quota)
      let dimensions = [("service", service)]
      requests = Counter(label: "aws.client.requests", dimensions: dimensions)
      retries = Counter(label: "aws.client.retries", dimensions: dimensions)
      failures = Counter(label: "aws.client.failures", dimensions: dimensions)
    }
  }

  package init(service: ServiceDescription, configuration: ClientConfiguration) {
    self.service = service
    self.configuration = configuration
    transport = configuration.transport.wrappedOnce
    reroutedAuthority = (configuration.transport as? any ReroutingTransport)?.authority
    shared = configuration.continuity.shared(service: service.name, quota: configuration.retry.quota)
    userAgent = HTTPField(
      name: .userAgent, value: Self.userAgent(configuration, service: service.name, shared: shared))
  }

  /// The pipeline for calls that differ from those of this one. It has everything else in common with it: transport, quota,
  /// clock offset, metrics, and the signing keys of each region and set of credentials.
  package func with(_ overrides: CallOverrides) -> RequestPipeline {
    var copy = self
    copy.configuration.override(with: overrides)
    let region = overrides.region ?? service.signer.region
    guard region != service.signer.region || copy.configuration.credentials !== configuration.credentials else {
      return copy
    }
    let signing = RequestSigning(
      service: service.signer.service, scheme: .sigV4(region: region), credentials: copy.configuration.credentials)
    if case .sigV4(let signer) = shared.signers.signer(for: signing) { copy.service.signer = signer }
    return copy
  }

  /// A copy that sends its requests another way.
  package func with(transport: any HTTPTransport) -> RequestPipeline {
    var copy = self
    copy.configuration.transport = transport
    copy.transport = transport
    return copy
  }

  /// The service's time, as far as it is known.
  package func signingTime(at now: Date) -> Date { now.addingTimeInterval(shared.skew.seconds) }

  /// The service's time, if it has taken a request that was signed by it; else this machine's.
  func provenTime(at now: Date) -> Date { now.addingTimeInterval(shared.skew.provenSeconds) }

  /// The current credentials, refreshed first if due.
  ///
  /// The time is this machine's. The service's, which may be wrong or another service's, never gets into the cache,
  /// where it would affect everybody's credentials.
  ///
  /// - Parameters:
  ///   - now: The time by this machine's clock.
  ///   - end: Until when they should still work; those that do not are refreshed as well.
  ///   - deadline: When the call has to end; `nil` for no limit.
  ///   - attempts: How many attempts the call has made.
  func snapshot(
    at now: Date, until end: Date?, for request: ServiceRequest, deadline: CallDeadline?, attempts: Int = 0
  ) async throws(ServiceError) -> CredentialSnapshot {
    guard let deadline else { return try await snapshot(at: now, until: end, for: request) }
    if end == nil, let ready = credentials(of: request).servable(at: now) { return ready }
    return try await deadline.limit { () async throws(ServiceError) in
      try await snapshot(at: now, until: end, for: request)
    } or: {
      timeUp(deadline, "while it waited for credentials", request, attempts: attempts)
    }
  }

  private func snapshot(
    at now: Date, until end: Date?, for request: ServiceRequest
  ) async throws(ServiceError) -> CredentialSnapshot {
    let credentials = credentials(of: request)
    do throws(CredentialError) {
      guard let end else { return try await credentials.takeSnapshot(at: now) }
      return try await credentials.takeSnapshot(validUntil: end, at: now)
    } catch {
      let kind: ServiceError.Kind = error.isCancellation ? .cancelled : .credentials
      throw ServiceError(
        kind, code: "Credentials", message: "There are no credentials to sign with.", operation: operationName(request),
        isRetryable: error.mayPass, cause: error)
    }
  }

  /// Sends a request until it succeeds or there is no point in trying again.
  ///
  /// - Returns: The successful response; its body is read as ``ServiceRequest/responseBody`` says.
  package func execute(_ request: ServiceRequest) async throws(ServiceError) -> ServiceResponse {
    try await execute(request) { response in response }
  }

  /// Sends a request until there is an output or no point in trying again.
  ///
  /// - Parameter decode: Reads the output from a response of status 2xx. What it throws is an error of the service that came
  ///   with such a status; one that is ``ParsedServiceError/isDamaged`` is asked for again, if that is safe.
  package func execute<Output: Sendable>(
    _ request: ServiceRequest, decode: (ServiceResponse) throws(ParsedServiceError) -> Output
  ) async throws(ServiceError) -> Output {
    do throws(ServiceError) {
      return try await InstrumentationSystem.isBootstrapped
        ? executeInSpan(request, decode) : attemptRepeatedly(request, decode).output
    } catch {
      shared.failures.increment()
      throw error
    }
  }

  private func executeInSpan<Output: Sendable>(
    _ request: ServiceRequest, _ decode: Decoder<Output>
  ) async throws(ServiceError) -> Output {
    let result = await withSpan(operationName(request), ofKind: .client) { span -> Result<Output, ServiceError> in
      span.attributes["rpc.system"] = "aws-api"
      span.attributes["rpc.service"] = service.name
      span.attributes["rpc.method"] = request.operation
      span.attributes["server.address"] = request.authority
      do throws(ServiceError) {
        let (output, status) = try await attemptRepeatedly(request, decode)
        span.attributes["http.response.status_code"] = status
        return .success(output)
      } catch {
        span.attributes["error.type"] = error.code
        if let status = error.statusCode { span.attributes["http.response.status_code"] = status }
        span.setStatus(SpanStatus(code: .error))
        return .failure(error)
      }
    }
    return try result.get()
  }
}

// MARK: - Attempts

extension RequestPipeline {
  /// How a response of status 2xx is read.
  private typealias Decoder<Output> = (ServiceResponse) throws(ParsedServiceError) -> Output

  private func attemptRepeatedly<Output: Sendable>(
    _ request: ServiceRequest, _ decode: Decoder<Output>
  ) async throws(ServiceError) -> (output: Output, status: Int) {
    try checkPlainHTTP(request)
    var state = RetryState(after: request.precursor, deadline: CallDeadline(configuration))
    var prepared = try await prepare(request)  // 3
    if !prepared.headers.contains(.userAgent) { prepared.headers.append(userAgent) }
    do throws(ServiceError) {
      return try await attemptRepeatedly(request, prepared, state: &state, decode)
    } catch {
      throw error.following(state, request: request, classifier: service.classifier)
    }
  }

  private func attemptRepeatedly<Output: Sendable>(
    _ request: ServiceRequest, _ unseen: PreparedBody, state: inout RetryState, _ decode: Decoder<Output>
  ) async throws(ServiceError) -> (output: Output, status: Int) {
    var request = request
    var signer = signer(of: request)
    let isSigned = signs(request)
    var previous: CredentialSnapshot?
    while true {
      state.beginAttempt()
      let intercepted =
        configuration.interceptors.isEmpty
        ? nil : try await intercepted(request, unseen, number: state.attempts)
      let prepared = intercepted.map { unseen.with(headers: $0.fields) } ?? unseen
      let now = configuration.clock.now()
      let snapshot = isSigned ? try await snapshot(at: now, after: previous, request, state) : nil  // 4
      previous = snapshot
      let offset = shared.skew.seconds
      let date = now.addingTimeInterval(offset)
      let wire = try signed(
        request, prepared, by: signer, snapshot: snapshot, date: date, attempt: state.attempts,
        timeouts: try timeouts(of: request, state))  // 5
      shared.requests.increment()
      let start = intercepted == nil ? .zero : configuration.clock.monotonicNow()
      let (sent, time) = await send(wire, sent: now, offset: offset)  // 6
      if let intercepted { try await notify(intercepted, of: sent, since: start, request, snapshot) }
      // What is not signed says nothing about the time to sign by, and the time is no reason to send it again.
      let exchange = isSigned ? time : nil
      switch await outcome(of: sent, request: request, state: state, decode) {  // 7
      case .success(let output):
        if let exchange { shared.skew.learn(from: exchange, .taken) }  // 8
        state.succeeded(quota: shared.quota)
        return output
      case .failure(let failure):
        let refusal = ClockTrial.Refusal(failure: failure, prepared: prepared, wire: wire, snapshot: snapshot)
        if let exchange { state.clock.learn(from: exchange, refusal, skew: shared.skew) }  // 8
        let redirection = await redirection(of: request, after: failure, state: &state)
        let pause =
          redirection == nil ? nextDelay(after: failure, request: request, snapshot: snapshot, state: &state) : .zero
        guard let delay = pause else {  // 9
          let told = state.clock.telling(refusal)
          let error = error(
            from: told.failure, request: request, told.prepared, sent: told.wire, snapshot: told.snapshot,
            attempts: state.attempts, refusedCorrection: state.clock.refusedCorrection)
          throw state.hasRunOutOfTime ? error.runOutOfTime(state.deadline) : error
        }
        do throws(ServiceError) {
          try checkReplay(request, prepared, failure: failure, sent: wire, snapshot: snapshot, attempts: state.attempts)
        } catch {
          state.refundUnbegun(quota: shared.quota)
          throw error
        }
        if let redirection {
          request.move(to: redirection)
          signer = self.signer(of: request)
        }
        shared.retries.increment()
        log(failure, request: request, delay: delay, attempts: state.attempts)
        do {
          try await configuration.clock.sleep(for: delay)
        } catch {
          state.refundUnbegun(quota: shared.quota)
          throw ServiceError(
            .cancelled, code: "Cancelled", message: "The task was cancelled between two attempts.",
            operation: operationName(request), attempts: state.attempts, cause: error)
        }
      }
    }
  }

  /// Where the request is sent instead, if the response says that what it is for is elsewhere.
  private func redirection(
    of request: ServiceRequest, after failure: AttemptFailure, state: inout RetryState
  ) async -> ServiceRequest.Redirection? {
    guard let redirect = request.redirect, state.mayBeRedirected else { return nil }
    let found: ServiceRequest.Redirection? =
      switch failure {
      case .service(let head, let error, _): await redirect(head, error)
      case .unreadError(let head): await redirect(head, service.parseError(head, []))
      case .brokenBody, .transport: nil
      }
    return found != nil && state.redirect() ? found : nil
  }

  /// The regions in which resources were found, which all clients made from one configuration share.
  package var learnedRegions: LearnedRegions { shared.learnedRegions }

  package func operationName(_ request: ServiceRequest) -> String { "\(service.name).\(request.operation)" }

  /// The credentials for an attempt.
  ///
  /// - Parameter previous: What signed the attempt before, which was refused. If it has expired by the service's clock, of
  ///   which this machine's is behind, others are asked for, ahead of the time at which the cache would.
  private func snapshot(
    at now: Date, after previous: CredentialSnapshot?, _ request: ServiceRequest, _ state: RetryState
  ) async throws(ServiceError) -> CredentialSnapshot {
    let serviceTime = provenTime(at: now)
    let isOver = previous.map { $0.credentials.isExpired(at: serviceTime) } ?? false
    let end = isOver ? serviceTime : nil
    return try await snapshot(at: now, until: end, for: request, deadline: state.deadline, attempts: state.attempts - 1)
  }

  private func send(
    _ wire: HTTPTransportRequest, sent: Date, offset: Double
  ) async -> (Result<HTTPTransportResponse, HTTPTransportError>, ClockSkew.Exchange?) {
    do throws(HTTPTransportError) {
      let response = try await transport.send(wire)
      let exchange = ClockSkew.Exchange(
        date: response.head.headerFields.value(of: .date), age: response.head.headerFields.value(of: .age), sent: sent,
        received: configuration.clock.now(), offset: offset)
      return (.success(response), exchange)
    } catch {
      return (.failure(error), nil)
    }
  }

  private func checkReplay(
    _ request: ServiceRequest, _ prepared: PreparedBody, failure: AttemptFailure, sent: HTTPTransportRequest,
    snapshot: CredentialSnapshot?, attempts: Int
  ) throws(ServiceError) {
    guard request.body.replay == .once, !request.body.isUntouched, !failure.cameBeforeTheBody else { return }
    let cause = error(from: failure, request: request, prepared, sent: sent, snapshot: snapshot, attempts: attempts)
    throw ServiceError(
      .body, code: "BodyCannotBeReplayed",
      message: """
        The request failed in a way that a retry could mend, but its body is a stream that can be read only once; pass bytes, \
        a file, or a stream that can be opened again.
        """,
      operation: operationName(request), response: cause.response, attempts: attempts, explanation: cause.explanation,
      isThrottled: cause.isThrottled, isRetryable: cause.isRetryable, cause: cause)
  }

  private func log(_ failure: AttemptFailure, request: ServiceRequest, delay: Duration, attempts: Int) {
    configuration.logger.debug(
      "A request failed and will be sent again.",
      metadata: [
        "aws.operation": "\(operationName(request))", "aws.attempt": "\(attempts)", "aws.error": "\(failure.summary)",
        "aws.retry.delay_ms": "\(Int(delay.seconds * 1000))",
      ])
  }
}
