import AWSRuntime

/// When a request may be sent again although an earlier attempt may have taken effect.
///
/// A request that certainly did nothing is always retried, within the client's retry policy: when no connection was
/// made, and when the service refused it before doing anything (for the forms of such refusals, see
/// ``ElasticClient/perform(_:_:parameters:body:retrySafety:)``).
public enum ElasticRetrySafety: Sendable, Hashable {
  /// Always: the request is idempotent, so doing it twice has the same result as doing it once.
  case idempotent
  /// Only when the service said that it did nothing (throttled, credentials refused) or was never reached. When a
  /// response is lost, the call fails and the caller decides; ``ElasticError/mayHaveTakenEffect`` is then `true`.
  case onlyIfNotProcessed
  /// Only when the service was never reached or refused the credentials: the request advances something, such as the
  /// cursor of a scroll, and would skip a page if it were received twice. For the single actions of a bulk call, see
  /// ``BulkOptions/retrySafety``.
  case never

  var runtime: ServiceRequest.RetrySafety {
    switch self {
    case .idempotent: .idempotent
    case .onlyIfNotProcessed: .onlyIfNotProcessed
    case .never: .never
    }
  }
}
