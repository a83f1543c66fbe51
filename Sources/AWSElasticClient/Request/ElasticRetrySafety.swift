import AWSRuntime

/// When a request may be sent again although an earlier attempt may have taken effect.
///
/// A request that certainly did nothing is sent again in any case, as often as the client's retry policy says: when no
/// connection was made, and when the service refused it before doing anything, for which it has a few forms (see
/// ``ElasticClient/perform(_:_:parameters:body:retrySafety:)``).
public enum ElasticRetrySafety: Sendable, Hashable {
  /// Always: doing it twice is the same as doing it once.
  case idempotent
  /// Only when the service said that it did nothing (throttled, credentials refused) or was never reached. When a response
  /// is lost, the call fails and the caller decides; ``ElasticError/mayHaveTakenEffect`` tells that it is so.
  case onlyIfNotProcessed
  /// Only when the service was never reached or refused the credentials: the request moves something on, such as the cursor
  /// of a scroll, and received twice would skip a page. The single actions of a bulk call are another matter, see
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
