import AWSRuntime

/// When a request may be sent again although an earlier attempt may have taken effect.
///
/// With ``idempotent`` and ``onlyIfNotProcessed``, a request may be sent again if it is certain that no attempt had an
/// effect: if no connection was made, or if the service refused the request before doing anything. For the responses
/// that say so, see ``ElasticClient/perform(_:_:parameters:body:retrySafety:)``.
public enum ElasticRetrySafety: Sendable, Hashable {
  /// The request may always be sent again: it is idempotent, so sending it twice has the same result as sending it
  /// once.
  case idempotent
  /// The request may be sent again only if the service was not reached, or said that it did nothing (the request was
  /// throttled, or its credentials were refused). If a response is lost, the call fails with
  /// ``ElasticError/mayHaveTakenEffect`` `true`, and the caller decides whether to call again.
  case onlyIfNotProcessed
  /// The request may be sent again only if the service was not reached, or refused the credentials. This is for
  /// requests that change what the next request returns. For example, each request of a scroll moves to the next page,
  /// so a page would be skipped if the service received the request twice. For the actions of a bulk call, see
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
