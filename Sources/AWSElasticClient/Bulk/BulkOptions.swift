import AWSCore
import AWSCredentials
public import AWSRuntime

/// How a bulk call is cut into requests, and what is done when something goes wrong.
public struct BulkOptions: Sendable {
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
  ///
  /// An index may have one of its own (`index.default_pipeline`). If that changes ids, name it here as well: without a name a
  /// response about another id is an error. If its final pipeline does, name the default one, or `_none` if there is none.
  public var pipeline: String?
  /// What an action that cannot be encoded means for the others.
  public var encodingFailure: EncodingFailure
  /// How often and with which pauses actions are sent again that the engine rejects because it is busy; `nil` for the
  /// client's policy.
  public var retry: RetryPolicy?
  /// When actions may be sent again though an earlier request may have carried them out; `nil` to let each action decide:
  /// `index`, `delete` and `update` by merging fields may, if they name an id and no version. Say ``ElasticRetrySafety/idempotent``
  /// if doing them twice does no harm, as for documents without an id that a search may find twice.
  ///
  /// This is about responses that are lost. Actions that the engine rejects because it is busy (429) did nothing and are sent
  /// again all the same, also with ``ElasticRetrySafety/never``; a ``retry`` of one attempt prevents that.
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

  var parameters: ElasticParameters { WriteOptions(refresh: refresh, pipeline: pipeline).parameters }
}

// Names of pipelines are bytes: `String` would compare them as text.
extension BulkOptions: Hashable {
  /// Whether two options are the same; the pipeline byte for byte.
  public static func == (left: BulkOptions, right: BulkOptions) -> Bool {
    left.maxBytes == right.maxBytes && left.maxActions == right.maxActions && left.refresh == right.refresh
      && left.pipeline?.exact == right.pipeline?.exact && left.encodingFailure == right.encodingFailure
      && left.retry == right.retry && left.retrySafety == right.retrySafety
  }

  /// Hashes limits, refresh and pipeline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(maxBytes)
    hasher.combine(maxActions)
    hasher.combine(refresh)
    hasher.combine(pipeline?.exact)
  }
}
