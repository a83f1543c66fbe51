/// When a request may be sent again although an earlier attempt may have taken effect.
public enum ElasticRetrySafety: Sendable, Hashable {
  /// Always: doing it twice is the same as doing it once.
  case idempotent
  /// Only when the service said that it did nothing (throttled, credentials refused) or was never reached. When an answer
  /// is lost, the call fails and the caller decides.
  case onlyIfNotProcessed
}
