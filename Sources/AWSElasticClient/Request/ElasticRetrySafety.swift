import AWSRuntime

/// When a request may be sent again although an earlier attempt may have taken effect.
///
/// If it is certain that the request had no effect, it is always retried within the client's retry policy: if no
/// connection was made, or if the service refused the request before doing anything. For the responses that say so, see
/// ``ElasticClient/perform(_:_:parameters:body:retrySafety:)``.
public enum ElasticRetrySafety: Sendable, Hashable {
  /// Always: the request is idempotent, so sending it twice has the same result as sending it once.
  case idempotent
  /// Only if the service was not reached, or said that it did nothing (the request was throttled, or its credentials
  /// were refused). If a response is lost, the call fails with ``ElasticError/mayHaveTakenEffect`` `true`, and the
  /// caller decides.
  case onlyIfNotProcessed
  /// Only if the service was not reached, or refused the credentials: each request advances some state, such as the
  /// cursor of a scroll, and would skip a page if the service received it twice. For the actions of a bulk call, see
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
