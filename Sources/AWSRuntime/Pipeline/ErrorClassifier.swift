/// What an error response means for the next step.
package enum Verdict: Sendable, Hashable {
  /// A transient failure of the service.
  case transient
  /// The service is throttling.
  case throttled
  /// The service refused the access key or session token as expired or unknown.
  case rejectedCredentials
  /// A permanent error: a retry cannot succeed.
  case final
}

/// Classifies error responses by their content rather than by their status alone.
package struct ErrorClassifier: Sendable {
  /// Statuses that mean a transient failure, whatever the code.
  package var transientStatuses: Set<Int>
  /// Sentences, in lower case and without the period, with which a gateway says that a key or token is expired or
  /// unknown.
  package var rejectionSentences: Set<String>
  /// Sentences, in lower case and without the period, with which a gateway reports throttling.
  package var throttlingSentences: Set<String>
  /// Codes of a permanent failure, whatever the status: a block that has to be removed by hand.
  package var lastingCodes: Set<String>
  /// The beginnings of messages, by code, that make a passing failure of a code that means a lasting one otherwise.
  package var transientSentences: [String: String]
  /// Codes of passing failures that this service has besides those of all services.
  package var transientCodes: Set<String>
  /// Codes by which this service, besides all others, refuses a request before it does anything.
  package var refusedAtOnceCodes: Set<String>
  /// Codes of the refusals that a request meets which has been carried out before, besides the statuses 409 and 412.
  package var repetitionCodes: Set<String>

  package init(
    transientStatuses: Set<Int> = [500, 502, 503, 504], rejectionSentences: Set<String> = [],
    throttlingSentences: Set<String> = [], lastingCodes: Set<String> = [], transientSentences: [String: String] = [:],
    transientCodes: Set<String> = [], refusedAtOnceCodes: Set<String> = [], repetitionCodes: Set<String> = []
  ) {
    self.transientStatuses = transientStatuses
    self.rejectionSentences = rejectionSentences
    self.throttlingSentences = throttlingSentences
    self.lastingCodes = lastingCodes
    self.transientSentences = transientSentences
    self.transientCodes = transientCodes
    self.refusedAtOnceCodes = refusedAtOnceCodes
    self.repetitionCodes = repetitionCodes
  }

  /// For services of AWS whose errors have codes.
  package static let standard = ErrorClassifier()

  /// What an error means for the next step.
  ///
  /// - Parameters:
  ///   - status: The status of the response.
  ///   - error: What the response says. If it names a status of its own, that one counts.
  package func verdict(status: Int, error: ParsedServiceError) -> Verdict {
    let status = error.status ?? status
    if Self.rejectedCodes.contains(error.code) { return .rejectedCredentials }
    // With 503 it is a cluster that is still starting.
    if lastingCodes.contains(error.code), status == 403 || status == 429 { return .final }
    if Self.throttlingCodes.contains(error.code) || status == 429 { return .throttled }
    if Self.transientCodes.contains(error.code) || transientCodes.contains(error.code) { return .transient }
    if let sentence = transientSentences[error.code], error.message.hasPrefix(sentence) { return .transient }
    if let sentence = gatewaySentence(status: status, error: error) {
      if rejectionSentences.contains(sentence) { return .rejectedCredentials }
      if throttlingSentences.contains(sentence) { return .throttled }
    }
    return transientStatuses.contains(status) ? .transient : .final
  }

  /// Whether a service that sent this error did nothing of what it was asked, though it may carry it out the next time.
  ///
  /// - Parameters:
  ///   - status: The status of the response.
  ///   - error: What the response says.
  package func didNothing(status: Int, error: ParsedServiceError) -> Bool {
    if error.saysNothingWasDone || Self.refusedAtOnceCodes.contains(error.code)
      || refusedAtOnceCodes.contains(error.code)
    {
      return true
    }
    return gatewaySentence(status: error.status ?? status, error: error).map(throttlingSentences.contains) ?? false
  }

  /// The sentence of a gateway, which sends 403. An engine behind it may repeat what the caller wrote, so nothing
  /// counts but a message that stands alone.
  private func gatewaySentence(status: Int, error: ParsedServiceError) -> String? {
    guard status == 403, let message = error.gatewayMessage else { return nil }
    return (message.hasSuffix(".") ? String(message.dropLast()) : message).lowercased()
  }
}

extension ErrorClassifier {
  /// The codes by which AWS says that a key or token is expired or unknown. `AccessDenied` is not one of them.
  private static let rejectedCodes: Set<String> = ["ExpiredToken", "ExpiredTokenException", "InvalidToken"]

  private static let transientCodes: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "InternalError", "ServiceUnavailable",
  ]

  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "TooManyRequestsException",
    "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded",
    "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
    "EC2ThrottledException",
  ]

  /// The codes by which AWS refuses a request before it does anything.
  private static let refusedAtOnceCodes: Set<String> = [
    "SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
    "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
  ]
}
