/// What an error answer means for the next step.
package enum Verdict: Sendable, Hashable {
  /// A passing failure of the service.
  case transient
  /// The service asked to slow down.
  case throttled
  /// The service refused the key or token as expired or unknown.
  case rejectedCredentials
  /// The service said no, and will say so again.
  case final
}

/// Tells error answers apart, by what they say rather than by their status alone.
package struct ErrorClassifier: Sendable {
  /// Statuses that mean a passing failure whatever the code.
  package var transientStatuses: Set<Int>
  /// Messages, in lower case, by which services that send no code say that a key or token is expired or unknown.
  package var rejectionMessages: [String]
  /// Messages, in lower case, by which services that send no code ask to slow down.
  package var throttlingMessages: [String]

  package init(
    transientStatuses: Set<Int> = [500, 502, 503, 504], rejectionMessages: [String] = [],
    throttlingMessages: [String] = []
  ) {
    self.transientStatuses = transientStatuses
    self.rejectionMessages = rejectionMessages
    self.throttlingMessages = throttlingMessages
  }

  /// For services of AWS that answer with error codes.
  package static let standard = ErrorClassifier()

  /// For Amazon Elasticsearch and OpenSearch, whose front door answers with a message only. An engine's own 500 is an
  /// answer to the request, not a passing failure.
  package static let elastic = ErrorClassifier(
    transientStatuses: [502, 503, 504],
    rejectionMessages: [
      "the security token included in the request is invalid",
      "the security token included in the request is expired",
    ],
    throttlingMessages: ["request throttled due to too many requests"])

  package func verdict(status: Int, error: ParsedServiceError) -> Verdict {
    if Self.rejectedCodes.contains(error.code) { return .rejectedCredentials }
    if Self.throttlingCodes.contains(error.code) || status == 429 { return .throttled }
    if Self.transientCodes.contains(error.code) { return .transient }
    if status == 400 || status == 401 || status == 403, !(rejectionMessages.isEmpty && throttlingMessages.isEmpty) {
      let message = error.message.lowercased()
      if rejectionMessages.contains(where: message.contains) { return .rejectedCredentials }
      if throttlingMessages.contains(where: message.contains) { return .throttled }
    }
    return transientStatuses.contains(status) ? .transient : .final
  }

  /// The codes by which AWS says that a key or token is expired or unknown. `AccessDenied` is not one of them.
  private static let rejectedCodes: Set<String> = ["ExpiredToken", "ExpiredTokenException", "InvalidToken"]

  private static let transientCodes: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "InternalError", "IDPCommunicationError",
  ]

  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "TooManyRequestsException",
    "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded",
    "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
    "EC2ThrottledException",
  ]
}
