public import AWSRuntime

/// How a bulk call is cut into requests, and what is done when something goes wrong.
public struct BulkOptions: Sendable, Hashable {
  /// What an action that cannot be encoded means for the others.
  public enum EncodingFailure: Sendable, Hashable {
    /// It fails, and the others are sent.
    case failsItsAction
    /// The call throws, and nothing is sent. All actions are encoded before the first request, so they have to fit into
    /// memory. This is about encoding only: the engine has no transactions.
    case failsTheCall
  }

  /// The most bytes of one request; an action that is larger is sent alone. The default is 5 MiB. The smallest domains
  /// accept 10 MiB.
  public var maxBytes: Int
  /// The most actions of one request. The default is 1,000.
  public var maxActions: Int
  /// When the changes become visible to searches.
  public var refresh: ElasticRefresh
  /// The ingest pipeline to run.
  public var pipeline: String?
  /// What an action that cannot be encoded means for the others.
  public var encodingFailure: EncodingFailure
  /// How often and with which pauses actions are sent again that the engine rejects because it is busy; `nil` for the
  /// client's policy.
  public var retry: RetryPolicy?
  /// When actions may be sent again though an earlier request may have carried them out; `nil` to let each action decide:
  /// `index`, `delete` and `update` by merging fields may, if they name an id and no version. Say ``ElasticRetrySafety/idempotent``
  /// if doing them twice does no harm, as for documents without an id that a search may find twice.
  public var retrySafety: ElasticRetrySafety?

  /// Makes options.
  public init(
    maxBytes: Int = 5 * 1024 * 1024, maxActions: Int = 1000, refresh: ElasticRefresh = .eventually,
    pipeline: String? = nil, encodingFailure: EncodingFailure = .failsItsAction, retry: RetryPolicy? = nil,
    retrySafety: ElasticRetrySafety? = nil
  ) {
    self.maxBytes = max(1, maxBytes)
    self.maxActions = max(1, maxActions)
    self.refresh = refresh
    self.pipeline = pipeline
    self.encodingFailure = encodingFailure
    self.retry = retry
    self.retrySafety = retrySafety
  }

  var query: ElasticQuery { WriteOptions(refresh: refresh, pipeline: pipeline).query }
}
